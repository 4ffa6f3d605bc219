"""`khcn read`: the article of one page, as the reader sees it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.failure import Failure
from app.options import Command, Options, takes_options
from app.output.article import show_article
from app.output.document import as_item, print_document
from app.portal_files import named
from storage.times import day_or_time

if TYPE_CHECKING:
    from news.article import Article
    from news.portal import Portal
    from storage.history import Record

LARGEST = 16 * 1024**2  # bytes; a crawl refuses larger pages too


@click.command(cls=Command)
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", metavar="U", help="The address the page was served from.")
@click.option("--portal", "key", metavar="K", help="Read it with the file of this portal.")
@takes_options
def read(options: Options, page: str, url: str | None, key: str | None) -> None:
    """Read one page and print its article.

    The page is a file, an address to fetch (robots.txt permitting), or standard input for a dash.
    Links and pictures are told from the address a page was served from: give it with --url.
    """
    from crawler.extract import extract

    portal = named(options, key) if key else None
    if page.startswith(("http://", "https://")):
        article = _read_address(options, page, portal)
    else:
        article = extract(_body(page), url or _address(page), portal=portal)
    record = _record(article, key)
    if options.as_json:
        print_document(**as_item(record))
    else:
        show_article(record)


def _read_address(options: Options, url: str, portal: Portal | None) -> Article:
    from crawler.extract import extract
    from crawler.single import fetch

    page = fetch(url, options.db, portal)
    return extract(
        page.body, page.url, content_type=page.content_type, fetched=page.at, portal=portal
    )


def _body(page: str) -> bytes:
    try:
        with sys.stdin.buffer if page == "-" else Path(page).open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError as error:
        raise Failure(f"{page} cannot be read ({error.strerror}); give a saved page") from error
    if len(body) > LARGEST:
        raise Failure(f"{page} is larger than {LARGEST // 1024**2} MB: not a page to read")
    return body


def _address(page: str) -> str:
    return "" if page == "-" else Path(page).absolute().as_uri()


def _record(article: Article, key: str | None) -> Record:
    """An article that is not stored, in the form of those that are."""
    from storage.history import Record

    return Record(
        id=None,
        portal=key,
        url=article.url,
        title=article.title,
        published=day_or_time(article.published),
        authors=list(article.authors),
        source=article.source,
        section=article.section,
        summary=article.summary,
        text=article.text,
        images=[{"url": image.url, "caption": image.caption} for image in article.images],
        attachments=[{"name": a.name, "url": a.url, "type": a.type} for a in article.attachments],
        first_seen=None,
        last_seen=None,
        version=None,
        state=None,
    )
