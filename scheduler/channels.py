"""Channels: whom news is told and how, read from `channels.toml` beside the portals folder."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import HeaderRegistry
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from news.grade import SIGNIFICANCE
from news.record import Kind  # noqa: TC001  (pydantic reads the annotations)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.headerregistry import AddressHeader

FILE_NAME = "channels.toml"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Language = Literal["vi", "en"]
_HEADERS = HeaderRegistry()


class ChannelError(Exception):
    """A channels file that cannot be used: one sentence with file, channel and key."""


def _secret(value: object) -> object:
    """A value such as "env:KHCN_TOKEN" stands for what that variable holds."""
    if not isinstance(value, str) or not value.startswith("env:"):
        return value
    name = value.removeprefix("env:")
    if name not in os.environ:
        raise ValueError(f"the variable {name} is not set")
    return os.environ[name]


def _web_address(text: str) -> str:
    if urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).hostname:
        raise ValueError("it has to be an address that starts with http:// or https://")
    return text


def _grade(word: str) -> str:
    if word not in SIGNIFICANCE:
        raise ValueError(f"{word!r} is no grade; choose from {', '.join(SIGNIFICANCE)}")
    return word


def _one_line(text: str) -> str:
    if re.search(r"[\x00-\x1f]", text):
        raise ValueError("it has to be one line")
    return text


def _mail_address(text: str) -> str:
    """Taken apart as a letter would take it, which breaks on some of what is no address."""
    try:
        found = cast("AddressHeader", _HEADERS("To", _one_line(text))).addresses
    except (AttributeError, IndexError, HeaderParseError):
        found = ()
    if len(found) != 1 or not (found[0].username and found[0].domain):
        raise ValueError("it has to be one mail address, such as ban-doc@example.vn")
    return text


Secret = Annotated[str, BeforeValidator(_secret), AfterValidator(_one_line)]
Address = Annotated[str, BeforeValidator(_secret), AfterValidator(_web_address)]
Grade = Annotated[str, AfterValidator(_grade)]
Words = Annotated[str, Field(min_length=1, max_length=200)]
MailAddress = Annotated[Words, AfterValidator(_mail_address)]
Place = Annotated[Path, BeforeValidator(lambda value: Path(value).expanduser())]


class _Channel(BaseModel):
    """What every channel has: who it is for and when it is told.

    An operator's channel hears how the portals and the service are doing, and no news.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    operator: bool = False
    portals: tuple[Words, ...] = ()
    kinds: tuple[Kind, ...] = ()
    keywords: tuple[Words, ...] = ()
    min_grade: Grade | None = None
    when: Literal["immediate", "daily", "weekly"] = "immediate"
    hour: Annotated[int, Field(ge=0, le=23)] = 7
    weekday: Literal[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    ] = "monday"
    language: Language = "vi"


class AppriseChannel(_Channel):
    """Any service that Apprise knows, by its address."""

    type: Literal["apprise"]
    url: Secret


class WebhookChannel(_Channel):
    """A POST of JSON; with `secret` it is signed (HMAC-SHA256)."""

    type: Literal["webhook"]
    url: Address
    secret: Secret | None = None
    headers: dict[Words, Secret] = {}


class MailChannel(_Channel):
    """Mail through an SMTP server."""

    type: Literal["smtp"]
    host: Words
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Secret | None = None
    password: Secret | None = None
    sender: MailAddress
    to: Annotated[tuple[MailAddress, ...], Field(min_length=1)]


class FileChannel(_Channel):
    """A file that grows by one line of JSON for each message."""

    type: Literal["file"]
    path: Place


class AtomChannel(_Channel):
    """A file that always holds the last messages as an Atom feed."""

    type: Literal["atom"]
    path: Place
    entries: Annotated[int, Field(ge=1, le=500)] = 50


Channel = AppriseChannel | WebhookChannel | MailChannel | FileChannel | AtomChannel
_CHANNEL: TypeAdapter[Channel] = TypeAdapter(Annotated[Channel, Field(discriminator="type")])


def beside(portals: Path) -> Path:
    """Where the channels file belongs that goes with a folder of portals."""
    return portals.parent / FILE_NAME


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of a file by name, and what is wrong with those that cannot be used."""

    sound: Mapping[str, Channel] = field(default_factory=dict)
    faults: Mapping[str, ChannelError] = field(default_factory=dict)


def load(path: Path) -> Channels:
    """The channels of a file, none where there is no file; raises ChannelError for the whole file.

    One table that is wrong is a fault and keeps no other channel from its news.
    """
    sound, faults = {}, {}
    for name, table in _tables(path).items():
        try:
            sound[name] = _channel(path, name, table)
        except ChannelError as error:
            faults[name] = error
    return Channels(sound, faults)


def _tables(path: Path) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ChannelError(f"{path} cannot be read: {error.strerror}") from error
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ChannelError(f"{path} is not TOML: {error}") from error


def find(path: Path, name: str) -> Channel:
    """One channel of a file; raises ChannelError that says its fault, or which there are."""
    channels = load(path)
    if name in channels.sound:
        return channels.sound[name]
    if name in channels.faults:
        raise channels.faults[name]
    there = ", ".join(channels.sound) or "none; write one first (docs/operate.md)"
    raise ChannelError(f"no channel {name!r} in {path}; it has {there}")


def _channel(path: Path, name: str, table: Any) -> Channel:
    if not NAME.fullmatch(name) or not isinstance(table, dict):
        raise ChannelError(
            f"{path}: {name!r} has to be a table such as [ban-doc]: small letters, digits, hyphens"
        )
    try:
        return _anchored(_CHANNEL.validate_python(table | {"name": name}), path.parent)
    except ValidationError as error:
        raise ChannelError(f"{path}: [{name}] {_problem(error)}") from None


def _anchored(channel: Channel, folder: Path) -> Channel:
    """A relative path counts from the folder of the channels file."""
    if isinstance(channel, FileChannel | AtomChannel):
        return channel.model_copy(update={"path": folder / channel.path})
    return channel


def _problem(error: ValidationError) -> str:
    """What is wrong first; never the value itself, which may be a secret."""
    problem = error.errors(include_input=False)[0]
    key = ".".join(str(part) for part in problem["loc"][1:])
    if problem["type"] == "extra_forbidden":
        return f"has the unknown key {key!r}"
    if problem["type"] == "missing":
        return f"lacks the key {key!r}"
    if problem["type"].startswith("union_tag"):
        return "needs a type: apprise, webhook, smtp, file or atom"
    said = problem["msg"].removeprefix("Value error, ")
    return f"has a bad {key!r}: {said[0].lower()}{said[1:]}"
