"""`khcn feed`: the news as an Atom feed."""

from __future__ import annotations

from datetime import date, datetime, time
from html import escape
from typing import TYPE_CHECKING, Any

import click

from app.options import Command, Count, Options, takes_options
from app.output.document import as_item, print_document
from news.zone import VIETNAM
from storage.times import moment, published_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from news.atom import Entry, Feed
    from storage.history import Change
    from storage.store import Store

# What readers of a feed see of each kind; new articles stand under their own title.
KINDS = {
    "appeared": "",
    "edited": "[Sửa] ",
    "retitled": "[Đổi tiêu đề] ",
    "moved": "[Chuyển địa chỉ] ",
    "vanished": "[Đã gỡ] ",
    "returned": "[Đăng lại] ",
}


@click.command(cls=Command)
@click.option("--portal", "portals", metavar="KEY", multiple=True, help="Only this portal.")
@click.option("--query", metavar="Q", help="Only articles with these words, as in search.")
@click.option("--limit", type=Count(1), default=50, show_default=True, metavar="N")
@takes_options
def feed(options: Options, portals: tuple[str, ...], query: str | None, limit: int) -> None:
    """Write what changed as an Atom feed, newest first.

    What was on a portal before it was looked at is no news and left out.
    """
    from app.store import known_portals, opened
    from storage import history

    with opened(options) as store:
        keys = known_portals(store, options, portals)
        which = history.Which(portals=keys, words=query, baseline=False, limit=limit)
        found = history.changes(store, which)[::-1]
        if options.as_json:
            print_document(changes=[as_item(change) for change in found])
            return
        _write(store, found, keys, query)
        hidden = history.count_baseline(store, which)
    if hidden and not options.quiet:
        click.echo(f"{hidden} from before left out", err=True)


def _write(store: Store, found: list[Change], keys: tuple[str, ...], query: str | None) -> None:
    from news.atom import write
    from storage import history

    names = history.portal_names(store)
    entries = [_entry(store, change, names) for change in found]
    click.echo(write(_feed({key: names.get(key, key) for key in keys}, query, entries)), nl=False)


def _feed(portals: Mapping[str, str], query: str | None, entries: list[Entry]) -> Feed:
    """The feed of these portals, each key with its name; a new name makes no other feed of it."""
    from news.atom import BORN, Feed, tag_uri

    subject = ", ".join(portals.values()) or "Tin khoa học và công nghệ"
    title = f"{subject}: {query}" if query else subject
    address = tag_uri("khcn", BORN, "feed", *portals, query or "")
    return Feed(address, title, BORN, "khcn", None, entries)


def _entry(store: Store, change: Change, names: Mapping[str, str]) -> Entry:
    from news.atom import BORN, Entry, tag_uri
    from news.urls import host_of
    from storage import history

    at = moment(change.at).astimezone(VIETNAM)
    record = history.record(store, change.article)
    return Entry(
        id=tag_uri(host_of(change.url) or "khcn", BORN, "change", change.id),
        title=KINDS.get(change.kind, "") + change.title,
        updated=at,
        link=change.url,
        published=_published(published_on(record.published)),
        authors=record.authors or [names.get(change.portal, change.portal)],
        categories=(change.kind, change.portal, record.section or ""),
        summary=record.summary,
        html=_body(change, record.text),
    )


def _published(day: date | None) -> datetime | None:
    if day is None or isinstance(day, datetime):
        return day
    return datetime.combine(day, time(), VIETNAM)


def _body(change: Change, text: str) -> str:
    """The article where it is new, else what changed in it."""
    if not change.fields:
        return "\n".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    before, after = change.before or {}, change.after or {}
    return "\n".join(_field(name, before.get(name), after.get(name)) for name in change.fields)


def _field(name: str, before: Any, after: Any) -> str:
    from news.diff import diff_values
    from news.redline import as_html
    from scheduler.wording import VIETNAMESE

    heading = escape(VIETNAMESE.fields.get(name, name))
    difference = as_html(diff_values(before, after), moved=VIETNAMESE.moved)
    return f"<h4>{heading}</h4>\n{difference}"
