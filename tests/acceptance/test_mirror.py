"""A whole real portal, crawled over HTTP with a file of its name and home.

How it is counted here, apart from the program: follow every `<a href>` from the home, as a browser
would, to every saved page. Of the pages reached, articles are those that stand below a section
(an address of two parts or more), are not offered by the menu, hold no further pages below them
(`x.html` beside a folder `x/`), and do not lie in the folders of persons, tags, look-up forms or
the system's own files. What is left was looked at page by page: 121.
"""

from __future__ import annotations

import tarfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from tests.acceptance.person import Person

pytestmark = pytest.mark.slow
NO_NEWS = ("co-cau-to-chuc/", "tag/", "tra-cuu/", "3rdparty/")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Nobody reads it."""


@pytest.fixture(scope="module")
def mirror(shared, tmp_path_factory):
    archive = shared / "mirrors" / "hoahongbach.tar.xz"
    if not archive.exists():
        pytest.skip("the archive of the mirrored portal is not here")
    folder = tmp_path_factory.mktemp("mirror")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "thcshoahongbach"


@pytest.fixture(scope="module")
def crawled(mirror, tmp_path_factory):
    """Crawled, checked, crawled; the person who did it, the home, both run records, the check."""
    person = Person(tmp_path_factory.mktemp("reader"))
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *a: _Quiet(*a, directory=str(mirror))
    ) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_address[1]}/"
        person.follows("hoa-hong-bach", f"{home}index.html", "Trường THCS Hoa Hồng Bạch")
        first = person.crawls("hoa-hong-bach")
        checked = person.types("portals", "check", "hoa-hong-bach", "--json")
        yield person, home, first + person.crawls("hoa-hong-bach"), checked
        server.shutdown()


def reached(mirror):
    """Every saved page that a browser reaches from the home: its path, parsed."""
    found, waiting = {}, ["index.html"]
    while waiting:
        path = waiting.pop()
        file = mirror / unquote(path)
        if path not in found and file.suffix == ".html" and file.is_file():
            found[path] = html.fromstring(file.read_text("utf-8", "replace"))
            waiting.extend(_led_to(path, found[path].xpath("//a/@href")))
    return found


def _led_to(path, hrefs):
    for href in hrefs:
        parts = urlsplit(urljoin(f"http://mirror/{path}", href.strip()))
        if parts.netloc == "mirror":
            yield parts.path.lstrip("/") or "index.html"


def articles_of(mirror):
    pages = reached(mirror)
    menu = set(
        _led_to("index.html", pages["index.html"].xpath('//*[contains(@class,"menu")]//a/@href'))
    )
    return {
        path
        for path in pages
        if "/" in path
        and path not in menu
        and not path.startswith(NO_NEWS)
        and not mirror.joinpath(unquote(path).removesuffix(".html")).is_dir()
    }


def test_every_article_and_nothing_else_is_stored_once(mirror, crawled):
    person, home, (first, _), _ = crawled
    wanted = articles_of(mirror)
    stored = [record["url"].removeprefix(home) for record in person.export()]
    assert len(wanted) == 121
    assert sorted(set(stored)) == sorted(stored), "stored twice"
    assert set(stored) - wanted == set(), "no article"
    assert wanted - set(stored) == set(), "missed"
    assert first["appeared"] == len(wanted)
    assert first["requests"] <= 1.3 * len(wanted)


def test_the_second_crawl_changes_nothing(crawled):
    person, _, (first, second), _ = crawled
    assert (first["outcome"], second["outcome"]) == ("ok", "ok")
    assert second["requests"] < first["requests"] / 5
    assert person.changes() == []
    assert len(person.asks("select id from versions")) == len(person.export())


def test_a_full_second_crawl_changes_nothing_either(crawled):
    person, _, _, _ = crawled
    (full,) = person.crawls("hoa-hong-bach", "--full")
    assert full["unchanged"] == len(person.export())
    assert person.changes() == []


def test_a_check_after_the_first_crawl_finds_nothing_broken(crawled):
    _, _, _, checked = crawled
    assert checked.code == 0, checked.talk
    (found,) = checked.json["portals"]
    assert (found["health"], [one for one in found["breaks"] if one["grade"] != "note"]) == (
        "ok",
        [],
    )
