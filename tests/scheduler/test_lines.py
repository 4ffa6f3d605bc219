"""Conversations over TLS are hung up too when they take too long in all."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest
import trustme

from scheduler.lines import MailOverTls, Web, hung_up_after
from tests.faultserver import FaultServer, silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENT = 60  # seconds for one step: without a line the test would take as long


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's side of TLS, by an authority that this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def mute_mail(tls: ssl.SSLContext) -> Iterator[int]:
    """The port of a mail server that takes the call and never greets."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            with suppress(OSError), tls.wrap_socket(server.accept()[0], server_side=True) as call:
                call.recv(1)

        taking = threading.Thread(target=take)
        taking.start()
        yield server.getsockname()[1]
    taking.join(PATIENT)


def test_a_web_server_that_never_answers(tls: ssl.SSLContext) -> None:
    with (
        FaultServer({"/": silent}, tls=tls) as server,
        hung_up_after(0.3) as line,
        pytest.raises((URLError, ConnectionError, ssl.SSLError)),
    ):
        urllib.request.build_opener(Web(line)).open(server.url + "/", timeout=PATIENT)
    assert line.is_over


def test_a_mail_server_that_never_greets(mute_mail: int) -> None:
    context = ssl.create_default_context()
    with (
        hung_up_after(0.3) as line,
        pytest.raises((smtplib.SMTPException, ConnectionError, ssl.SSLError)),
    ):
        MailOverTls(line, "127.0.0.1", mute_mail, timeout=PATIENT, context=context)
    assert line.is_over
