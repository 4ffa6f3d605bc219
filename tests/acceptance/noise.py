"""Somebody who follows the noisy portal with the `khcn` command, and what its editors did."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.acceptance.person import Answer, Person
    from tests.site.noisy import Deed, Noisy

KEY = "on-ao"
# Of each deed: the kind, the fields, and the grades that a person would accept for it.
WHAT = {
    "sentence_edited": ("edited", ("text",), {"sentence"}),
    "typo_fixed": ("edited", ("text",), {"typo"}),
    "digit_corrected": ("edited", ("text",), {"figure"}),
    "image_swapped": ("edited", ("images",), {"image"}),
    "attachment_swapped": ("edited", ("attachments",), {"attachment"}),
    "retitled": ("retitled", ("title",), {"title", "figure", "sentence"}),
    "moved_by_redirect": ("moved", ("url",), {"moved"}),
    "moved_by_new_slug": ("moved", ("url",), {"moved"}),
    "article_added": ("appeared", (), {"appeared"}),
    "page_restored": ("returned", (), {"returned"}),
    "page_confirmed_gone": ("vanished", (), {"vanished"}),
}
Told = tuple[str, tuple[str, ...], str]


@dataclass
class Follower:
    """A person, the portal, and the last change that the person has read of."""

    person: Person
    portal: Noisy
    last: int = 0
    run: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.person.follows(KEY, self.portal.home)

    def crawls(self, *words: str, later: str | None = None) -> list[dict[str, Any]]:
        """What a crawl told that was not told before, baseline or not."""
        answer = self.types("crawl", KEY, *words, "--json", later=later)
        (self.run,) = answer.json["runs"]
        found = self.person.types("changes", "--json", "--limit", "5000").json["changes"]
        new = [change for change in found if change["id"] > self.last]
        self.last = max((change["id"] for change in found), default=0)
        return new

    def types(self, *words: str, later: str | None = None) -> Answer:
        """A command, as on a day that comes `later` ("+25h")."""
        if later is None:
            return self.person.types(*words)
        return self.person.types(
            *words, before=("faketime", "-f", later), FAKETIME_DONT_FAKE_MONOTONIC="1"
        )


def needs_faketime() -> None:
    if shutil.which("faketime") is None:
        pytest.skip("libfaketime is not installed; Debian: apt-get install faketime")


def expected(deeds: list[Deed]) -> Counter[Told]:
    """Kind, fields and address of what is to be told."""
    return Counter((*WHAT[deed.verb][:2], deed.url) for deed in deeds)


def told(changes: list[dict[str, Any]]) -> Counter[Told]:
    """The same of what was told. The lead stands in the text: who edits it edits the summary too."""
    return Counter((c["kind"], _fields(c), c["url"]) for c in changes)


def _fields(change: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f for f in change["fields"] if f != "summary" or "text" not in change["fields"])


def misgraded(deeds: list[Deed], changes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The deeds whose change does not carry a grade that fits."""
    grades = {change["url"]: change["grade"] for change in changes}
    return [
        (deed.verb, grades.get(deed.url, "untold"))
        for deed in deeds
        if grades.get(deed.url) not in WHAT[deed.verb][2]
    ]
