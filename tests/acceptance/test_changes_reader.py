"""Another reader: no change by itself, no edit hidden by it, and a list of what it reads anew."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.noise import Follower, expected, told
from tests.site.noisy import noisy

if TYPE_CHECKING:
    from tests.acceptance.person import Person

OTHER = (sys.executable, "-m", "tests.acceptance.other_reader")


@pytest.mark.slow
def test_a_new_reader_tells_edits_alone_and_reread_lists_what_it_reads_otherwise(
    person: Person,
) -> None:
    with noisy("toolbar", count=20) as portal:
        follower = Follower(person, portal)
        assert follower.crawls()
        texts = {one["id"]: one["text"] for one in person.export()}
        again = person.runs(*OTHER, "reread", "--dry-run", "--json").json["articles"]
        other = {one["article"] for one in again if one["fields"] == ["text"]}
        assert other == {number for number, text in texts.items() if "\n" in text}
        deeds = portal.digit_corrected(2)
        assert person.runs(*OTHER, "crawl", "on-ao", "--full", "--json").code == 0
        fresh = [c for c in person.changes() if c["id"] > follower.last]
        assert told(fresh) == expected(deeds)
        edited = {change["article"] for change in fresh}
        for one in person.export():
            before = texts[one["id"]].split("\n")
            if one["id"] not in edited:
                assert one["text"].split("\n") == (before[:-1] or before)
        assert person.runs(*OTHER, "reread", "--json").json["articles"] == []
        back = person.types("reread", "--json").json["articles"]
        assert {one["article"] for one in back} == other
        assert {one["id"]: one["text"] for one in person.export() if one["id"] not in edited} == {
            number: text for number, text in texts.items() if number not in edited
        }


def test_what_was_masked_is_shown_with_its_last_two_values(person: Person) -> None:
    with noisy("toolbar", count=20) as portal:
        follower = Follower(person, portal)
        assert follower.crawls()
    noise = person.types("show", "1", "--noise", "--json").json["noise"]
    ticking = [one for one in noise if one["why"] == "turns"]
    assert ticking
    assert all(len(set(one["values"])) == 2 for one in ticking)
    text = person.types("show", "1", "--json").json["text"]
    assert not any(value in text for one in noise for value in one["values"])
