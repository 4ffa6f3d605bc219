"""The pure decider: what differs between two readings of an article, and how much it matters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from news.fields import FIELDS
from news.grade import SIGNIFICANCE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from news.article import Article
    from news.fields import Field

# A new look shows itself on three pages at least, and on most of those that could show it.
_LEAST = 3
# Where every page that had a field lost it, five say that the look no longer shows it.
_LEAST_LOST = 5
# What a page shows or not by its look, one page of it alone: nobody dates or signs an article in
# the very hour of a redesign, but many looks leave that out on some pages.
OTHER_LOOK = frozenset(
    f"{name}:{how}"
    for name in ("published", "authors", "source", "section", "summary")
    for how in ("gain", "loss")
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Which fields differ, by export's names, and how much that matters.

    `before` and `after` hold those fields as export shows them; of the text, the touched
    paragraphs. `forms` are the differences that a new look of the portal could explain, such as
    "section:form" or "attachments:loss".
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

    `ignore` are forms that are the portal's doing, not the article's: a field that differs in
    such a form alone does not differ.
    """
    differing = [look for look in FIELDS if not look.same(before, after)]
    forms = {look.name: _form(look, before, after) for look in differing}
    found = [look for look in differing if forms[look.name] not in ignore]
    explained = frozenset(form for form in forms.values() if form)
    if not found:
        return Difference(forms=explained)
    # A lead stands in the text, which says how much of the article was touched.
    weighed = [look for look in found if look.name != "summary" or len(found) == 1]
    grade = max((look.grade(before, after) for look in weighed), key=SIGNIFICANCE.__getitem__)
    return Difference(
        fields=tuple(look.name for look in found),
        significance=SIGNIFICANCE[grade],
        grade=grade,
        before={look.name: look.show(before, after) for look in found},
        after={look.name: look.show(after, before) for look in found},
        forms=explained,
    )


def stands(first: Difference, second: Difference) -> bool:
    """Whether two looks, a moment apart, differ alike from what is stored, in any field.

    What an editor wrote is still there; what turns at each look is another thing each time.
    """
    return any(
        bool(_parts(first.after, name) & _parts(second.after, name))
        or not (_parts(first.after, name) | _parts(second.after, name))
        for name in set(first.fields) & set(second.fields)
    )


def is_other_page(first: Article, second: Article) -> bool:
    """Whether the second look at an article met another page, such as a wall that asks to wait.

    What turns on a page leaves its title or most of its text as they are.
    """
    found = compare(first, second)
    return {"title", "text"} <= set(found.fields) and found.grade == "rewrite"


def _parts(shown: dict[str, Any], name: str) -> set[str]:
    """The lines or members of a field as export shows it."""
    value = shown.get(name)
    members = value if isinstance(value, list) else str(value or "").split("\n")
    return {str(member) for member in members if member}


def _form(look: Field, before: Article, after: Article) -> str | None:
    form = look.form(before, after)
    return f"{look.name}:{form}" if form else None


def portal_wide(looked: Sequence[tuple[Article, Collection[str]]]) -> frozenset[str]:
    """The forms that are a new look of the portal: each article looked at, with its forms.

    One article may gain a caption; a whole portal gains captions by a new look. A field that one
    look lacks has to be gained or lost by most pages, one that is shown otherwise by most of the
    pages that have it.
    """
    counts = Counter(form for _, forms in looked for form in forms)
    return frozenset(form for form, count in counts.items() if _is_look(form, count, looked))


def _is_look(form: str, count: int, looked: Sequence[tuple[Article, Collection[str]]]) -> bool:
    name, _, how = form.partition(":")
    look = next(look for look in FIELDS if look.name == name)
    bearing = sum(look.bears(article) or form in forms for article, forms in looked)
    if how == "loss" and count == bearing >= _LEAST_LOST:
        return True
    return count >= _LEAST and count * 2 > (bearing if how == "form" else len(looked))
