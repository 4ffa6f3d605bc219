"""How the store is laid out: append-only migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from storage.tables import FIRST_TABLES

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("khcn")


@migrations(name="0001_first_tables")
def first_tables(db: Database) -> None:
    """Portals, runs, visits, articles with their versions and changes, and the search table."""
    for statement in _statements(FIRST_TABLES):
        db.execute(statement)


CHANNELS = """
CREATE TABLE channels (                  -- whom news is told; `told`: the last change considered
  name TEXT PRIMARY KEY, told INTEGER NOT NULL, collected TEXT NOT NULL
);
CREATE INDEX visits_run ON visits(run);
CREATE INDEX changes_run ON changes(run);
CREATE INDEX runs_ended ON runs(ended);
"""


@migrations(name="0002_channels")
def channels(db: Database) -> None:
    """How far each channel has been told, and quick ways from a run's end to its changes."""
    for statement in _statements(CHANNELS):
        db.execute(statement)


PROSE = """
ALTER TABLE versions ADD COLUMN prose BLOB;
"""


@migrations(name="0003_prose")
def prose(db: Database) -> None:
    """Each version's body for showing; NULL where it is not made yet."""
    for statement in _statements(PROSE):
        db.execute(statement)


@migrations(name="0004_refusals")
def refusals(db: Database) -> None:
    """How often a channel refused a message for its text, apart from not being there."""
    db.execute("ALTER TABLE outbox ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0")


# Temporary, as raws cannot be dropped: other tables refer to it. Deleted and put in again, its
# rows stand closely, now that they are short.
PACKS = """
CREATE TABLE prose (                     -- storage.prose: a version's body for showing
  version INTEGER PRIMARY KEY REFERENCES versions(id), bytes BLOB NOT NULL
);
ALTER TABLE versions DROP COLUMN prose;
CREATE TABLE packs (                     -- raw pages packed together; `size` before packing
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  portal TEXT REFERENCES portals(key),
  dictionary INTEGER REFERENCES dictionaries(id),
  pages INTEGER NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL
);
INSERT INTO packs (id, portal, dictionary, pages, size, bytes)
  SELECT r.id, coalesce(d.portal, (SELECT a.portal FROM versions v
    JOIN articles a ON a.id = v.article WHERE v.raw = r.id)), r.dictionary, 1, r.size, r.bytes
  FROM raws r LEFT JOIN dictionaries d ON d.id = r.dictionary;
CREATE TEMP TABLE before AS SELECT id, sha256, size FROM raws;
PRAGMA defer_foreign_keys = ON;
DELETE FROM raws;
ALTER TABLE raws DROP COLUMN dictionary;
ALTER TABLE raws DROP COLUMN bytes;
ALTER TABLE raws ADD COLUMN pack INTEGER REFERENCES packs(id);
ALTER TABLE raws ADD COLUMN start INTEGER NOT NULL DEFAULT 0;
INSERT INTO raws (id, sha256, size, pack) SELECT id, sha256, size, id FROM temp.before ORDER BY id;
DROP TABLE temp.before;
CREATE INDEX raws_pack ON raws(pack);
CREATE INDEX packs_single ON packs(portal) WHERE pages = 1;
CREATE INDEX packs_dictionary ON packs(dictionary) WHERE dictionary IS NOT NULL;
DROP INDEX visits_address;
CREATE INDEX visits_address ON visits(address);
"""


@migrations(name="0005_packs")
def packs(db: Database) -> None:
    """Raw pages that stay are packed together with their neighbours; prose stands by itself.

    The prose of the one version before this was packed otherwise: it is made again where asked for.
    """
    for statement in _statements(PACKS):
        db.execute(statement)


FILES = """
CREATE TABLE files (                     -- what articles offer, as last fetched
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  portal TEXT NOT NULL REFERENCES portals(key), url TEXT NOT NULL,
  sha256 TEXT, etag TEXT, last_modified TEXT, checked TEXT NOT NULL,
  restless INTEGER NOT NULL DEFAULT 0,
  run INTEGER REFERENCES runs(id), found TEXT,   -- a hash that waits for its run to be published
  UNIQUE (portal, url)
);
CREATE INDEX files_run ON files(run) WHERE run IS NOT NULL;
"""


@migrations(name="0006_files")
def files(db: Database) -> None:
    """Hashes of the files that articles offer."""
    for statement in _statements(FILES):
        db.execute(statement)


FILES_ONCE = """
CREATE TABLE files_by_address (
  portal TEXT NOT NULL REFERENCES portals(key), url TEXT NOT NULL,
  sha256 TEXT, etag TEXT, last_modified TEXT, checked TEXT NOT NULL,
  restless INTEGER NOT NULL DEFAULT 0,
  run INTEGER REFERENCES runs(id), found TEXT,   -- a hash that waits for its run to be published
  PRIMARY KEY (portal, url)
) WITHOUT ROWID;
INSERT INTO files_by_address
  SELECT portal, url, sha256, etag, last_modified, checked, restless, run, found FROM files;
DROP TABLE files;
ALTER TABLE files_by_address RENAME TO files;
CREATE INDEX files_run ON files(run) WHERE run IS NOT NULL;
"""


@migrations(name="0007_files_once")
def files_once(db: Database) -> None:
    """Addresses of files are long, so that each stands there once and not in an index too."""
    for statement in _statements(FILES_ONCE):
        db.execute(statement)


def _statements(script: str) -> list[str]:
    """The statements of a script; a trigger's own semicolons do not end it."""
    found: list[str] = []
    pending = ""
    for line in script.strip().splitlines():
        pending += line + "\n"
        whole = pending.rstrip().endswith(";")
        if whole and ("CREATE TRIGGER" not in pending or pending.rstrip().endswith("END;")):
            found.append(pending)
            pending = ""
    return found
