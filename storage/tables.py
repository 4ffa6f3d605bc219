"""The tables that a store began with; what came since stands in `storage.schema`."""

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
