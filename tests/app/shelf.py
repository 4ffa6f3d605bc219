"""Rows a test puts into a store by hand, in the words of a portal."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

from storage.store import Store, open_store

SEEN = "2026-11-20T01:00:00+00:00"


@dataclass
class Shelf:
    """A store under construction: `with_article`, `with_version`, `with_change`."""

    store: Store
    run: int = 0
    _articles: dict[int, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def at(cls, path: Path) -> Shelf:
        return cls(open_store(path))

    def has_portal(self, key: str = "lai-chau", **more: Any) -> Shelf:
        self._insert(
            "portals",
            {"key": key, "name": f"Sở KHCN {key}", "home": f"http://{key}.gov.vn/"} | more,
        )
        return self

    def has_run(self, portal: str = "lai-chau", **more: Any) -> int:
        row = {"portal": portal, "mode": "incremental", "stage": "done", "outcome": "ok"}
        row |= {"started": SEEN, "ended": SEEN} | more
        self.run = self._insert("runs", row)
        return self.run

    def has_article(self, title: str, text: str = "Nội dung.", **more: Any) -> int:
        number = len(self._articles) + 1
        url = f"http://lai-chau.gov.vn/tin-{number}.html"
        row = {"portal": "lai-chau", "url": url, "title": title, "text": text, "section": None}
        row |= {"published": "2026-11-20", "first_seen": SEEN, "last_seen": SEEN}
        row |= {"text_digest": f"t{number}", "content_digest": f"c{number}", "version": 1} | more
        article = self._insert("articles", row)
        self._insert(
            "addresses",
            {"portal": row["portal"], "article": article, "url": row["url"]}
            | {"key": row["url"].split("//")[1], "role": "main"},
        )
        self._articles[article] = row
        self.has_version(article, number=1)
        return article

    def has_version(self, article: int, **more: Any) -> int:
        known = self._articles[article]
        row = {k: known[k] for k in ("title", "published", "section", "text")}
        row |= {"article": article, "summary": None, "source": None, "kinds": "[]"}
        row |= {"authors": json.dumps(["Nguyễn Văn Đức"], ensure_ascii=False)}
        row |= {"images": "[]", "attachments": "[]", "reader": "1", "final_url": known["url"]}
        row |= {"content_digest": "c", "text_digest": "t", "fetched": SEEN}
        row |= {"first_seen": SEEN, "last_seen": SEEN} | more
        kept = {k: row[k] for k in ("title", "published", "section", "text")}
        kept["last_seen"] = row["last_seen"]
        self._retire(article)
        version = self._insert("versions", row | {"text": None, "last_seen": None})
        with self.store.writing():
            self.store.db["articles"].update(article, kept | {"version": row["number"]})
        return version

    def has_change(self, article: int, kind: str = "edited", **more: Any) -> int:
        known = self._articles[article]
        row = {"article": article, "run": self.run, "at": SEEN, "kind": kind, "url": known["url"]}
        row |= {"title": known["title"], "fields": "[]", "significance": 0.3, "grade": "wording"}
        return self._insert("changes", row | more)

    def _retire(self, article: int) -> None:
        """The current version's text and end are in the article; an older one keeps its own."""
        with self.store.writing() as conn:
            conn.execute(
                """UPDATE versions SET text = (SELECT text FROM articles WHERE id = article),
                          last_seen = (SELECT last_seen FROM articles WHERE id = article)
                   WHERE article = ? AND text IS NULL""",
                (article,),
            )

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        with self.store.writing():
            return self.store.db[table].insert(row).last_pk
