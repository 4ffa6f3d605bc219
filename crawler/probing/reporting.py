"""From the answers of a probe to what it found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.discover.platform import guess_platform
from crawler.extract.learning import Sample, learn
from crawler.probing import symptoms
from crawler.probing.addresses import shapes_of
from crawler.probing.findings import Noise, Probed, Problem, Section
from crawler.probing.naming import name_of
from crawler.probing.sampling import NO_LIST
from news.urls import canonical, same_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.discover.ask import Answer
    from crawler.probing.sampling import Sampler, Seen
    from crawler.progress import Ending
    from news.article import Article
    from news.portal import Portal

UNNAMED = "?"  # the name of a portal of which only the address is known
_WHY = ("turns", "list", "repeats", "apart")  # what differs from fetch to fetch comes first
SLOW = 5.0  # seconds between two requests that an operator should know of
_NO_LIST = (
    "no list of articles was found on {url}; give the address of the portal's news page, or check"
    " with a browser whether its lists are filled by script"
)
_UNREADABLE = "none of {count} articles named by {url} could be read; the first was {first}"
_TURNED_AWAY = (
    "{url} turns this program away even when it asks for robots.txt ({status}): an outage or a"
    " protection wall; try again later, or ask the portal's operator to let khcn in"
)
_NO_ARTICLES = "of {asked} pages like /{like} that lists name none is an article"
_ROBOTS = "robots.txt of {url} forbids its start page: this portal does not want to be crawled"


def report(sampler: Sampler, portal: Portal, ending: Ending, requests: int, delay: float) -> Probed:
    """What the probe of one portal came to."""
    evidence = sampler.evidence()
    found = Probed(
        portal=portal,
        requests=requests,
        sections=tuple(_sections(sampler, evidence)),
        shapes=shapes_of(url for url in sampler.named if not sampler.plan.is_refuted(url)),
        samples=tuple(_articles(sampler)),
        noise=tuple(_noise(sampler, portal)),
        notes=tuple(_notes(sampler, portal, delay)),
        problem=_problem(sampler, portal, ending),
        lists={one.ask.url: _fault_of_list(one) for one in sampler.answers("listing")},
        known={one.ask.url: _fault_of_article(one) for one in sampler.answers("known")},
    )
    home = _home(sampler)
    return (
        found
        if home is None or found.problem is not None
        else _described(found, home, set(sampler.titles()))
    )


def _described(found: Probed, home: Answer, items: set[str]) -> Probed:
    """With what the home page says of itself."""
    guess = guess_platform(home.body)
    name = found.portal.name
    if name == UNNAMED and home.page is not None:
        name = name_of(home.page, found.portal.home, items)
    portal = replace(found.portal, name=name, platform=found.portal.platform or guess.name)
    return replace(found, portal=portal, platform=guess.name, marks=guess.marks)


def _home(sampler: Sampler) -> Answer | None:
    """The answer that is the portal's first real page: start pages only lead on."""
    answers = [one.answer for one in sampler.answers("home")]
    return answers[-1] if answers else None


def _problem(sampler: Sampler, portal: Portal, ending: Ending) -> Problem | None:
    home = _home(sampler)
    shown = symptoms.of_answer(home) if home is not None and home.status else None
    if ending.reason is not None:
        shown = None if ending.reason == "redirect_offsite" else shown
        return shown or Problem(ending.reason, _sentence(ending, portal))
    if sampler.articles() and (shown is None or shown.reason != "wall"):
        return None
    if shown is not None or home is None:
        return shown or Problem("no_answer", f"{portal.home} gave no answer; try later")
    return _fruitless(sampler, home)


def _sentence(ending: Ending, portal: Portal) -> str:
    said = ending.message or f"{portal.home} could not be read ({ending.reason})"
    if ending.reason == "robots":
        return _ROBOTS.format(url=portal.home)
    if ending.reason == "robots_unreachable" and "(http_" in said:
        status = said.partition("(http_")[2].partition(")")[0]
        return _TURNED_AWAY.format(url=portal.home, status=status)
    return said


def _fruitless(sampler: Sampler, home: Answer) -> Problem:
    """Why no article came of a portal whose start page looks like one."""
    asked = sampler.answers("article")
    for one in [*asked, *sampler.answers("listing")]:
        shown = symptoms.of_answer(one.answer) if one.answer.status else None
        if shown is not None and shown.reason in {"wall", "needs_script", "login"}:
            return shown
    if not asked:
        return Problem("no_list", _NO_LIST.format(url=home.url))
    first = f"{asked[0].answer.url} ({asked[0].findings.reason or asked[0].findings.kind})"
    said = _UNREADABLE.format(count=len(asked), url=home.url, first=first)
    return Problem("no_article", said)


def _articles(sampler: Sampler) -> Iterator[Article]:
    """Three, dated ones first: a standing page among the items of lists seldom shows a day."""
    read = [one.answer.read() for one in sampler.articles()]
    found = [article for article in read if article is not None]
    yield from sorted(found, key=lambda article: article.published is None)[:3]


def _noise(sampler: Sampler, portal: Portal) -> Iterator[Noise]:
    """What the sample articles show of the portal's template, one of them fetched twice."""
    second = sampler.second_look
    pages = [one.answer.page for one in sampler.articles() if one.answer.page is not None]
    again = {second.ask.url: second.page} if second is not None else {}
    template = learn([Sample(page, again.get(page.url)) for page in pages], portal)
    masks = template.masks if template is not None else ()
    for mask in sorted(masks, key=lambda mask: (_WHY.index(mask.why), -mask.pages)):
        yield Noise(mask.why, mask.place, mask.examples)


def _fault_of_list(one: Seen) -> str | None:
    fault = _fault(one)
    if fault is not None:
        return fault
    # Which of its items are a page's own depends on the pages seen before: any will do.
    if one.findings.kind == "listing" and one.findings.reason in {None, "listing", "empty"}:
        return None
    return "names no article any more"


def _fault_of_article(one: Seen) -> str | None:
    if one.findings.kind in {"article", "unchanged"}:
        return None
    return _fault(one) or "shows no article that can be read"


def _fault(one: Seen) -> str | None:
    """What is wrong with an answer in words that follow an address."""
    if one.answer.failure:
        return f"could not be fetched ({one.answer.failure})"
    if one.answer.status >= 400:
        return f"answers {one.answer.status}"
    said = {"redirected_home": "leads to the start page", "soft_404": "says there is no such page"}
    return said.get(one.findings.reason or "")


def _sections(sampler: Sampler, evidence: dict[str, Any]) -> Iterator[Section]:
    """The lists of articles; a standing page that only shows others beside its text is none."""
    bare = [one for one in sampler.answers("listing") if one.findings.reason in NO_LIST]
    standing = {canonical(one.answer.url) for one in bare}
    for one in evidence["sections"]:
        if canonical(one["url"]) in standing:
            continue
        yield Section(one["title"], one["url"], one["items"], one["newest"], one["paging"])


def _notes(sampler: Sampler, portal: Portal, delay: float) -> Iterator[str]:
    yield from _notes_of_home(sampler, portal)
    for one in sampler.answers("listing"):
        reason = one.answer.failure or f"http_{one.answer.status}"
        if reason == "robots":
            yield f"robots.txt forbids {one.ask.url}"
        elif one.answer.failure or one.answer.status >= 400:
            yield f"{one.ask.url} answers with an error ({reason})"
    for kind in sampler.evidence()["no_articles"]:
        yield _NO_ARTICLES.format(**kind)
    if delay >= SLOW:
        yield f"{delay:.0f} seconds pass between two requests, as the portal wants or needs it"
    if portal.tls == "insecure" and portal.home.startswith("https:"):
        yield "its certificate is not verified; what is captured is marked so"
    if sampler.articles() and not any(one["paging"] for one in sampler.evidence()["sections"]):
        yield "no further pages of its lists were found: only what first pages show can be read"


def _notes_of_home(sampler: Sampler, portal: Portal) -> Iterator[str]:
    home = _home(sampler)
    if home is not None and home.status and home.url.rstrip("/") != portal.home.rstrip("/"):
        where = "at" if same_site(home.url, portal.home) else "on another site, at"
        yield f"its first page is served {where} {home.url}"
