"""Changes: what a run found to have happened to an article, one record per article and run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.readings import as_json
from storage.times import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from storage.store import Store

# One change per article and run: of two, the first of these names it.
PRECEDENCE = ("appeared", "vanished", "returned", "moved", "retitled", "edited")


@dataclass(frozen=True, slots=True)
class NewChange:
    """One change, as `changes --json` tells it."""

    article: int
    run: int
    at: datetime
    kind: str
    url: str
    title: str
    significance: float
    grade: str
    baseline: bool = False
    old_url: str | None = None
    fields: tuple[str, ...] = ()
    from_version: int | None = None
    to_version: int | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    missing_since: str | None = None


def record(store: Store, change: NewChange) -> dict[str, int]:
    """Keep a change, joined with what the same run already told of the article.

    Returns what this does to the run's counters, by kind.
    """
    with store.writing() as conn:
        told = conn.execute(
            "SELECT * FROM changes WHERE article = ? AND run = ?", (change.article, change.run)
        ).fetchone()
        if told is None:
            _insert(store, change)
            return {change.kind: 1}
        kind = min(told["kind"], change.kind, key=PRECEDENCE.index)
        _join(store, told, change, kind)
    return {} if kind == told["kind"] else {told["kind"]: -1, kind: 1}


def _insert(store: Store, change: NewChange) -> None:
    with store.writing() as conn:
        conn.execute(
            "INSERT INTO changes (article, run, at, kind, baseline, url, old_url, title, fields,"
            " from_version, to_version, significance, grade, before, after, missing_since)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                change.article,
                change.run,
                stamp(change.at),
                change.kind,
                change.baseline,
                change.url,
                change.old_url,
                change.title,
                as_json(change.fields),
                change.from_version,
                change.to_version,
                change.significance,
                change.grade,
                _object(change.before),
                _object(change.after),
                change.missing_since,
            ),
        )


def _join(store: Store, told: Any, change: NewChange, kind: str) -> None:
    """Two findings of one run about one article become one record."""
    stronger = change.significance > told["significance"]
    fields = dict.fromkeys((*json.loads(told["fields"]), *change.fields))
    before = dict(change.before or {}) | json.loads(told["before"] or "{}")
    after = json.loads(told["after"] or "{}") | dict(change.after or {})
    with store.writing() as conn:
        conn.execute(
            "UPDATE changes SET kind = ?, url = ?, old_url = coalesce(old_url, ?), title = ?,"
            " fields = ?, to_version = coalesce(?, to_version), significance = ?, grade = ?,"
            " before = ?, after = ?, missing_since = coalesce(missing_since, ?) WHERE id = ?",
            (
                kind,
                change.url,
                change.old_url,
                change.title,
                as_json([] if kind == "appeared" else list(fields)),
                change.to_version,
                change.significance if stronger else told["significance"],
                change.grade if stronger else told["grade"],
                _object(None if kind == "appeared" else before),
                _object(None if kind == "appeared" else after),
                change.missing_since,
                told["id"],
            ),
        )


def _object(value: Mapping[str, Any] | None) -> str | None:
    return as_json(dict(value)) if value else None
