"""Portal files: read, checked, found by key and written."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from crawler.portal_file import PortalFile, as_toml
from news.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from news.portal import Portal

BUNDLED = Path(__file__).with_name("portals")
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
LARGEST = 256 * 1024  # bytes; a portal file is a page of text, not a data file


class PortalError(Exception):
    """A portal file that cannot be used: one sentence with file, key and what is wrong."""


def load(path: Path) -> Portal:
    """The portal that one file describes; raises PortalError."""
    key = path.stem
    if not KEY.fullmatch(key):
        raise PortalError(
            f"{path}: a portal file's name is its key: small letters, digits and hyphens only"
        )
    try:
        return PortalFile.model_validate(_table(path)).portal(key)
    except ValidationError as error:
        raise PortalError(f"{path}: {_first_problem(error)}") from error
    except ValueError as error:
        raise PortalError(f"{path}: {error}") from error


def load_each(folder: Path) -> Iterator[Portal | PortalError]:
    """Every portal file of a folder by key, the broken ones as the error they raise."""
    for path in sorted(folder.glob("*.toml")):
        try:
            yield load(path)
        except PortalError as error:
            yield error


def load_all(folder: Path) -> tuple[Portal, ...]:
    """Every portal of a folder by key; raises PortalError at the first broken file."""
    return tuple(load(path) for path in sorted(folder.glob("*.toml")))


def catalogue() -> tuple[Portal, ...]:
    """The portals that come with the program; none is followed until it is added."""
    return load_all(BUNDLED)


def find(key: str, folder: Path) -> Portal:
    """The portal of that key in a folder; raises PortalError that names the nearest keys."""
    path = folder / f"{key}.toml"
    if KEY.fullmatch(key) and path.is_file():
        return load(path)
    followed = sorted(file.stem for file in folder.glob("*.toml"))
    likely = likely_key(key)
    near = difflib.get_close_matches(likely, followed, n=3, cutoff=0.5)
    raise PortalError(f"no portal {key!r} in {folder}; {_advice(likely, near)}")


def likely_key(words: str) -> str:
    """The key that a name written in words may stand for: `Lai Châu` for lai-chau."""
    return "-".join(fold(words).split())


def write(portal: Portal, folder: Path) -> Path:
    """Write a portal file and give its path; raises PortalError where that key is taken."""
    path = folder / f"{portal.key}.toml"
    if not KEY.fullmatch(portal.key):
        raise PortalError(f"{portal.key!r} is no portal key: small letters, digits, hyphens only")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text_of(portal))
    except FileExistsError as error:
        raise PortalError(f"{path} is there already; remove it or choose another key") from error
    return path


def text_of(portal: Portal) -> str:
    """A portal as the text of its file."""
    table = as_toml(portal)
    lines = [f"{key} = {_value(value)}" for key, value in table.items() if type(value) is not dict]
    for name in ("select", "about"):
        if name in table:
            lines += ["", f"[{name}]"]
            lines += [f"{key} = {_value(value)}" for key, value in table[name].items()]
    return "\n".join(lines) + "\n"


def _advice(key: str, near: list[str]) -> str:
    if near:
        return f"did you mean {' or '.join(near)}?"
    if any(portal.key == key for portal in catalogue()):
        return f"it is in the catalogue: `khcn portals add {key}` follows it"
    return "`khcn portals list` shows the keys, `khcn portals add URL` adds one"


def _table(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise PortalError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > LARGEST:
        raise PortalError(f"{path} is larger than {LARGEST // 1024} KiB: not a portal file")
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PortalError(f"{path} is not TOML: {error}") from error


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    key = ".".join(str(part) for part in problem["loc"] if part != "[key]")
    if problem["type"] == "extra_forbidden":
        return f"unknown key {key!r}; a portal file knows {', '.join(PortalFile.model_fields)}"
    if problem["type"] == "missing":
        return f"the key {key!r} is missing"
    said = problem["msg"].removeprefix("Value error, ")
    return f"key {key!r}: {said[0].lower()}{said[1:]}"


def _value(value: object) -> str:
    # A JSON string is a TOML basic string once DEL, which JSON leaves bare, is escaped.
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
