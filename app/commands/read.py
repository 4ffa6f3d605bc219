"""`khcn read`: the article of one page, as the reader sees it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.failure import Failure
from app.options import Command, Options, takes_options
from app.output.article import show_article
from app.output.document import as_item, print_document
from app.portal_files import named
from news.record import record

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.extract import Page
    from crawler.extract.template import Template
    from news.portal import Portal

LARGEST = 16 * 1024**2  # bytes; a crawl refuses larger pages too
# What only the store knows of an article.
_UNSTORED: dict[str, Any] = dict.fromkeys(("id", "first_seen", "last_seen", "version", "state"))


@click.command(cls=Command)
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", metavar="U", help="The address the page was served from.")
@click.option("--portal", "key", metavar="K", help="Read it as a crawl of this portal would.")
@takes_options
def read(options: Options, page: str, url: str | None, key: str | None) -> None:
    """Read one page and print its article.

    The page is a file, an address to fetch (robots.txt permitting), or standard input for a dash.
    Links and pictures are told from the address a page was served from: give it with --url.
    With --portal it is read as a crawl of that portal would read it: by its file, and without the
    noise that crawls have learned of the look the page has.
    """
    from crawler.extract import read as read_page
    from news.urls import is_http
    from storage.history import Record

    if url and not is_http(url):
        raise Failure(f"--url {url!r} is no web address such as https://skhcn.laichau.gov.vn/tin/1")
    portal = named(options, key) if key else None
    seen, at = _seen(options, page, url, portal)
    look = _look(options, key, seen) if key else None
    article = read_page(seen, fetched=at, portal=portal, template=look)
    found = Record(**record(article), portal=key, **_UNSTORED)
    if options.as_json:
        print_document(**as_item(found))
    else:
        show_article(found)


def _seen(
    options: Options, page: str, url: str | None, portal: Portal | None
) -> tuple[Page, datetime | None]:
    """The page, and when it was fetched: nobody knows that of a file."""
    from crawler.extract import parse

    if not page.startswith(("http://", "https://")):
        return parse(_body(page), url or _address(page)), None
    from crawler.single import fetch

    found = fetch(page, options.db, portal)
    return parse(found.body, found.url, found.content_type), found.at


def _look(options: Options, key: str, page: Page) -> Template | None:
    """What crawls of the portal have learned of the look that the page has."""
    from app.store import opened
    from crawler.templates import load

    if not options.db.exists():
        return None
    with opened(options) as store:
        looks = load(store, key)
    epoch, template = looks.match(page)
    if options.verbose:
        fits = f"look {epoch} of {key}, learned of {template.pages} pages" if template else None
        said = f"read with {fits}" if fits else f"no look that is stored of {key} fits this page"
        click.echo(said, err=True)
    return template


def _body(page: str) -> bytes:
    try:
        with sys.stdin.buffer if page == "-" else Path(page).open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError as error:
        advice = "only http and https are fetched" if "://" in page else "give a saved page"
        raise Failure(f"{page} cannot be read ({error.strerror}); {advice}") from error
    if len(body) > LARGEST:
        raise Failure(f"{page} is larger than {LARGEST // 1024**2} MB: not a page to read")
    return body


def _address(page: str) -> str:
    return "" if page == "-" else Path(page).absolute().as_uri()
