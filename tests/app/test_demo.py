"""The demo tells the truth: what its editors did, all of it, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING

import pytest

from app.commands.demo import demo
from app.demo.day import clear, live_a_day, whole
from app.demo.newsroom import samples
from app.failure import Failure
from crawler.progress import Unwatched
from storage import history
from storage.errors import StoreError
from storage.store import read_store

if TYPE_CHECKING:
    from pathlib import Path

    from app.demo.day import Day


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Day, float]:
    """The day, and what it cost in seconds of the processor, which nobody else's work makes more."""
    begun = process_time()
    day = live_a_day(tmp_path_factory.mktemp("demo") / "demo.db", Unwatched())
    return day, process_time() - begun


@pytest.fixture
def day(lived: tuple[Day, float]) -> Day:
    return lived[0]


def test_there_are_forty_stories_and_more_on_five_portals_of_five_systems() -> None:
    found = samples()
    assert len(found) >= 5
    assert len({type(sample.portal.look) for sample in found}) == len(found)
    assert all(len(sample.portal.site.stories) >= 9 for sample in found)


def test_every_story_is_stored_once(day: Day) -> None:
    with read_store(day.db) as store:
        stored = Counter((r.portal, r.title) for r in history.records(store))
    told = Counter(
        (sample.key, story.title)
        for sample in samples()
        for story in (*sample.portal.site.stories, *filter(None, [sample.later]))
    )
    assert stored == told


def test_every_story_is_read_to_the_word(day: Day) -> None:
    with read_store(day.db) as store:
        texts = {(r.portal, r.title): r.text for r in history.records(store)}
    for sample in samples():
        edited = sample.edit[0] if sample.edit else None
        for story in sample.portal.site.stories:
            if story.number != edited:
                assert texts[sample.key, story.title] == story.text


def test_the_second_crawl_reports_the_edit_and_the_addition_and_nothing_else(day: Day) -> None:
    deeds = {deed.verb: deed for deed in day.deeds}
    found = sorted((change.kind, change.portal, change.title) for change in day.changes)
    assert found == sorted(
        (kind, deeds[verb].portal, deeds[verb].title)
        for kind, verb in (("appeared", "added"), ("edited", "edited"))
    )
    (edit,) = (change for change in day.changes if change.kind == "edited")
    assert (edit.fields, edit.grade) == (["text"], "sentence")


def test_the_deleted_story_is_suspected(day: Day) -> None:
    gone = [deed.title for deed in day.deeds if deed.verb == "deleted"]
    assert [record.title for record in day.suspected] == gone


def test_both_crawls_of_every_portal_are_sound_and_quick(lived: tuple[Day, float]) -> None:
    day, seconds = lived
    assert {run.outcome for run in day.first + day.second} == {"ok"}
    assert seconds < 60


def test_the_command_shows_what_was_found_and_what_to_type_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = demo.main(["--db", str(tmp_path / "d.db")], standalone_mode=False)
    said = capsys.readouterr().out
    assert code == 0
    assert "[-" in said
    assert "suspected" in said
    assert "khcn search" in said


@pytest.mark.slow
def test_the_command_says_the_same_as_one_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = demo.main(["--json", "--db", str(tmp_path / "d.db")], standalone_mode=False)
    document = json.loads(capsys.readouterr().out)
    assert code == 0
    assert len(document["runs"]) == 10
    assert len(document["changes"]) == 2


def test_a_database_of_real_portals_is_not_erased(day: Day, tmp_path: Path) -> None:
    db = tmp_path / "mine.db"
    db.write_bytes(day.db.read_bytes())
    clear(db, ours=False)
    assert not db.exists()
    db.write_text("no database at all, but somebody's")
    with pytest.raises(StoreError, match=r"mine\.db"):
        clear(db, ours=False)
    assert db.exists()


def test_a_portal_of_ones_own_stops_the_demo(
    day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = tmp_path / "mine.db"
    db.write_bytes(day.db.read_bytes())
    monkeypatch.setattr("app.demo.day.samples", list)
    with pytest.raises(Failure, match="portals of yours"):
        clear(db, ours=False)


def test_a_demo_that_is_cut_off_tells_no_tale(day: Day) -> None:
    assert whole(list(day.first)) == list(day.first)
    cut = replace(day.first[0], outcome="interrupted", reason="sigint")
    with pytest.raises(Failure, match="stopped") as stopped:
        whole([*day.first, cut])
    assert stopped.value.code == 130
