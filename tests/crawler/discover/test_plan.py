from __future__ import annotations

from crawler.discover.ask import Answer
from crawler.discover.plan import Plan
from news.portal import Portal

HOME = "http://sokhcn.example.vn/"


def test_the_first_ask_is_the_home_page():
    asks = Plan(Portal("so", "Sở", HOME), known={}, mode="full").first()
    assert [(ask.url, ask.role) for ask in asks] == [(HOME, "home")]


def test_a_home_page_that_cannot_be_fetched_leaves_the_plan_incomplete():
    plan = Plan(Portal("so", "Sở", HOME), known={}, mode="full")
    (ask,) = plan.first()
    findings = plan.take(Answer(ask, HOME, 0, failure="timeout"))
    assert (findings.kind, findings.reason, plan.complete) == ("failed", "timeout", False)
