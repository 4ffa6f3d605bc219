"""What the service clears away once a day, so that a store watched for years stays handy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.journal import note
from storage import outbox, retention

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Store

TOLD = timedelta(days=90)  # delivered messages, so that a reader's question can be answered
REPLACED = timedelta(days=365)  # raw pages of older versions: a year's work of readers to re-read


def keep_house(store: Store, *, now: datetime) -> None:
    """Forget messages delivered long ago and raw pages of versions replaced long ago.

    Every text stays, and so does the raw page of every current version.
    """
    outbox.prune(store, now - TOLD)
    thinned = retention.thin(store, before=now - REPLACED)
    if thinned.raws:
        note("store.thinned", raws=thinned.raws, bytes=thinned.bytes)
    store.give_back()
