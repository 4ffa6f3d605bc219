"""What nobody foresaw while a run was published ends that run, with a record, and no later one."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storage import runs, visits
from storage.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.runs import Run
    from storage.store import Store

logger = logging.getLogger(__name__)

REASON = "publish_error"


@contextmanager
def given_up_on_fault(store: Store, run: Run, *, at: datetime) -> Iterator[None]:
    """Publish the run inside; a fault of ours gives it up and is told in its record.

    What was published before stays; the rest is looked at again by the next crawl. Errors of the
    store go on to the caller: they are not the run's.
    """
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        # Raised on, it would leave the run open, and every later crawl would meet it first.
        logger.exception("run %s of %s could not be published", run.id, run.portal)
        what = f"{type(error).__name__}: {error}"
        message = f"what run {run.id} saw could not be published, by a fault of khcn ({what})"
        with store.writing():  # a kill must not leave it open with nothing staged
            visits.drop_staged(store, run.id)
            runs.close(store, run.id, "failed", REASON, at=at, message=message)
