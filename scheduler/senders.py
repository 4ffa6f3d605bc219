"""One message to one channel: delivered, or refused with a sentence that holds no secret."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import smtplib
import ssl
import urllib.error
import urllib.request
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape
from http.client import HTTPException
from threading import Thread
from typing import TYPE_CHECKING, Any

from news import atom
from news.record import SCHEMA_VERSION
from scheduler.channels import (
    AppriseChannel,
    AtomChannel,
    FileChannel,
    MailChannel,
    WebhookChannel,
)
from scheduler.lines import Mail, MailOverTls, Web, hung_up_after
from storage.times import moment, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.channels import Channel
    from scheduler.lines import Line
    from storage.outbox import Waiting

TIMEOUT = 20.0  # seconds for each step of a conversation
IN_ALL = 60.0  # seconds for a message: many times what a slow mail server takes
# Answers that are about this one message; any other refusal is the channel's and will pass.
MESSAGE_REFUSED = {400, 413, 415, 422}


class DeliveryError(Exception):
    """A channel did not take a message; `refused`: for its own text, not for the moment."""

    def __init__(self, sentence: str, *, refused: bool = False) -> None:
        super().__init__(sentence)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message with what some channels show beside it."""

    message: Waiting
    change: dict[str, Any] | None = None
    recent: Sequence[Waiting] = ()


def send(channel: Channel, parcel: Parcel) -> None:
    """Deliver; raises DeliveryError, at the latest when the message may take no longer."""
    with hung_up_after(IN_ALL) as line:
        try:
            _send(channel, parcel, line)
        except DeliveryError:
            if line.is_over:
                raise DeliveryError(f"it was not taken within {IN_ALL:g} s") from None
            raise


def _send(channel: Channel, parcel: Parcel, line: Line) -> None:
    match channel:
        case WebhookChannel():
            _post(channel, parcel, line)
        case MailChannel():
            _mail(channel, parcel.message, line)
        case FileChannel():
            _append(channel, parcel)
        case AtomChannel():
            _publish(channel, parcel)
        case AppriseChannel():
            _apprise(channel, parcel.message)


def document(parcel: Parcel) -> dict[str, Any]:
    """A message as JSON: what a webhook gets and a file holds."""
    message = parcel.message
    return {
        "schema_version": SCHEMA_VERSION,
        "id": f"{message.channel}:{message.key}",
        "kind": message.kind,
        "at": shown(message.created),
        "subject": message.subject,
        "text": message.body,
        "change": parcel.change,
    }


class _Unmoved(urllib.request.HTTPRedirectHandler):
    """A webhook that sends us elsewhere is not followed: it could be anywhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Refuse."""


def _post(channel: WebhookChannel, parcel: Parcel, line: Line) -> None:
    body = json.dumps(document(parcel), ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "khcn",
        "Idempotency-Key": f"{parcel.message.channel}:{parcel.message.key}",
    } | channel.headers
    if channel.secret:
        sign = hmac.new(channel.secret.encode(), body, hashlib.sha256).hexdigest()
        headers["X-Khcn-Signature"] = f"sha256={sign}"
    request = urllib.request.Request(channel.url, body, headers, method="POST")  # noqa: S310
    opener = urllib.request.build_opener(_Unmoved, Web(line))
    try:
        with opener.open(request, timeout=TIMEOUT):
            return
    except urllib.error.HTTPError as error:
        error.close()
        refused = error.code in MESSAGE_REFUSED
        raise DeliveryError(f"the webhook answered {error.code}", refused=refused) from None
    except (OSError, HTTPException, ValueError) as error:
        raise DeliveryError(f"the webhook cannot be reached: {_plainly(error)}") from None


def _mail(channel: MailChannel, message: Waiting, line: Line) -> None:
    letter = _letter(channel, message)
    try:
        with _connect(channel, line) as server:
            server.send_message(letter)
    except smtplib.SMTPDataError as error:
        refused = 500 <= error.smtp_code < 600
        raise DeliveryError(
            f"the mail server refused the text: {error.smtp_code}", refused=refused
        ) from None
    except smtplib.SMTPResponseException as error:
        raise DeliveryError(f"the mail server answered {error.smtp_code}") from None
    except (OSError, ValueError, smtplib.SMTPException) as error:
        raise DeliveryError(f"the mail server cannot be used: {_plainly(error)}") from None


def _connect(channel: MailChannel, line: Line) -> smtplib.SMTP:
    context = ssl.create_default_context()
    place = (channel.host, channel.port)
    if channel.security == "tls":
        server: smtplib.SMTP = MailOverTls(line, *place, timeout=TIMEOUT, context=context)
    else:
        server = Mail(line, *place, timeout=TIMEOUT)
    try:
        if channel.security == "starttls":
            server.starttls(context=context)
            line.hold(server.sock)
        if channel.user is not None:
            server.login(channel.user, channel.password or "")
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def _letter(channel: MailChannel, message: Waiting) -> EmailMessage:
    """The same message has the same Message-ID however often it is sent."""
    letter = EmailMessage()
    letter["Subject"] = message.subject
    letter["From"] = channel.sender
    letter["To"] = ", ".join(channel.to)
    letter["Date"] = moment(message.created)
    known = hashlib.sha256(f"{message.channel}:{message.key}".encode()).hexdigest()[:32]
    letter["Message-ID"] = f"<{known}@khcn.invalid>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.body)
    letter.add_alternative(_html(message.body), subtype="html")
    return letter


def _html(body: str) -> str:
    """The text with its marks drawn and its addresses linked."""
    text = escape(body, quote=False)
    text = re.sub(r"\[-(.*?)-\]", r"<del>\1</del>", text, flags=re.DOTALL)
    text = re.sub(r"\{\+(.*?)\+\}", r"<ins>\1</ins>", text, flags=re.DOTALL)
    text = re.sub(r"^(https?://\S+)$", r'<a href="\1">\1</a>', text, flags=re.MULTILINE)
    return f'<div lang="vi" style="white-space: pre-wrap">{text}</div>\n'


def _append(channel: FileChannel, parcel: Parcel) -> None:
    line = json.dumps(document(parcel), ensure_ascii=False) + "\n"
    try:
        channel.path.parent.mkdir(parents=True, exist_ok=True)
        with channel.path.open("a", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise DeliveryError(f"{channel.path} cannot be written: {error.strerror}") from None


def _publish(channel: AtomChannel, parcel: Parcel) -> None:
    text = atom.write(_feed(channel, parcel.recent))
    fresh = channel.path.with_name(f"{channel.path.name}.new")  # tin.xml and tin.atom have two
    try:
        channel.path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(channel.path)
    except OSError as error:
        raise DeliveryError(f"{channel.path} cannot be written: {error.strerror}") from None


def _feed(channel: AtomChannel, recent: Sequence[Waiting]) -> atom.Feed:
    entries = [
        atom.Entry(
            id=atom.tag_uri("khcn", atom.BORN, channel.name, one.key),
            title=one.subject,
            updated=moment(one.created),
            link=_last_address(one.body),
            categories=(one.kind,),
            html=_html(one.body),
        )
        for one in recent
    ]
    return atom.Feed(
        atom.tag_uri("khcn", atom.BORN, channel.name),
        channel.name,
        atom.BORN,
        "khcn",
        None,
        entries,
    )


def _last_address(body: str) -> str | None:
    found = re.findall(r"^https?://\S+$", body, flags=re.MULTILINE)
    return found[-1] if found else None


def _apprise(channel: AppriseChannel, message: Waiting) -> None:
    import apprise  # noqa: PLC0415 - it brings a hundred services, and few need it

    with suppress(AttributeError):
        apprise.logger.setLevel("CRITICAL")  # what it says may hold the address and its token
    post = apprise.Apprise()
    if not post.add(channel.url):
        raise DeliveryError("Apprise does not know this kind of address; see its list of services")
    try:
        taken = _in_time(lambda: bool(post.notify(title=message.subject, body=message.body)))
    except TimeoutError:
        raise DeliveryError(f"it was not taken within {IN_ALL:g} s") from None
    except (OSError, TypeError, ValueError) as error:
        raise DeliveryError(f"Apprise failed: {type(error).__name__}") from None
    if not taken:
        raise DeliveryError("the service behind Apprise did not take the message")


def _in_time(work: Callable[[], bool]) -> bool:
    """What came of work that has no line to hang up; raises TimeoutError and leaves it behind."""
    done: Future[bool] = Future()

    def settle() -> None:
        try:
            done.set_result(work())
        except (OSError, TypeError, ValueError) as error:
            done.set_exception(error)

    Thread(target=settle, name="apprise", daemon=True).start()
    return done.result(IN_ALL)


def _plainly(error: BaseException) -> str:
    """The cause without the address, which may hold a token."""
    reason = getattr(error, "reason", error)
    return getattr(reason, "strerror", None) or type(reason).__name__
