"""The pure decider: what differs between two readings of an article, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Indel, Levenshtein

from news.text import normal_form
from news.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

    from news.article import Article

# How much a difference matters, by name. A figure is any digit of text or date.
SIGNIFICANCE = {
    "typo": 0.2,
    "wording": 0.3,
    "image": 0.4,
    "attachment": 0.6,
    "title": 0.6,
    "figure": 0.6,
    "sentence": 0.7,
    "rewrite": 0.9,
    "appeared": 1.0,
    "vanished": 1.0,
    "returned": 1.0,
    "moved": 1.0,
}
_TYPO_EDITS = 2  # letters; more is another word
_WORDING = 3  # words; more is a statement of its own
_REWRITTEN = 0.5  # of the words; beyond that little of the old text stands


@dataclass(frozen=True, slots=True)
class Difference:
    """Which fields differ, by export's names, and how much that matters.

    `before` and `after` hold those fields as export shows them; of the text, the touched
    paragraphs. `forms` names the fields that differ in a way that a new look of the portal could
    explain: shown by one reading alone, or shown in another form.
    """

    fields: tuple[str, ...] = ()
    significance: float = 0.0
    grade: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    forms: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.fields)

    @property
    def kind(self) -> str:
        """`retitled` when nothing but the title differs, else `edited`."""
        return "retitled" if self.fields == ("title",) else "edited"


def compare(before: Article, after: Article, *, ignore: Collection[str] = ()) -> Difference:
    """What differs between two readings by one reader.

    `ignore` names fields whose difference in form is the portal's doing, not the article's: they
    are left out where one reading lacks them or shows them in another form, never otherwise.
    """
    found = {name: look for name, look in _LOOKS.items() if not look.same(before, after)}
    forms = frozenset(name for name, look in found.items() if look.form(before, after))
    for name in forms & frozenset(ignore):
        if name != "text" or _core(before) == _core(after):
            del found[name]
    if not found:
        return Difference(forms=forms)
    grades = [look.grade(before, after) for look in found.values()]
    grade = max(grades, key=SIGNIFICANCE.__getitem__)
    was, now = _shown(found, before, after), _shown(found, after, before)
    return Difference(tuple(found), SIGNIFICANCE[grade], grade, was, now, forms)


def _shown(found: Collection[str], one: Article, other: Article) -> dict[str, Any]:
    return {name: _LOOKS[name].show(one, other) for name in found}


@dataclass(frozen=True, slots=True)
class _Look:
    """How one field is compared: by `value`, graded by `grade`, shown by `show`."""

    value: Callable[[Article], Hashable]
    grade: Callable[[Article, Article], str]
    show: Callable[[Article, Article], Any]
    form: Callable[[Article, Article], bool]

    def same(self, before: Article, after: Article) -> bool:
        return self.value(before) == self.value(after)


def grade_words(before: Sequence[str], after: Sequence[str]) -> str:
    """The grade of a difference between two texts, each as its words."""
    edits = [e for e in Indel.opcodes(before, after) if e.tag != "equal"]
    removed = [word for e in edits for word in before[e.src_start : e.src_end]]
    added = [word for e in edits for word in after[e.dest_start : e.dest_end]]
    touched = max(len(removed), len(added))
    if touched > _WORDING and touched > _REWRITTEN * max(len(before), len(after)):
        return "rewrite"
    if touched > _WORDING:
        return "sentence"
    if any(letter.isdigit() for word in (*removed, *added) for letter in word):
        return "figure"
    if len(removed) == len(added) == 1 and _close(removed[0], added[0]):
        return "typo"
    return "wording"


def _close(one: str, other: str) -> bool:
    return Levenshtein.distance(one, other, score_cutoff=_TYPO_EDITS) <= _TYPO_EDITS


def _lines(article: Article) -> tuple[str, ...]:
    return tuple(line for line in map(normal_form, article.text.split("\n")) if line)


def _core(article: Article) -> tuple[str, ...]:
    """The text without what looks show in one form or another: lead, captions, the title again."""
    forms = {normal_form(block.text) for block in article.blocks if block.kind == "caption"}
    forms |= {normal_form(image.caption) for image in article.images if image.caption}
    forms |= {normal_form(article.summary or ""), normal_form(article.title)}
    return tuple(line for line in _lines(article) if line not in forms)


def _edited(before: Sequence[str], after: Sequence[str]) -> tuple[list[int], list[int]]:
    """The indexes of each text's lines that the other lacks, in place."""
    edits = [e for e in Indel.opcodes(before, after) if e.tag != "equal"]
    gone = [index for e in edits for index in range(e.src_start, e.src_end)]
    come = [index for e in edits for index in range(e.dest_start, e.dest_end)]
    return gone, come


def _touched(one: Article, other: Article) -> str:
    """The lines that the other reading lacks, as they stand."""
    shown = [line for line in one.text.split("\n") if normal_form(line)]
    return "\n".join(shown[index] for index in _edited(_lines(one), _lines(other))[0])


def _grade_text(before: Article, after: Article) -> str:
    one, other = _lines(before), _lines(after)
    gone, come = _edited(one, other)
    grade = grade_words(_split(one[i] for i in gone), _split(other[i] for i in come))
    if grade == "rewrite":  # of the touched lines; the whole text is what counts
        return grade_words(_split(one), _split(other))
    return grade


def _split(lines: Iterable[str]) -> list[str]:
    return [word for line in lines for word in line.split()]


def _grade_title(before: Article, after: Article) -> str:
    """A title is read by everybody: never less than 0.6."""
    grade = grade_words(normal_form(before.title).split(), normal_form(after.title).split())
    return grade if SIGNIFICANCE[grade] >= SIGNIFICANCE["title"] else "title"


def _day(moment: date | None) -> str | None:
    return moment.isoformat()[:10] if moment else None


def _same_day(before: Article, after: Article) -> bool:
    """A day against a time of that day is the same date, shown otherwise."""
    one, other = before.published, after.published
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one == other
    return _day(one) == _day(other)


class _Date(_Look):
    """The publication date: a day, or a time of a day."""

    __slots__ = ()

    def same(self, before: Article, after: Article) -> bool:
        return _same_day(before, after)


def _plain(name: str) -> _Look:
    """A field of plain words, such as the source."""

    def value(article: Article) -> str:
        found = getattr(article, name)
        return normal_form(found if isinstance(found, str) else "; ".join(found or ()))

    def show(article: Article, _other: Article) -> Any:
        found = getattr(article, name)
        return list(found) if isinstance(found, tuple) else found

    def grade(before: Article, after: Article) -> str:
        return grade_words(value(before).split(), value(after).split())

    def form(before: Article, after: Article) -> bool:
        one, other = value(before), value(after)
        return not one or not other or name == "section"

    return _Look(value, grade, show, form)


def _only_one_has(name: str) -> Callable[[Article, Article], bool]:
    return lambda before, after: bool(getattr(before, name)) != bool(getattr(after, name))


def _images(article: Article) -> frozenset[str]:
    return frozenset(canonical(image.url) for image in article.images)


def _files(article: Article) -> frozenset[tuple[str, str]]:
    return frozenset((canonical(file.url), normal_form(file.name)) for file in article.attachments)


def _text_form(before: Article, after: Article) -> bool:
    return _core(before) == _core(after) or _only_one_has("text")(before, after)


_LOOKS: dict[str, _Look] = {
    "title": _Look(
        lambda a: normal_form(a.title), _grade_title, lambda a, _: a.title, _only_one_has("title")
    ),
    "published": _Date(
        lambda a: _day(a.published),
        lambda _before, _after: "figure",
        lambda a, _: a.published.isoformat() if a.published else None,
        _only_one_has("published"),
    ),
    "authors": _plain("authors"),
    "source": _plain("source"),
    "section": _plain("section"),
    "summary": _plain("summary"),
    "text": _Look(_lines, _grade_text, _touched, _text_form),
    "images": _Look(
        _images,
        lambda _before, _after: "image",
        lambda a, _: [{"url": i.url, "caption": i.caption} for i in a.images],
        _only_one_has("images"),
    ),
    "attachments": _Look(
        _files,
        lambda _before, _after: "attachment",
        lambda a, _: [{"name": f.name, "url": f.url, "type": f.type} for f in a.attachments],
        _only_one_has("attachments"),
    ),
}


def portal_wide(forms: Sequence[Collection[str]], looked: int) -> frozenset[str]:
    """The fields whose form differs on most of the pages that were looked at, three at least.

    One article may gain a caption; a whole portal gains them by a new look.
    """
    names = {name for found in forms for name in found}
    counts = {name: sum(name in found for found in forms) for name in names}
    return frozenset(n for n, count in counts.items() if count >= 3 and count * 2 > looked)
