"""A whole real portal: every article page that can be reached from its home, and nothing else.

How it was counted: a page of the mirror is an article if its system draws it with the layout of
a news item, a document, a video or an album of the photo library; listings, standing pages
("intro"), persons, tags, log-in and print views (the `index????.html` files) are not. One page has
the news layout around nothing and is left out.
"""

from __future__ import annotations

import os
import re
import tarfile
from pathlib import Path

import pytest

from tests.crawler.discover.walker import walk

SHARED = Path(os.environ.get("KHCN_SHARED", Path(__file__).parents[3].parent / "shared"))
ARCHIVE = SHARED / "mirrors" / "hoahongbach.tar.xz"
HOME = "http://127.0.0.1:8000/"
DETAIL = re.compile(r"news-detail-layout|legal-document-detailLayout|video-detail-layout")


@pytest.fixture(scope="module")
def mirror(tmp_path_factory):
    if not ARCHIVE.exists():
        pytest.skip(f"no mirror at {ARCHIVE}")
    folder = tmp_path_factory.mktemp("mirror")
    with tarfile.open(ARCHIVE) as packed:
        packed.extractall(folder, filter="data")
    return folder / "thcshoahongbach"


def is_article(path: str, markup: str) -> bool:
    return path.startswith("/tai-nguyen/thu-vien-anh/") or bool(DETAIL.search(markup))


def test_every_article_of_the_mirror_is_found_once(mirror):
    pages = {
        f"/{file.relative_to(mirror)}": file.read_text("utf-8", "replace")
        for file in mirror.rglob("*.html")
        if "3rdparty" not in file.parts
    }
    wanted = {
        path
        for path, markup in pages.items()
        if is_article(path, markup) and not re.match(r"/index\w{4}\.html", path)
    } | {
        "/tin-tuc-su-kien/hoat-dong-su-kien/tu-lieu/hoat-dong-hoc-tap-cua-hoc-sinh-trong-gio-hoc-mon-cong-nghe-l.html"
    }

    def serve(path, form):
        from urllib.parse import unquote

        return pages.get(unquote(path.split("?")[0]) if path != "/" else "/index.html", 404)

    got = walk(HOME, serve)
    found = got.of("article") + got.of("unreadable")
    assert len(wanted) == 121
    assert set(found) == wanted
    assert len(found) == len(wanted)
    assert len(got.articles) >= 118  # some pages hold a title and nothing else
    assert len(got.seen) <= 165
