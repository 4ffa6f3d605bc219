"""Why nothing usable came: one machine-readable word for each way a request can fail."""

from __future__ import annotations

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.utils._compression import _DecompressionMaxSizeExceeded
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.python.failure import Failure


class Refused(IgnoreRequest):
    """A request that one of our own rules ended; `reason` is the word, `message` the sentence."""

    def __init__(self, reason: str, message: str | None = None) -> None:
        super().__init__(message or reason)
        self.reason = reason
        self.message = message


REASONS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection_refused"),
    (ResponseDataLossError, "truncated"),
    (DownloadCancelledError, "too_large"),
    ((UnsupportedURLSchemeError, NotSupported), "scheme"),
    ((ConnectError, ConnectionClosed), "connection_lost"),
    (DownloadFailedError, "protocol_error"),
    (OSError, "bad_encoding"),  # gzip.BadGzipFile and its like, raised while decoding
)
FETCH_ERRORS: tuple[type[BaseException], ...] = (
    IgnoreRequest,
    DownloadTimeoutError,
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    ResponseDataLossError,
    DownloadCancelledError,
    UnsupportedURLSchemeError,
    NotSupported,
    ConnectError,
    ConnectionClosed,
    DownloadFailedError,
    SSL.Error,
    OSError,
)
"""All that a download can end with."""
TLS_ERRORS = (SSL.Error, VerificationError, CertificateError)


def reason_of(error: BaseException) -> str:
    """The word for a failed request."""
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, IgnoreRequest):
        return _ignored(error)
    if is_tls(error):
        return "tls"
    plain = isinstance(error, DownloadFailedError)
    if plain and any(isinstance(cause, ConnectionClosed) for cause in causes(error)):
        return "connection_lost"
    return next((word for kind, word in REASONS if isinstance(error, kind)), "error")


def is_tls(error: BaseException) -> bool:
    """Whether the encrypted connection could not be made."""
    return any(isinstance(cause, TLS_ERRORS) for cause in causes(error))


def causes(error: BaseException) -> list[BaseException]:
    """The error and what lies under it, Twisted's lists of reasons included."""
    found: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting and len(found) < 20:
        one = waiting.pop(0)
        found.append(one)
        reasons = getattr(one, "reasons", None)
        under = [r.value for r in reasons or () if isinstance(r, Failure)]
        waiting += [cause for cause in (one.__cause__, *under) if cause is not None]
    return found


def _ignored(error: IgnoreRequest) -> str:
    if isinstance(error.__cause__, _DecompressionMaxSizeExceeded):
        return "too_large"
    return "redirect_loop" if "max redirections" in str(error) else "ignored"


def explain(reason: str, url: str) -> str:
    """One sentence for a person: what was wrong with the address, and what to do."""
    for known, sentence in SENTENCES.items():
        if reason == known or (known.endswith("_") and reason.startswith(known)):
            return sentence.format(url=url, status=reason.removeprefix("http_"))
    return f"{url} could not be read ({reason})"


LEADS_AWAY = (
    "leads to another site, {target}; if the portal has moved there, set `home` in its file"
)
SENTENCES = {
    "dns": "{url} has no address: check `home` and this machine's network",
    "timeout": "{url} did not answer in time; it is asked again by the next run",
    "connection_refused": "{url} refuses connections: check the port in `home`, or try later",
    "connection_lost": "{url} broke the connection; it is asked again by the next run",
    "protocol_error": "{url} does not answer in HTTP: check `home`",
    "too_large": "{url} is larger than any page may be",
    "truncated": "{url} came cut short each time",
    "redirect_loop": "{url} redirects without end",
    "robots": "robots.txt forbids {url}: this portal does not want to be crawled there",
    "http_": "{url} answers with the error {status}",
}
