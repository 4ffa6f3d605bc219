"""Crawling from the command line: a real portal on loopback, real processes' exit codes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from app.commands.crawl import conclusion, exit_code, next_step
from app.demo.newsroom import samples
from app.demo.web import Host
from storage import locks
from storage.runs import RunReport
from tests.faultserver import refusing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.demo.newsroom import Sample
    from tests.acceptance.person import Answer


@pytest.fixture
def follow(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    monkeypatch.setenv("KHCN_ALLOW_PRIVATE", "1")

    def follow(key: str, address: str) -> None:
        folder = home / "portals"
        folder.mkdir(exist_ok=True)
        (folder / f"{key}.toml").write_text(f'name = "{key}"\nhome = "{address}"\n', "utf-8")

    return follow


@pytest.fixture
def sample(follow: Callable[[str, str], None]) -> Iterator[Sample]:
    sample = next(sample for sample in samples() if sample.edit)
    with Host(sample.portal) as host:
        follow("mau", host.home)
        yield sample


@pytest.fixture
def deaf(follow: Callable[[str, str], None]) -> Iterator[None]:
    """A portal that nobody answers for."""
    with refusing() as address:
        follow("deaf", address)
        yield


def test_a_portal_is_crawled_and_its_day_told(khcn: Callable[..., Answer], sample: Sample) -> None:
    first = khcn("crawl", "mau", "--json")
    (run,) = first.json["runs"]
    assert (first.code, run["portal"], run["outcome"]) == (0, "mau", "ok")
    assert run["started"].endswith("+07:00")
    stored = khcn("export").out.splitlines()
    assert len(stored) == run["appeared"] > 3
    assert khcn("changes").out == "", "what a first crawl finds is no news"
    assert "mau: ok" in first.err

    sample.happen()
    second = khcn("crawl", "--all", "--full")
    assert second.code == 0
    assert "1 portal: 1 complete." in second.out
    assert "next: khcn changes" in second.out
    changes = khcn("changes", "--json", "--kind", "edited").json["changes"]
    shown = khcn("diff", f"C{changes[0]['id']}")
    assert "{+" in shown.out
    assert khcn("status", "--json").json["portals"][0]["health"] == "ok"


def test_a_portal_that_does_not_answer_is_nothing_received(
    khcn: Callable[..., Answer], deaf: None
) -> None:
    answer = khcn("crawl", "deaf", "--json")
    (run,) = answer.json["runs"]
    assert (answer.code, run["outcome"], run["pages"]) == (3, "failed", 0)
    assert run["reason"]


def test_a_portal_being_crawled_is_left_alone(
    khcn: Callable[..., Answer], home: Path, sample: Sample
) -> None:
    with locks.crawling(home / "khcn.db", "mau", pid=os.getpid()):
        answer = khcn("crawl", "mau")
    assert answer.code == 75
    assert str(os.getpid()) in answer.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("crawl",), "--all"),
        (("crawl", "--all"), "no portal is followed"),
        (("crawl", "--all", "lai-chau"), "leave it out or leave out lai-chau"),
        (("crawl", "most"), "portals add most"),
        (("crawl", "x", "--max-pages", "0"), "--max-pages"),
    ],
)
def test_what_cannot_be_crawled_is_said(
    khcn: Callable[..., Answer], line: tuple[str, ...], said: str
) -> None:
    answer = khcn(*line)
    assert answer.code == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_broken_file_does_not_stop_the_others(
    khcn: Callable[..., Answer], home: Path, sample: Sample
) -> None:
    (home / "portals" / "broken.toml").write_text("name = ")
    answer = khcn("crawl", "--all", "--max-pages", "2")
    assert answer.code == 2
    assert "broken.toml" in answer.err
    assert "mau: ok" in answer.err
    assert khcn("crawl", "broken").code == 2


def report(**more: object) -> RunReport:
    counts = dict.fromkeys(RunReport.__slots__, 0)
    texts = {"portal": "x", "started": "", "ended": None, "reason": None, "message": None}
    return RunReport(**counts | texts | {"outcome": "ok", "pages": 1} | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("runs", "code"),
    [
        ([report(), report(outcome="partial")], 0),
        ([report(reason="page_cap")], 0),
        ([report(), report(outcome="held")], 1),
        ([report(), report(outcome="failed", pages=0)], 1),
        ([report(outcome="interrupted", reason="time_limit")], 1),
        ([report(outcome="failed", pages=0)], 3),
        ([report(outcome="interrupted", reason="sigint", pages=0)], 130),
        ([report(outcome="interrupted", reason="sigterm")], 143),
    ],
)
def test_the_exit_code_says_how_it_went(runs: list[RunReport], code: int) -> None:
    assert exit_code(runs) == code


def test_the_closing_sentence_leaves_the_baseline_out() -> None:
    reports = [report(appeared=60, edited=7, vanished=1, requests=1204), report(outcome="held")]
    assert conclusion(reports, baseline=2) == (
        "2 portals: 1 complete, 1 held. 58 new, 7 edited, 1 vanished. 2 from before, no news. "
        "1,204 requests, 0 errors."
    )


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (report(outcome="held"), "khcn review"),
        (report(outcome="interrupted", reason="sigint", appeared=3), "the same command"),
        (report(), "khcn portals check"),
        (report(reason="page_cap"), "khcn status"),
        (report(appeared=3), "khcn changes"),
    ],
)
def test_what_to_type_next(run: RunReport, said: str) -> None:
    bare = () if run.appeared else (run.portal,)
    assert said in next_step([run], 0, bare)
