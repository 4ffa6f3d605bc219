"""A file replaced under its old address and name is told; one that only looks new is not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256

import pytest

from app.demo.web import Host, Reply
from storage.store import open_store
from tests.acceptance.desk import Desk
from tests.acceptance.person import Person

OLD, NEW = b"%PDF-1.4 ban cu", b"%PDF-1.4 ban moi"
STORIES = 5  # of which one, at the share of a fifth, has its file looked at


@dataclass
class FilingDesk(Desk):
    """A portal whose texts each offer a file; it says how it serves them."""

    files: dict[str, bytes] = field(default_factory=dict)
    has_new_tag: bool = False
    is_restless: bool = False
    is_down: bool = False
    fetched: int = 0

    def answer(self, request):
        name = request.path.removeprefix("/tep/")
        if name not in self.files:
            return super().answer(request)
        self.fetched += 1
        if self.is_down:
            return Reply(200, b"<html><body>Bao tri</body></html>")
        body = self.files[name] + (str(self.fetched).encode() if self.is_restless else b"")
        tag = f'"{self.fetched if self.has_new_tag else sha256(body).hexdigest()}"'
        if request.headers.get("If-None-Match") == tag:
            return Reply(304, headers=(("ETag", tag),))
        return Reply(200, body, "application/pdf", (("ETag", tag),))


@dataclass
class Clerk:
    """A person who follows that portal, day after day."""

    person: Person
    desk: FilingDesk

    def crawls(self):
        """A day later: every article is read again, and some of the files are due."""
        with open_store(self.person.db) as store, store.writing() as conn:
            conn.execute("UPDATE files SET checked = '2020-01-01T00:00:00+00:00'")
        (run,) = self.person.crawls("dong-sim", "--full")
        return run

    def sees_the_file(self):
        self.crawls()
        assert self.desk.fetched


@pytest.fixture
def clerk(tmp_path):
    person, desk = Person(tmp_path), FilingDesk()
    for n in range(STORIES):
        papers = (f"ke-hoach-{n}.pdf",) if n == 1 else ()
        desk.files |= dict.fromkeys(papers, OLD)
        desk.puts(replace(desk.notice(n + 1), papers=papers))
    with Host(desk) as host:
        person.writes("dong-sim", f'name = "Sở Khoa học và Công nghệ"\nhome = "{host.home}"\n')
        (run,) = person.crawls("dong-sim")
        assert (run["outcome"], run["appeared"], desk.fetched) == ("ok", STORIES, 0)
        found = Clerk(person, desk)
        found.sees_the_file()
        yield found


def test_a_replaced_file_is_told_once(clerk):
    clerk.desk.files["ke-hoach-1.pdf"] = NEW
    runs = [clerk.crawls() for _ in range(2)]
    assert [(run["edited"], run["unchanged"]) for run in runs] == [(1, STORIES - 1), (0, STORIES)]
    (change,) = clerk.person.changes()
    assert (change["kind"], change["fields"], change["grade"]) == (
        "edited",
        ["attachments"],
        "attachment",
    )
    assert change["from_version"] == change["to_version"] == 1
    for side, body in (("before", OLD), ("after", NEW)):
        (file,) = change[side]["attachments"]
        assert file["sha256"] == sha256(body).hexdigest()
        assert file["url"].endswith("/tep/ke-hoach-1.pdf")
    said = clerk.person.types("diff", f"C{change['id']}").out
    assert sha256(NEW).hexdigest() in said
    (record,) = [r for r in clerk.person.export() if r["id"] == change["article"]]
    assert set(record["attachments"][0]) == {"name", "url", "type"}


@pytest.mark.slow
def test_files_that_stand_still_are_silent(clerk):
    before = clerk.desk.fetched
    clerk.crawls()
    assert clerk.person.changes() == []
    assert clerk.desk.fetched > before


@pytest.mark.slow
def test_a_new_tag_with_the_same_bytes_is_silent(clerk):
    clerk.desk.has_new_tag = True
    clerk.crawls()
    assert clerk.person.changes() == []


@pytest.mark.slow
def test_files_made_anew_for_every_visitor_are_silent(clerk):
    clerk.desk.is_restless = True
    clerk.crawls()
    assert clerk.person.changes() == []
    asked = clerk.desk.fetched
    clerk.crawls()
    assert clerk.desk.fetched == asked, "what says nothing is asked for no more"


@pytest.mark.slow
def test_a_page_in_the_place_of_a_file_is_no_file(clerk):
    clerk.desk.is_down = True
    clerk.crawls()
    assert clerk.person.changes() == []
    clerk.desk.is_down = False
    clerk.crawls()
    assert clerk.person.changes() == []


@pytest.mark.slow
def test_files_cost_a_share_of_what_is_read_again(clerk):
    before = clerk.desk.fetched
    for number in range(10):
        path = clerk.desk.puts(replace(clerk.desk.notice(30), papers=(f"tep-{number}.pdf",)))
        assert path in clerk.desk.pages
        clerk.desk.files[f"tep-{number}.pdf"] = OLD
    clerk.crawls()
    clerk.crawls()
    assert clerk.desk.fetched - before <= 1 + (STORIES + 10) // 5
