"""How the store is laid out: append-only migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("khcn")

# Times are ISO 8601 UTC with offset ("2026-11-22T04:00:00+00:00"); `published` and `updated` stand
# as the page shows them. JSON columns hold lists or objects, never a Python repr.
FIRST_TABLES = """
CREATE TABLE portals (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, home TEXT NOT NULL,
  health TEXT, health_reason TEXT, health_since TEXT,
  retry_after TEXT
);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  portal TEXT NOT NULL REFERENCES portals(key),
  mode TEXT NOT NULL,            -- incremental, full, since
  stage TEXT NOT NULL,           -- crawling, gated, publishing, done
  outcome TEXT, reason TEXT, message TEXT,
  started TEXT NOT NULL, ended TEXT,
  baseline INTEGER NOT NULL DEFAULT 0,
  complete INTEGER NOT NULL DEFAULT 0,   -- every listing walked as far as the mode asks
  forms TEXT NOT NULL DEFAULT '[]',      -- fields that differ by the portal's look, not its news
  requests INTEGER NOT NULL DEFAULT 0, pages INTEGER NOT NULL DEFAULT 0,
  appeared INTEGER NOT NULL DEFAULT 0, edited INTEGER NOT NULL DEFAULT 0,
  retitled INTEGER NOT NULL DEFAULT 0, moved INTEGER NOT NULL DEFAULT 0,
  vanished INTEGER NOT NULL DEFAULT 0, returned INTEGER NOT NULL DEFAULT 0,
  suspected INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,
  pid INTEGER
);
CREATE INDEX runs_portal ON runs(portal, id);
CREATE TABLE articles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  portal TEXT NOT NULL REFERENCES portals(key),
  state TEXT NOT NULL DEFAULT 'live',    -- live, suspected, gone
  url TEXT NOT NULL,
  title TEXT NOT NULL, published TEXT, section TEXT, text TEXT NOT NULL,
  folded TEXT GENERATED ALWAYS AS
    (replace(replace(title || char(10) || text, 'đ', 'd'), 'Đ', 'D')) VIRTUAL,
  version INTEGER NOT NULL DEFAULT 1,
  text_digest TEXT NOT NULL, content_digest TEXT NOT NULL,
  first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, missing_since TEXT
);
CREATE INDEX articles_portal ON articles(portal, state);
CREATE INDEX articles_text_digest ON articles(text_digest);
CREATE TABLE addresses (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  portal TEXT NOT NULL REFERENCES portals(key),
  article INTEGER REFERENCES articles(id),
  url TEXT NOT NULL, key TEXT NOT NULL,  -- key: the canonical identity of the address
  role TEXT NOT NULL,                    -- main, alias, former, listing, other
  etag TEXT, last_modified TEXT,
  proven INTEGER NOT NULL DEFAULT 0,     -- how often in a row the validators told the truth
  visits INTEGER NOT NULL DEFAULT 0, visited TEXT, fetched TEXT, status INTEGER,
  UNIQUE (portal, key)
);
CREATE INDEX addresses_article ON addresses(article);
CREATE TABLE raws (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
  dictionary INTEGER REFERENCES dictionaries(id),   -- what `bytes` is packed against; NULL: nothing
  bytes BLOB NOT NULL                               -- zstd
);
CREATE TABLE dictionaries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  portal TEXT NOT NULL REFERENCES portals(key)
);
CREATE TABLE dictionary_pages (                     -- whole pages, each packed by itself
  dictionary INTEGER NOT NULL REFERENCES dictionaries(id),
  position INTEGER NOT NULL, raw INTEGER NOT NULL REFERENCES raws(id),
  PRIMARY KEY (dictionary, position)
) WITHOUT ROWID;
CREATE INDEX dictionary_pages_raw ON dictionary_pages(raw);
CREATE TABLE visits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs(id),
  address INTEGER NOT NULL REFERENCES addresses(id),
  at TEXT NOT NULL, status INTEGER NOT NULL,
  kind TEXT NOT NULL,                    -- crawler.look.LookKind
  reason TEXT
);
CREATE INDEX visits_address ON visits(address, id);
CREATE TABLE staged (                    -- visits that wait to be published
  visit INTEGER PRIMARY KEY REFERENCES visits(id),
  run INTEGER NOT NULL REFERENCES runs(id), raw INTEGER REFERENCES raws(id),
  body TEXT NOT NULL                     -- JSON of what publishing needs
);
CREATE INDEX staged_run ON staged(run);
CREATE INDEX staged_raw ON staged(raw);
CREATE TABLE versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL REFERENCES articles(id),
  number INTEGER NOT NULL,
  title TEXT NOT NULL, published TEXT, updated TEXT, authors TEXT NOT NULL, source TEXT,
  section TEXT, summary TEXT,
  text TEXT,                             -- NULL in the current version: the article holds it
  kinds TEXT NOT NULL,                   -- each block's kind, with its lines where more than one
  images TEXT NOT NULL, attachments TEXT NOT NULL,
  content_digest TEXT NOT NULL, text_digest TEXT NOT NULL,
  reader TEXT NOT NULL, epoch INTEGER,
  raw INTEGER REFERENCES raws(id), content_type TEXT, final_url TEXT NOT NULL,
  insecure INTEGER NOT NULL DEFAULT 0,
  fetched TEXT NOT NULL, first_seen TEXT NOT NULL,
  last_seen TEXT,                        -- NULL in the current version: the article holds it
  UNIQUE (article, number)
);
CREATE INDEX versions_raw ON versions(raw);
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL REFERENCES articles(id),
  run INTEGER NOT NULL REFERENCES runs(id),
  at TEXT NOT NULL, kind TEXT NOT NULL, baseline INTEGER NOT NULL DEFAULT 0,
  url TEXT NOT NULL, old_url TEXT, title TEXT NOT NULL,
  fields TEXT NOT NULL, from_version INTEGER, to_version INTEGER,
  significance REAL NOT NULL, grade TEXT NOT NULL,
  before TEXT, after TEXT, missing_since TEXT,
  UNIQUE (article, run)
);
CREATE INDEX changes_at ON changes(at);
CREATE TABLE templates (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  portal TEXT NOT NULL REFERENCES portals(key),
  epoch INTEGER NOT NULL, learned TEXT NOT NULL, pages INTEGER NOT NULL, body TEXT NOT NULL,
  UNIQUE (portal, epoch)
);
CREATE TABLE links (
  article INTEGER NOT NULL REFERENCES articles(id),
  other INTEGER NOT NULL REFERENCES articles(id),
  kind TEXT NOT NULL,                    -- same_text
  PRIMARY KEY (article, other, kind)
) WITHOUT ROWID;
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL,
  change INTEGER REFERENCES changes(id),
  subject TEXT NOT NULL, body TEXT NOT NULL,
  created TEXT NOT NULL, due TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, delivered TEXT, error TEXT,
  UNIQUE (channel, key)
);
CREATE INDEX outbox_due ON outbox(channel, id) WHERE delivered IS NULL;
CREATE VIRTUAL TABLE articles_fts USING fts5(
  title, text, folded, content="articles", content_rowid="id",
  tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER articles_ai AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts(rowid, title, text, folded)
  VALUES (new.id, new.title, new.text, new.folded);
END;
CREATE TRIGGER articles_ad AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, title, text, folded)
  VALUES ('delete', old.id, old.title, old.text, old.folded);
END;
CREATE TRIGGER articles_au AFTER UPDATE OF title, text ON articles BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, title, text, folded)
  VALUES ('delete', old.id, old.title, old.text, old.folded);
  INSERT INTO articles_fts(rowid, title, text, folded)
  VALUES (new.id, new.title, new.text, new.folded);
END;
CREATE VIEW readings AS                  -- every version whole, the current one too
  SELECT v.id, v.article, v.number, v.title, v.published, v.updated, v.authors, v.source,
         v.section, v.summary, coalesce(v.text, a.text) AS text, v.kinds, v.images,
         v.attachments, v.content_digest, v.text_digest, v.reader, v.epoch, v.raw,
         v.content_type, v.final_url, v.insecure, v.fetched, v.first_seen,
         coalesce(v.last_seen, a.last_seen) AS last_seen
  FROM versions v JOIN articles a ON a.id = v.article;
CREATE VIEW latest AS
  SELECT a.id, a.portal, a.title, a.published, v.authors, v.source, a.section, a.url, a.state,
         a.version, a.first_seen, a.last_seen, a.text
  FROM articles a JOIN versions v ON v.article = a.id AND v.number = a.version;
CREATE VIEW news AS
  SELECT c.id, c.at, a.portal, c.kind, c.title, c.fields, c.grade, c.url, c.article
  FROM changes c JOIN articles a ON a.id = c.article WHERE NOT c.baseline;
"""


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
