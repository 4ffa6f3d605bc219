"""The service's log: one event with its keys on a line, as text or as JSON."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import IO, Any, Literal

from news.zone import VIETNAM

Form = Literal["text", "json"]
logger = logging.getLogger("khcn")


def note(event: str, *, level: int = logging.INFO, **keys: object) -> None:
    """Write one event; keys without a value are left out."""
    known = {name: value for name, value in keys.items() if value is not None}
    logger.log(level, event, extra={"keys": known})


def warn(event: str, **keys: object) -> None:
    """Write an event that somebody should look at."""
    note(event, level=logging.WARNING, **keys)


def open_journal(stream: IO[str], form: Form, level: int = logging.INFO) -> None:
    """Send the log to a stream; what the libraries underneath say joins it from WARNING on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_AsJson() if form == "json" else _AsText())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logger.setLevel(level)


def _record(record: logging.LogRecord) -> dict[str, Any]:
    at = datetime.fromtimestamp(record.created, VIETNAM).isoformat(timespec="seconds")
    keys: dict[str, Any] = getattr(record, "keys", {})
    source = {} if record.name == logger.name else {"source": record.name}
    trace = (
        {"trace": logging.Formatter().formatException(record.exc_info)} if record.exc_info else {}
    )
    return (
        {"at": at, "level": record.levelname.lower(), "event": record.getMessage()}
        | source
        | keys
        | trace
    )


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        return json.dumps(_record(record), ensure_ascii=False, default=str)


class _AsText(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Time, event and `key=value` pairs; the level only where it is not the usual one."""
        said = _record(record)
        at, level, event = said.pop("at"), said.pop("level"), said.pop("event")
        keys = " ".join(f"{name}={_value(value)}" for name, value in said.items())
        shout = "" if level == "info" else f"{level.upper()} "
        return f"{at} {shout}{event} {keys}".rstrip()


def _value(value: object) -> str:
    text = str(value)
    return (
        json.dumps(text, ensure_ascii=False)
        if not text or set(text) & set(' "=\n\r\t\x1b')
        else text
    )
