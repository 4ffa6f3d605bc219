"""How well and how fast pages are read, side by side with the installed peers.

    python benchmarks/read.py FOLDER [FOLDER …]

A folder holds `NNN.html` with `NNN.gold.json` (title, date, author, body, optional,
must_not_contain), or `html/ID.html.gz` with `ground-truth.json` (articleBody, url) as in the
public article extraction benchmark. Body score of that benchmark: 4-gram shingles of word
tokens, precision and recall averaged over pages, F1 of the two means, accuracy = exactly the
gold's tokens. Pages with fields are scored with case folded, and their optional lines neither
way. Cost is the median over pages of the CPU time of one reading against one lxml parse of that
page, both in this process, each the best of three rounds through the whole set.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import lxml.html

from crawler.extract import ExtractionError, extract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from news.article import Article

TOKEN = re.compile(r"\w+", re.UNICODE)
Tokens = tuple[str, ...]
ROUNDS = 3


@dataclass(frozen=True)
class Page:
    """One page to read, and what a person took from it."""

    name: str
    html: bytes
    url: str
    body: str
    fold: bool
    gold: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What a reader took from a page; None where it does not look for that field."""

    body: str
    title: str | None = None
    date: str | None = None
    author: str | None = None
    fields: bool = False
    source: str | None = None
    section: str | None = None


def pages(folder: Path) -> Iterator[Page]:
    """The pages of a folder in either format, in a stable order."""
    truth = folder / "ground-truth.json"
    if truth.exists():
        for name, gold in sorted(json.loads(truth.read_text(encoding="utf-8")).items()):
            html = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
            yield Page(name, html, gold["url"], gold["articleBody"], fold=False)
        return
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        html = path.with_name(path.name.replace(".gold.json", ".html")).read_bytes()
        url = gold.get("url") or f"http://example.invalid/{gold['id']}.html"
        yield Page(gold["id"], html, url, gold["body"], fold=True, gold=gold)


def tokens(text: str, *, fold: bool) -> Tokens:
    """Word tokens, NFC; case folded on request."""
    text = unicodedata.normalize("NFC", text)
    return tuple(TOKEN.findall(text.casefold() if fold else text))


def shingles(words: Tokens, length: int = 4) -> Counter[Tokens]:
    """Every run of `length` tokens with its count; a shorter text is one shingle."""
    if len(words) < length:
        return Counter([words] if words else [])
    return Counter(words[start : start + length] for start in range(len(words) - length + 1))


def without(words: Tokens, optional: Iterable[Tokens]) -> Tokens:
    """The tokens less each optional run that stands in them."""
    for run in optional:
        for start in range(len(words) - len(run), -1, -1):
            if run and words[start : start + len(run)] == run:
                words = words[:start] + words[start + len(run) :]
                break
    return words


@dataclass(frozen=True)
class Score:
    """One page's body against its gold."""

    precision: float | None
    recall: float | None
    exact: bool


def body_score(page: Page, predicted: str) -> Score:
    """Shingle precision and recall; precision is None where nothing was predicted."""
    optional = [tokens(str(line), fold=page.fold) for line in page.gold.get("optional", ())]  # type: ignore[attr-defined]
    gold = without(tokens(page.body, fold=page.fold), optional)
    words = tokens(predicted, fold=page.fold)
    words = without(words, [run for run in optional if without(gold, [run]) == gold])
    wanted, got = shingles(gold), shingles(words)
    shared = sum((wanted & got).values())
    precision = shared / sum(got.values()) if got else None
    recall = shared / sum(wanted.values()) if wanted else None
    return Score(precision, recall, gold == words)


def same_text(left: str | None, right: str | None) -> bool:
    """Equal once spaces, case and Unicode form are set aside."""
    return tokens(left or "", fold=True) == tokens(right or "", fold=True)


# Between two persons, and between a person and the office: "A - B", "A, B", "A (Sở B)".
BETWEEN = re.compile(r"\s[-–—]\s|\s?[,;/|()]\s?")


def named(text: str | None) -> set[Tokens]:
    """The persons and offices of a byline, in whatever order and however joined."""
    pieces = {tokens(piece, fold=True) for piece in BETWEEN.split(text or "")}
    return pieces - {()}


def author_right(gold: dict[str, object], found: str | None, source: str | None = None) -> bool:
    """The gold's author or one of its alternatives: each person named, and nobody else.

    A gold that joins person and office is met by the person as author and the office as source.
    """
    accepted = [gold.get("author"), *gold.get("author_alt", ())]  # type: ignore[misc]
    persons, office = named(found), named(source)
    wanted = [named(str(name)) for name in accepted if name]
    return any(bool(persons) and persons <= want <= persons | office for want in wanted)


def read_khcn(page: Page) -> Reading:
    """This project's reader."""
    try:
        article = extract(page.html, page.url, content_type="text/html")
    except ExtractionError:
        return Reading("", fields=True)
    return Reading(
        article.text,
        article.title,
        _day(article),
        _people(article),
        fields=True,
        source=article.source,
        section=article.section,
    )


def _day(article: Article) -> str | None:
    return article.published.isoformat()[:10] if article.published else None


def _people(article: Article) -> str | None:
    return " - ".join(article.authors) or None


def read_trafilatura(page: Page, **options: bool) -> Reading:
    """Trafilatura with its metadata, in its default mode unless told otherwise."""
    import trafilatura

    html = page.html.decode("utf-8", "replace")
    found = trafilatura.bare_extraction(html, url=page.url, with_metadata=True, **options)
    if not found:
        return Reading("", fields=True)
    return Reading(found.text or "", found.title, found.date, found.author, fields=True)


def read_precisely(page: Page) -> Reading:
    """Trafilatura's precision mode."""
    return read_trafilatura(page, favor_precision=True)


def read_readability(page: Page) -> Reading:
    """readability-lxml: the summary's text."""
    from readability import Document

    document = Document(page.html.decode("utf-8", "replace"))
    body = lxml.html.fromstring(document.summary() or "<p></p>").text_content()
    return Reading(body, document.short_title(), fields=True)


def read_justext(page: Page) -> Reading:
    """Paragraphs that jusText calls good, with the stop list of the page's language."""
    import justext

    language = "Vietnamese" if page.fold else "English"
    paragraphs = justext.justext(page.html, justext.get_stoplist(language))
    return Reading("\n".join(p.text for p in paragraphs if not p.is_boilerplate))


def read_resiliparse(page: Page) -> Reading:
    """Resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    html = page.html.decode("utf-8", "replace")
    return Reading(extract_plain_text(html, main_content=True, alt_texts=False))


def read_newspaper(page: Page) -> Reading:
    """newspaper4k in the page's language."""
    import newspaper

    article = newspaper.Article(page.url, language="vi" if page.fold else "en")
    article.download(input_html=page.html.decode("utf-8", "replace"))
    article.parse()
    day = article.publish_date.date().isoformat() if article.publish_date else None
    return Reading(article.text, article.title, day, ", ".join(article.authors), fields=True)


READERS: dict[str, tuple[str | None, Callable[[Page], Reading]]] = {
    "khcn": (None, read_khcn),
    "trafilatura": ("trafilatura", read_trafilatura),
    "trafilatura precision": ("trafilatura", read_precisely),
    "readability-lxml": ("readability", read_readability),
    "justext": ("justext", read_justext),
    "resiliparse": ("resiliparse", read_resiliparse),
    "newspaper4k": ("newspaper", read_newspaper),
}


def installed(module: str | None) -> bool:
    """Whether a peer can be imported here."""
    if module is None:
        return True
    try:
        __import__(module)
    except ImportError:
        return False
    return True


def parse_seconds(pages: list[Page]) -> list[float]:
    """One lxml parse of each page, the best of several rounds through the set."""
    rounds = [
        [_timed(lambda html=page.html: lxml.html.document_fromstring(html)) for page in pages]
        for _ in range(ROUNDS)
    ]
    return [min(times) for times in zip(*rounds, strict=True)]


def _timed(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def table_row(
    name: str, reader: Callable[[Page], Reading], tested: list[Page], parses: list[float]
) -> str:
    """One line of the table: quality of every field, and cost."""
    readings = [_tried(name, reader, page) for page in tested]
    times = [
        [_timed(lambda p=page: _tried("", reader, p)) for page in tested] for _ in range(ROUNDS)
    ]
    best = [min(some) for some in zip(*times, strict=True)]
    ratios = [taken / parse for taken, parse in zip(best, parses, strict=True)]
    return f"{name:<22} {_quality(tested, readings)} {statistics.median(ratios):7.1f}x"


class Quality(NamedTuple):
    """How well the bodies of a set were read: F1 of the mean precision and the mean recall."""

    f1: float
    precision: float
    recall: float
    exact: float


def body_quality(tested: list[Page], readings: list[Reading]) -> Quality:
    """The body scores of a set of pages."""
    scores = [
        body_score(page, reading.body) for page, reading in zip(tested, readings, strict=True)
    ]
    precision = statistics.mean([s.precision for s in scores if s.precision is not None] or [0.0])
    recall = statistics.mean([s.recall for s in scores if s.recall is not None] or [0.0])
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Quality(f1, precision, recall, sum(score.exact for score in scores) / len(scores))


def _tried(name: str, reader: Callable[[Page], Reading], page: Page) -> Reading:
    try:
        return reader(page)
    except Exception as error:  # a peer's crash is a result of the comparison
        if name:
            print(f"  {name} on {page.name}: {type(error).__name__}: {error}")
        return Reading("")


def _quality(tested: list[Page], readings: list[Reading]) -> str:
    body = body_quality(tested, readings)
    shown = f"{body.f1:.4f} {body.precision:.4f} {body.recall:.4f} {body.exact:.3f} "
    return shown + _fields(tested, readings)


def _fields(tested: list[Page], readings: list[Reading]) -> str:
    pairs = [(p, r) for p, r in zip(tested, readings, strict=True) if p.gold]
    if not pairs or not readings[0].fields:
        return " " * 31
    title = sum(same_text(str(p.gold["title"]), r.title) for p, r in pairs)
    date = sum(p.gold["date"] == r.date for p, r in pairs)
    signed = [(p, r) for p, r in pairs if p.gold["author"]]
    author = sum(author_right(p.gold, r.author, r.source) for p, r in signed)
    leaked = sum(leaks(p, r) for p, r in pairs)
    counts = f"{title:3}/{len(pairs):<3} {date:3}/{len(pairs):<3} {author:3}/{len(signed):<3}"
    return f"{counts} {leaked:5} "


def leaks(page: Page, reading: Reading) -> int:
    """How many snippets of the page's furniture stand in the text."""
    body = " ".join(reading.body.split())
    snippets = page.gold.get("must_not_contain", ())
    return sum(" ".join(str(snippet).split()) in body for snippet in snippets)  # type: ignore[attr-defined]


def main() -> None:
    """Print one table a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", help="run this reader alone")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        tested = list(pages(folder))
        parses = parse_seconds(tested)
        print(f"\n{folder.name}: {len(tested)} pages,", end=" ")
        print(f"one lxml parse {statistics.median(parses) * 1e3:.2f} ms")
        print(f"{'':<22} F1     P      R      exact title   date    author  leaks    cost")
        for name, (module, reader) in READERS.items():
            if installed(module) and arguments.only in (None, name):
                print(table_row(name, reader, tested, parses))


if __name__ == "__main__":
    main()
