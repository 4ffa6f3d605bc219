"""The fields of an article, by export's names: how each is compared, graded and shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from news.grade import SIGNIFICANCE, edited, grade_words
from news.text import normal_form
from news.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from news.article import Article

Form = Literal["gain", "loss", "form"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of plain words, such as the source; the others differ from it where they must.

    A difference has a `form` when a new look of the portal could explain it: one reading lacks
    the field ("gain", "loss"), or both show the same thing in another way ("form").
    """

    name: str

    def value(self, article: Article) -> Hashable:
        """What is compared: equal for two readings that say the same."""
        return self._words(article)

    def same(self, before: Article, after: Article) -> bool:
        """Whether both readings say the same."""
        return self.value(before) == self.value(after)

    def grade(self, before: Article, after: Article) -> str:
        """The name of how much the difference matters."""
        return grade_words(self._words(before).split(), self._words(after).split())

    def show(self, article: Article, other: Article) -> Any:  # noqa: ARG002
        """The field as export shows it; of a long one, what `other` lacks."""
        found = getattr(article, self.name)
        return list(found) if isinstance(found, tuple) else found

    def bears(self, article: Article) -> bool:
        """Whether the article has the field, so that another look could show it otherwise."""
        return bool(getattr(article, self.name))

    def form(self, before: Article, after: Article) -> Form | None:
        """How a new look could explain the difference, if it could."""
        if not self.bears(before):
            return "gain"
        if not self.bears(after):
            return "loss"
        return "form" if self.same_otherwise(before, after) else None

    def same_otherwise(self, before: Article, after: Article) -> bool:  # noqa: ARG002
        """Whether both readings show the same thing in another way."""
        return False

    def _words(self, article: Article) -> str:
        found = getattr(article, self.name)
        return normal_form(found if isinstance(found, str) else "; ".join(found or ()))


class Section(Field):
    """A look names its sections as it likes."""

    __slots__ = ()

    def same_otherwise(self, before: Article, after: Article) -> bool:  # noqa: ARG002
        """Any other name may be the same section's."""
        return True


class Title(Field):
    """The title: read by everybody, so no difference in it weighs little."""

    __slots__ = ()

    def grade(self, before: Article, after: Article) -> str:
        """Never less than 0.6."""
        grade = Field.grade(self, before, after)
        return grade if SIGNIFICANCE[grade] >= SIGNIFICANCE["title"] else "title"


class Published(Field):
    """The publication date: a day, or a time of a day."""

    __slots__ = ()

    def same(self, before: Article, after: Article) -> bool:
        """A day against a time of that day is the same date, shown otherwise."""
        one, other = before.published, after.published
        if isinstance(one, datetime) and isinstance(other, datetime):
            return one == other
        return _day(one) == _day(other)

    def grade(self, before: Article, after: Article) -> str:  # noqa: ARG002
        """A date is figures."""
        return "figure"

    def show(self, article: Article, other: Article) -> str | None:  # noqa: ARG002
        """As the page shows it."""
        return article.published.isoformat() if article.published else None


class Text(Field):
    """The text, line by line."""

    __slots__ = ()

    def value(self, article: Article) -> tuple[str, ...]:
        """Its lines in normal form."""
        return tuple(line for line in map(normal_form, article.text.split("\n")) if line)

    def grade(self, before: Article, after: Article) -> str:
        """By the touched lines; whether it is a rewrite, by the whole."""
        one, other = self.value(before), self.value(after)
        gone, come = edited(one, other)
        grade = grade_words(_split(one[i] for i in gone), _split(other[i] for i in come))
        return grade_words(_split(one), _split(other)) if grade == "rewrite" else grade

    def show(self, article: Article, other: Article) -> str:
        """The lines that the other reading lacks, as they stand."""
        lines = [line for line in article.text.split("\n") if normal_form(line)]
        return "\n".join(lines[i] for i in edited(self.value(article), self.value(other))[0])

    def bears(self, article: Article) -> bool:
        """Whether there is something that looks show in one form or another."""
        return bool(article.images or article.summary) or any(_captions(article))

    def form(self, before: Article, after: Article) -> Form | None:
        """Only what a look adds, leaves out or places otherwise; never what the text says."""
        return "form" if _core(before) == _core(after) else None


class Images(Field):
    """The pictures, by address."""

    __slots__ = ()

    def value(self, article: Article) -> frozenset[str]:
        """Their addresses' identities."""
        return frozenset(canonical(image.url) for image in article.images)

    def grade(self, before: Article, after: Article) -> str:  # noqa: ARG002
        """A picture, whichever."""
        return "image"

    def show(self, article: Article, other: Article) -> list[dict[str, str | None]]:  # noqa: ARG002
        """As export shows them."""
        return [{"url": image.url, "caption": image.caption} for image in article.images]

    def same_otherwise(self, before: Article, after: Article) -> bool:
        """The same files elsewhere: another folder of sizes, another delivery host."""
        one, other = ({_file(i.url) for i in article.images} for article in (before, after))
        return one == other


class Attachments(Field):
    """The files offered, by address and name."""

    __slots__ = ()

    def value(self, article: Article) -> frozenset[tuple[str, str]]:
        """Their addresses' identities with their names."""
        return frozenset((canonical(f.url), normal_form(f.name)) for f in article.attachments)

    def grade(self, before: Article, after: Article) -> str:  # noqa: ARG002
        """A file, whichever."""
        return "attachment"

    def show(self, article: Article, other: Article) -> list[dict[str, str]]:  # noqa: ARG002
        """As export shows them."""
        return [{"name": f.name, "url": f.url, "type": f.type} for f in article.attachments]

    def same_otherwise(self, before: Article, after: Article) -> bool:
        """The same files by another way: a download parameter, another folder or label."""
        one, other = ({_file(f.url) for f in article.attachments} for article in (before, after))
        return one == other


FIELDS: tuple[Field, ...] = (
    Title("title"),
    Published("published"),
    Field("authors"),
    Field("source"),
    Section("section"),
    Field("summary"),
    Text("text"),
    Images("images"),
    Attachments("attachments"),
)


def _day(moment: date | None) -> str | None:
    return moment.isoformat()[:10] if moment else None


def _split(lines: Iterable[str]) -> list[str]:
    return [word for line in lines for word in line.split()]


def _file(url: str) -> str:
    """The name of the file that an address ends in; the whole address where there is none."""
    name = urlsplit(url).path.rpartition("/")[2]
    return name if "." in name else url


def _captions(article: Article) -> set[str]:
    shown = {normal_form(block.text) for block in article.blocks if block.kind == "caption"}
    return shown | {normal_form(image.caption) for image in article.images if image.caption}


def _core(article: Article) -> tuple[str, ...]:
    """The text without what looks show in one form or another: lead, captions, the title again."""
    forms = _captions(article) | {normal_form(article.summary or ""), normal_form(article.title)}
    lines = (normal_form(line) for line in article.text.split("\n"))
    return tuple(line for line in lines if line and line not in forms)
