"""A backfill of two thousand articles, killed twice: it goes on where it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from storage.store import read_store
from tests.faultserver import NEVER
from tests.site.shapes import shape

if TYPE_CHECKING:
    from pathlib import Path

    from tests.site.shape import Shape

COUNT = 2000
CRAWL = ("crawl", "thu", "--full", "--since", "2017-01-01")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def crawl(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    env = os.environ | {
        "KHCN_ALLOW_PRIVATE": "1",
        "KHCN_DB": str(folder / "khcn.db"),
        "KHCN_PORTALS": str(folder / "portals"),
    }
    command = [sys.executable, "-m", "app", *CRAWL, "-q", *more]
    return subprocess.Popen(command, env=env, stderr=subprocess.PIPE)


def kill_after(child: subprocess.Popen[bytes], zoo: Shape, requests: int) -> None:
    """Kill -9 once so many requests have come in."""
    end = zoo.requests + requests
    while child.poll() is None and zoo.requests < end:
        NEVER.wait(0.02)
    assert child.poll() is None, "it ended before it could be killed"
    child.kill()
    child.communicate()


def test_no_article_is_fetched_twice_but_the_one_in_flight(tmp_path: Path) -> None:
    with shape("wordpress", count=COUNT) as zoo:
        (tmp_path / "portals").mkdir()
        file = tmp_path / "portals" / "thu.toml"
        file.write_text(f'name = "Cổng thử"\nhome = "{zoo.home}"\n', encoding="utf-8")
        kill_after(crawl(tmp_path), zoo, 700)
        kill_after(crawl(tmp_path), zoo, 600)
        last = crawl(tmp_path)
        last.communicate()
        addresses = {zoo.portal.at.story(zoo.portal.site, one) for one in zoo.portal.site.stories}
        fetched = Counter(one.target for one in zoo.host.log if one.target in addresses)
        requests = zoo.requests
    assert last.returncode == 0
    with read_store(tmp_path / "khcn.db") as store:
        stored, texts = store.row("SELECT count(*), count(DISTINCT text_digest) FROM articles")
        second_looks = store.row("SELECT count(*) FROM visits WHERE reason = 'again'")[0]
        (run,) = store.rows("SELECT outcome, stage FROM runs")
    assert (stored, texts) == (COUNT, COUNT)
    assert tuple(run) == ("ok", "done")
    assert len(fetched) == COUNT
    in_flight = 2  # one for each kill
    assert sum(fetched.values()) - COUNT <= in_flight + second_looks
    assert requests <= 1.3 * COUNT
