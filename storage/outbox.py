"""The outbox: messages to channels, kept until each is delivered, in the order they were put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.times import moment, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from storage.store import Store

BASELINE = "baseline:"  # and the run's id: the key of a message that counts what is no news
NEVER = "9999-12-31T00:00:00+00:00"  # due of a message that its channel refused for good


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be put; a channel gets each key once."""

    key: str
    kind: str
    subject: str
    body: str
    change: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that a channel has not got yet."""

    id: int
    channel: str
    key: str
    kind: str
    change: int | None
    subject: str
    body: str
    created: str
    due: str
    attempts: int
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """How far a channel has been told: the last change considered, and when that was."""

    change: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Baseline:
    """So many articles a run found that are no news."""

    run: int
    portal: str
    count: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What a channel still has to get, and what it said when it last refused."""

    channel: str
    waiting: int
    refused: int
    oldest: str | None
    error: str | None


def enrol(store: Store, channels: Iterable[str], *, at: datetime) -> None:
    """Make channels known: each is told what happens from now on, not the past."""
    known = {row["name"] for row in store.rows("SELECT name FROM channels")}
    for name in channels:
        if name not in known:
            with store.writing() as conn:
                conn.execute(
                    "INSERT INTO channels (name, told, collected)"
                    " VALUES (?, (SELECT coalesce(max(id), 0) FROM changes), ?)",
                    (name, stamp(at)),
                )


def told(store: Store, channel: str) -> Told:
    """How far an enrolled channel has been told."""
    row = store.row("SELECT told, collected FROM channels WHERE name = ?", (channel,))
    return Told(row["told"], moment(row["collected"]))


def settled(store: Store, since: str) -> int:
    """The last change up to which nothing is in flux.

    A run under way may still join what it finds to what it told; a first crawl's findings are no
    news and make nobody wait, nor does a run begun before `since`, which nobody will end.
    """
    row = store.row(
        "SELECT coalesce((SELECT min(c.id) - 1 FROM changes c JOIN runs r ON r.id = c.run"
        " WHERE r.ended IS NULL AND r.started >= ? AND NOT c.baseline),"
        " (SELECT max(id) FROM changes), 0) AS upto",
        (since,),
    )
    return int(row["upto"])


def baselines(store: Store, since: datetime, until: datetime) -> list[Baseline]:
    """What the runs that ended in this time found that is no news."""
    return _baselines(store, "r.ended >= ? AND r.ended <= ?", stamp(since), stamp(until))


def untold_baselines(store: Store, channel: str, since: datetime) -> list[Baseline]:
    """The same of the runs that ended since then, without those whose number the channel was told.

    A run is stamped with the time of its last page; what it found is there only a while later.
    """
    told = f"SELECT 1 FROM outbox WHERE channel = ? AND key = '{BASELINE}' || r.id"  # noqa: S608
    return _baselines(store, f"r.ended >= ? AND NOT EXISTS ({told})", stamp(since), channel)


def _baselines(store: Store, which: str, *values: str) -> list[Baseline]:
    rows = store.rows(
        "SELECT r.id AS run, r.portal, count(*) AS count FROM runs r"  # noqa: S608 - ours
        " JOIN changes c ON c.run = r.id AND c.baseline"
        f" WHERE {which} AND r.stage = 'done' GROUP BY r.id ORDER BY r.id",
        values,
    )
    return [Baseline(**dict(row)) for row in rows]


def put(
    store: Store,
    channel: str,
    drafts: Sequence[Draft],
    *,
    at: datetime,
    told: int | None = None,
) -> int:
    """Put messages and note how far the channel is told, both or neither; counts the new ones."""
    count = 0
    with store.writing() as conn:
        for draft in drafts:
            done = conn.execute(
                "INSERT INTO outbox (channel, key, kind, change, subject, body, created, due)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel, key) DO NOTHING",
                (channel, draft.key, draft.kind, draft.change, draft.subject, draft.body)
                + (stamp(at),) * 2,
            )
            count += done.rowcount
        if told is not None:
            conn.execute(
                "UPDATE channels SET told = ?, collected = ? WHERE name = ?",
                (told, stamp(at), channel),
            )
    return count


def head(store: Store, channel: str) -> Waiting | None:
    """The channel's oldest undelivered message; those behind it wait for it."""
    row = store.row(
        f"SELECT {_NAMES} FROM outbox WHERE channel = ? AND delivered IS NULL"  # noqa: S608 - ours
        " AND due < ? ORDER BY id LIMIT 1",
        (channel, NEVER),
    )
    return _waiting(row) if row else None


def begin(store: Store, message: int) -> None:
    """It is about to be sent: where not even that can be written, nothing is sent over and over."""
    with store.writing() as conn:
        conn.execute("UPDATE outbox SET attempts = attempts + 1 WHERE id = ?", (message,))


def delivered(store: Store, message: int, *, at: datetime) -> None:
    """The channel has got it."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE outbox SET delivered = ?, error = NULL WHERE id = ?", (stamp(at), message)
        )


def failed(
    store: Store, message: int, error: str, *, due: datetime | None, refused: bool = False
) -> None:
    """It did not arrive, or was `refused` for its text: to be tried again when due, or never."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE outbox SET refusals = refusals + ?, error = ?, due = ? WHERE id = ?",
            (refused, error, stamp(due) if due else NEVER, message),
        )


def latest(store: Store, channel: str, count: int) -> list[Waiting]:
    """The channel's last messages, newest first, delivered or not."""
    rows = store.rows(
        f"SELECT {_NAMES} FROM outbox WHERE channel = ? ORDER BY id DESC LIMIT ?",  # noqa: S608
        (channel, count),
    )
    return [_waiting(row) for row in rows]


def queues(store: Store) -> list[Queue]:
    """Every channel to which something was ever put, and what still waits."""
    rows = store.rows(
        "SELECT channel, sum(delivered IS NULL AND due < :never) AS waiting,"
        " sum(delivered IS NULL AND due = :never) AS refused,"
        " min(iif(delivered IS NULL AND due < :never, created, NULL)) AS oldest,"
        " max(iif(delivered IS NULL, error, NULL)) AS error"
        " FROM outbox GROUP BY channel ORDER BY channel",
        {"never": NEVER},
    )
    return [Queue(**dict(row)) for row in rows]


def prune(store: Store, before: datetime) -> int:
    """Forget what was delivered before that moment; gives how many messages."""
    with store.writing() as conn:
        gone = conn.execute("DELETE FROM outbox WHERE delivered < ?", (stamp(before),))
    return int(gone.rowcount)


_NAMES = ", ".join(Waiting.__slots__)


def _waiting(row: Mapping[str, object]) -> Waiting:
    return Waiting(**dict(row))  # type: ignore[arg-type]
