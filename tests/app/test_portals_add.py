"""`khcn portals add URL`: what a person sees, what is written, and when nothing is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import trustme

from crawler.portals import load
from tests.crawler.fetch.test_tls import FAULTS, contexts, trusted
from tests.crawler.probing.walls import PARKED, SHELLS, WALLS
from tests.faultserver import FaultServer, answer, html
from tests.site.shapes import SHAPES, WILD, shape

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.person import Answer

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
__all__ = ["contexts", "trusted"]
STILL = {
    "wordpress",
    "sharepoint",
    "barephp",
    "joomla",
    "loadmore",
    "startpage",
    "scoped",
    "tenant",
}
FEW = 26  # requests: "a dozen or two", robots.txt included


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHCN_ALLOW_PRIVATE", "1")


def files(home: Path) -> list[Path]:
    return sorted((home / "portals").glob("*.toml"))


@pytest.mark.parametrize("kind", SHAPES | WILD)
def test_the_address_alone_is_enough(khcn: Callable[..., Answer], home: Path, kind: str) -> None:
    with shape(kind) as zoo:
        told = khcn("portals", "add", zoo.home, "--key", kind, "--json")
        asked = zoo.requests
        sections = {section.title for section in zoo.portal.site.sections}
        titles = {story.title for story in zoo.truth.values()}
    assert told.code == 0, told.err
    found = told.json
    assert sections <= {section["title"] for section in found["sections"]}
    assert len(found["samples"]) == 3
    assert any(noise["why"] == "turns" for noise in found["noise"]) or kind in STILL
    assert {sample["title"] for sample in found["samples"]} <= titles
    assert all(section["paging"] for section in found["sections"])
    assert found["article_pattern"][0]["count"] >= 20
    assert asked <= FEW
    portal = load(files(home)[0])
    assert (portal.key, portal.home) == (kind, zoo.home)
    assert portal.name.startswith("Sở Khoa học và Công nghệ tỉnh")


def test_a_person_reads_what_was_found(khcn: Callable[..., Answer], home: Path) -> None:
    with shape("drupal") as zoo:
        told = khcn("portals", "add", zoo.home)
        again = khcn("portals", "add", zoo.home)
    assert told.code == 0
    for words in (
        "other words at each fetch: “Đang online",
        "Platform: drupal",
        "Sections: 4",
        "Articles: /",
        "Samples, as read:",
        "newest",
    ):
        assert words in told.out
    assert "`khcn crawl 127-0-0-1-" in told.err
    assert len(files(home)[0].read_text(encoding="utf-8").splitlines()) <= 10
    assert again.code == 1
    assert "followed already" in again.err


def test_a_dry_run_writes_nothing(khcn: Callable[..., Answer], home: Path) -> None:
    with shape("wordpress") as zoo:
        told = khcn("portals", "add", zoo.home, "--dry-run")
    assert told.code == 0
    assert f'home = "{zoo.home}"' in told.out
    assert not (home / "portals").exists()


@pytest.mark.parametrize(
    ("page", "reason", "said"),
    [
        (WALLS["challenge"], "wall", "protection wall"),
        (SHELLS["react"], "needs_script", "script"),
        (PARKED["for sale"], "parked", "parked domain"),
        (answer(html("Not Found"), status="404 Not Found"), "http_404", "404"),
    ],
)
def test_a_portal_that_cannot_be_followed(
    khcn: Callable[..., Answer], home: Path, page: bytes, reason: str, said: str
) -> None:
    with FaultServer({"/": page}) as server:
        told = khcn("portals", "add", server.url)
        scripts = khcn("portals", "add", server.url, "--json")
    assert (told.code, told.out) == (1, "")
    assert said in told.err
    assert told.err.count("khcn: ") == 1
    assert scripts.code == 1
    assert json.loads(scripts.out)["problem"]["reason"] == reason
    assert files(home) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_tls_is_named(
    khcn: Callable[..., Answer], home: Path, contexts: dict[str, ssl.SSLContext], fault: str
) -> None:
    with FaultServer({"/": answer(html())}, tls=contexts[fault]) as server:
        told = khcn("portals", "add", server.url, "--json")
        assert server.asked == []
    assert told.code == 1
    assert told.json["problem"]["reason"] == fault
    assert "(here: `--tls`)" in told.err
    assert files(home) == []


def test_a_server_without_encryption(khcn: Callable[..., Answer], home: Path) -> None:
    with shape("barephp") as zoo:
        told = khcn("portals", "add", zoo.home.replace("http:", "https:"), "--json")
    assert told.code == 1
    assert told.json["problem"]["reason"] == "tls_none"
    assert "http://" in told.err
    assert files(home) == []


@pytest.mark.parametrize(
    "address", ["ftp://a.vn/", "http://", "http://u:p@a.vn/", "http://a.vn:x/"]
)
def test_what_is_no_address_is_refused(khcn: Callable[..., Answer], address: str) -> None:
    assert khcn("portals", "add", address).code == 2
