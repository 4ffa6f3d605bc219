"""Search the articles: words in any spelling, phrases, newest first."""

from __future__ import annotations

import time
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from news.text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.store import Store

Sort = Literal["newest", "rank"]

LONGEST_QUERY = 1_000  # characters; beyond that it is a pasted page, not a question
MOST_TERMS = 64
RANKED = 2_000  # bm25 reads every match: only so many of the newest compete
SECONDS = 5.0  # no question of a person is worth more of the machine
STEPS = 20_000  # of the SQLite machine between two looks at the clock: about a millisecond
AROUND = 60  # characters of text shown on each side of the first match
# What the page shows, or else the day it was first seen, as a clock in Vietnam tells it; a page
# that shows a day only is compared by the day. An undated one that was there from before may be of
# any age and comes last: a portal's old forms and documents would else stand above all its news.
_SHOWN = """coalesce(a.published, CASE WHEN EXISTS (
    SELECT 1 FROM changes c WHERE c.article = a.id AND c.kind = 'appeared' AND c.baseline)
  THEN '0000-00-00' ELSE strftime('%Y-%m-%dT%H:%M:%S', a.first_seen, '+7 hours') END)"""
# What a word processor makes of a quotation mark is one.
_ALIKE = str.maketrans("đĐ“”„«»", 'dD"""""')
OPEN, CLOSE = "\x02", "\x03"  # control characters never survive the reader


class QueryError(ValueError):
    """The words given cannot be searched for; says why."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be found; `since` and `until` are ISO times of Vietnam (+07:00)."""

    portals: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found; `marks` are the (start, end) of the matches inside the snippet."""

    id: int
    portal: str
    url: str
    title: str
    published: str | None
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """How many articles match, and the first of them."""

    total: int
    hits: tuple[Hit, ...]


def expression(words: str) -> str:
    """What a person typed as an FTS5 expression: every word, quoted phrases whole.

    The words are folded as the column `folded` is (đ to d; the tokenizer takes the tones off),
    and quoted, so that nothing in them is an operator. A star after a word asks for its beginning.
    """
    if len(words) > LONGEST_QUERY:
        raise QueryError(
            f"the query has {len(words)} characters; ask in at most {LONGEST_QUERY} of them"
        )
    terms = [term for term in _terms(_clean(words)) if _has_token(term)]
    if not terms:
        raise QueryError("the query is empty; give a word or a letter to search for")
    if len(terms) > MOST_TERMS:
        raise QueryError(f"the query has {len(terms)} words; ask with at most {MOST_TERMS}")
    return " ".join(_quoted(term) for term in terms)


def search(
    store: Store,
    words: str,
    filters: Filters = Filters(),
    *,
    sort: Sort = "newest",
    limit: int = 20,
) -> Found:
    """The articles that hold all the words; raises QueryError."""
    match = expression(words)
    with _time_limit(store):
        total, ids = _matching(store, match, filters, sort, limit)
        return Found(total, tuple(_hits(store, match, ids)))


def _clean(words: str) -> str:
    whole = words.encode("utf-8", "ignore").decode()
    kept = "".join(c if unicodedata.category(c) not in {"Cc", "Cs"} else " " for c in whole)
    return unicodedata.normalize("NFC", kept).translate(_ALIKE)


def _terms(words: str) -> Iterator[str]:
    """Words outside quotes, phrases inside; a quote left open runs to the end."""
    for position, part in enumerate(words.split('"')):
        if position % 2:
            yield part
        else:
            yield from part.split()


def _has_token(term: str) -> bool:
    """True where the tokenizer would find a letter or a digit to search for."""
    return any(unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Co" for c in term)


def _quoted(term: str) -> str:
    prefix = len(term) > 1 and term.endswith("*")
    return f'"{term.rstrip("*")}"{" *" if prefix else ""}'


def _matching(
    store: Store, match: str, filters: Filters, sort: Sort, limit: int
) -> tuple[int, list[int]]:
    where, values = _conditions(store, filters)
    found = f"""
        SELECT a.id, {_SHOWN} AS day
        FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid
        WHERE articles_fts MATCH :match {where}"""  # noqa: S608 - only our own conditions
    values |= {"match": match, "limit": limit, "ranked": RANKED}
    total = store.row(f"SELECT count(*) FROM ({found})", values)[0]  # noqa: S608
    if sort == "rank":
        order = f"""
            SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match AND +rowid IN
              (SELECT id FROM ({found}) ORDER BY day DESC, id DESC LIMIT :ranked)
            ORDER BY bm25(articles_fts, 8.0, 1.0, 1.0), rowid DESC LIMIT :limit"""  # noqa: S608
    else:
        order = f"SELECT id FROM ({found}) ORDER BY day DESC, id DESC LIMIT :limit"  # noqa: S608
    return total, [row[0] for row in store.rows(order, values)]


def _conditions(store: Store, filters: Filters) -> tuple[str, dict[str, Any]]:
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if filters.portals:
        conditions.append(f"a.portal IN ({_names('portal', filters.portals, values)})")
    if filters.section is not None:
        sections = _sections_like(store, filters.section)
        conditions.append(f"a.section IN ({_names('section', sections, values)})")
    if filters.since:
        conditions.append(f"{_SHOWN} >= substr(:since, 1, length({_SHOWN}))")
        values["since"] = filters.since
    if filters.until:
        conditions.append(f"{_SHOWN} <= :until")
        values["until"] = filters.until
    return "".join(f" AND {condition}" for condition in conditions), values


def _names(prefix: str, items: Sequence[str], values: dict[str, Any]) -> str:
    names = {f"{prefix}{number}": item for number, item in enumerate(items)}
    values |= names
    return ", ".join(f":{name}" for name in names)


def _sections_like(store: Store, words: str) -> list[str]:
    """The stored section names that hold these words, in any spelling."""
    wanted = fold(squeeze(words))
    rows = store.rows("SELECT DISTINCT section FROM articles WHERE section IS NOT NULL")
    return [section for (section,) in rows if wanted in fold(section)]


@contextmanager
def _time_limit(store: Store) -> Iterator[None]:
    """Ends a query that runs away."""
    end = time.monotonic() + SECONDS
    store.db.conn.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        yield
    finally:
        store.db.conn.set_progress_handler(None, 0)


def _hits(store: Store, match: str, ids: Sequence[int]) -> Iterator[Hit]:
    for article in ids:
        row = store.row(
            """SELECT a.portal, a.url, a.title, a.published, a.text,
                      highlight(articles_fts, 2, :open, :close)
               FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid
               WHERE articles_fts MATCH :match AND articles_fts.rowid = :id""",
            {"match": match, "id": article, "open": OPEN, "close": CLOSE},
        )
        portal, url, title, published, text, marked = row
        snippet, marks = _snippet(text, _inside(_marks(marked), len(title) + 1))
        yield Hit(article, portal, url, title, published, snippet, marks)


def _marks(marked: str) -> list[tuple[int, int]]:
    """Where the matches lie in the unmarked text."""
    spans: list[tuple[int, int]] = []
    start = position = 0
    for letter in marked:
        if letter == OPEN:
            start = position
        elif letter == CLOSE:
            spans.append((start, position))
        else:
            position += 1
    return spans


def _inside(marks: list[tuple[int, int]], offset: int) -> list[tuple[int, int]]:
    """The matches of the text: `folded` is the title, a line end, the text, letter for letter."""
    return [(start - offset, end - offset) for start, end in marks if start >= offset]


def _snippet(
    text: str, marks: Sequence[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words around the first match, and the matches in them; the beginning without one."""
    first = marks[0] if marks else (0, 0)
    start = _word_start(text, max(0, first[0] - AROUND))
    end = _word_end(text, max(first[1] + AROUND, start + 2 * AROUND))
    lead = "…" if start else ""
    snippet = lead + text[start:end].replace("\n", " ").replace("\t", " ")
    shift = len(lead) - start
    inside = tuple((a + shift, b + shift) for a, b in marks if start <= a and b <= end)
    return snippet + ("…" if end < len(text) else ""), inside


def _word_start(text: str, position: int) -> int:
    if position == 0:
        return 0
    space = text.rfind(" ", 0, position + 1)
    return space + 1 if space >= 0 and position - space < AROUND else position


def _word_end(text: str, position: int) -> int:
    if position >= len(text):
        return len(text)
    space = text.find(" ", position)
    return space if 0 <= space < position + AROUND else position
