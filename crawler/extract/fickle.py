"""Parameters of files' addresses that are other ones at each fetch: versions, tickets, nonces."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from news.article import Attachment, Image

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

File = TypeVar("File", Image, Attachment)


def fickle(once: Collection[str], again: Collection[str]) -> set[str]:
    """The names of parameters that alone tell the addresses of two fetches of one page apart.

    `once` and `again` are the addresses of one article's files. A parameter by which the article
    tells its own files apart is none, whatever else it does.
    """
    found: set[str] = set()
    for url in set(once) - set(again):
        others = [o for o in set(again) - set(once) if _bare(o) == _bare(url)]
        if len(others) == 1:
            found.update(_differing(url, others[0]))
    return {
        name
        for name in found
        if all(len({without(u, {name}) for u in one}) == len(set(one)) for one in (once, again))
    }


def harmless(names: Collection[str], pages: Sequence[Collection[str]]) -> tuple[str, ...]:
    """These parameters, where most files of several pages are still told apart without them.

    `pages`: the addresses of each article's files. A number by which all files of a portal are
    asked for is needed, even where a page offers another file each time.
    """
    urls = {url for page in pages for url in page}
    bearing = [url for url in urls if without(url, names) != url]
    left = {without(url, names) for url in bearing}
    return tuple(sorted(names)) if len(bearing) > 1 and 2 * len(left) > len(bearing) else ()


def without(url: str, names: Collection[str]) -> str:
    """The address without these parameters, else byte for byte."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name not in names]
    return url if len(kept) == len(pairs) else urlunsplit(parts._replace(query=urlencode(kept)))


def steady(files: Iterable[File], names: Collection[str]) -> tuple[File, ...]:
    """The files by addresses that stand still; of two that are then the same the first."""
    if not names:
        return tuple(files)
    found = {(without(f.url, names)): replace(f, url=without(f.url, names)) for f in _last(files)}
    return tuple(reversed(found.values()))


def _last(files: Iterable[File]) -> Iterator[File]:
    return reversed(tuple(files))


def _bare(url: str) -> tuple[str, str, tuple[str, ...]]:
    parts = urlsplit(url)
    return parts.netloc, parts.path, tuple(sorted(dict(parse_qsl(parts.query))))


def _differing(one: str, other: str) -> Iterator[str]:
    pairs, others = (dict(parse_qsl(urlsplit(url).query)) for url in (one, other))
    return (name for name in pairs if pairs[name] != others.get(name))
