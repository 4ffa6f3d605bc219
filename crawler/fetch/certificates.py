"""What is wrong with a server's certificate: OpenSSL's one sentence taken apart."""

from __future__ import annotations

import select
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID, NameOID
from OpenSSL import SSL

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 10.0  # seconds for a second connection that only finds out what was wrong
# X509_V_ERR_… of OpenSSL's x509_vfy.h; stable since 1.0.
BY_CODE = {
    9: "tls_not_yet_valid",
    10: "tls_expired",
    18: "tls_self_signed",
    19: "tls_unknown_ca",
    62: "tls_wrong_name",
    64: "tls_wrong_name",
}
NO_ISSUER = {2, 20, 21, 27}  # the chain ends before a trusted root
OLD = ("UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "NO_PROTOCOLS")
# What came back was no TLS record of any version: a plain web server on the port.
NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "UNKNOWN_PROTOCOL")
SENTENCES = {
    "tls_not_yet_valid": "the certificate of {url} is not valid yet: check this machine's clock",
    "tls_expired": "the certificate of {url} has expired",
    "tls_self_signed": "the certificate of {url} is signed by itself, by no authority",
    "tls_unknown_ca": "the certificate of {url} is signed by an authority unknown here, {issuer}",
    "tls_wrong_name": "the certificate of {url} is made out to another name, {names}",
    "tls_missing_intermediate": "{url} does not send the intermediate certificate of {issuer}",
    "tls_unknown_issuer": (
        "the certificate of {url} is signed by {issuer}, which is not trusted here: the server"
        " leaves out an intermediate certificate, or the authority is unknown"
    ),
    "tls_old_protocol": "{url} speaks only an outdated version of TLS",
    "tls_none": "{url} answers without encryption: an address with http:// is meant",
    "tls": "no encrypted connection to {url} can be made",
}
INSECURE = '; `tls = "insecure"` in its portal file crawls it all the same, its captures flagged'
COMPLETE = '; `tls = "intermediates"` in its portal file lets khcn look for what is missing'


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a TLS connection failed, and the certificates that the server sent."""

    reason: str
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def is_incomplete(self) -> bool:
        """Whether certificates between the server's own and a root may be missing."""
        return bool(self.chain) and self.reason in {
            "tls_missing_intermediate",
            "tls_unknown_issuer",
            "tls_unknown_ca",
        }

    def sentence(self, url: str) -> str:
        """What is wrong and which key of the portal file to set."""
        leaf = self.chain[0] if self.chain else None
        last = self.chain[-1] if self.chain else None
        said = SENTENCES[self.reason].format(
            url=url, issuer=_issuer(last) if last else "?", names=_names(leaf) if leaf else "?"
        )
        if self.reason == "tls_none":
            return said
        missing = self.reason in {"tls_missing_intermediate", "tls_unknown_issuer"}
        return said + (COMPLETE if missing else "") + INSECURE


def diagnose(host: str, port: int) -> Fault | None:
    """Connect once more and name the fault; None where there is none now, or no connection."""
    context = ssl.create_default_context()
    try:
        with (
            socket.create_connection((host, port), PATIENCE) as plain,
            context.wrap_socket(plain, server_hostname=host),
        ):
            return None
    except ssl.SSLCertVerificationError as error:
        chain = tuple(sent_chain(host, port))
        return Fault(_by_code(error.verify_code, chain), chain)
    except ssl.SSLError as error:
        return Fault(_by_words(error))
    except OSError:
        return None


def _by_code(code: int, chain: tuple[x509.Certificate, ...]) -> str:
    if code not in NO_ISSUER:
        return BY_CODE.get(code, "tls")
    if len(chain) != 1:
        return "tls_unknown_ca"
    # Public authorities say where their own certificate is; private ones hardly ever do.
    return "tls_missing_intermediate" if list(issuers_at(chain[0])) else "tls_unknown_issuer"


def _by_words(error: ssl.SSLError) -> str:
    said = str(error).upper().replace(" ", "_")
    if any(word in said for word in NO_TLS):
        return "tls_none"
    return "tls_old_protocol" if any(word in said for word in OLD) else "tls"


def sent_chain(host: str, port: int) -> list[x509.Certificate]:
    """The certificates a server sends, its own first; none where it does not come to that."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_verify(SSL.VERIFY_NONE, lambda *_: True)
    try:
        with socket.create_connection((host, port), PATIENCE) as plain:
            connection = SSL.Connection(context, plain)
            connection.set_tlsext_host_name(host.encode("idna"))
            connection.set_connect_state()
            _shake_hands(connection, plain)
            sent = connection.get_peer_cert_chain() or []
    except (SSL.Error, OSError):
        return []
    return [certificate.to_cryptography() for certificate in sent]


def _shake_hands(connection: SSL.Connection, plain: socket.socket) -> None:
    while True:
        try:
            connection.do_handshake()
        except SSL.WantReadError:
            if not select.select([plain], [], [], PATIENCE)[0]:
                raise TimeoutError from None
        else:
            return


def issuers_at(certificate: x509.Certificate) -> Iterator[str]:
    """Where a certificate says that its issuer's certificate can be fetched."""
    with suppress(x509.ExtensionNotFound, ValueError):
        access = certificate.extensions.get_extension_for_oid(
            ExtensionOID.AUTHORITY_INFORMATION_ACCESS
        ).value
        for place in access:  # type: ignore[attr-defined]
            if place.access_method == AuthorityInformationAccessOID.CA_ISSUERS:
                url = place.access_location.value
                if str(url).startswith(("http://", "https://")):
                    yield str(url)


def next_issuer(certificate: x509.Certificate, body: bytes) -> x509.Certificate | None:
    """The certificate in a downloaded file that signed this one, unless it is a root."""
    for found in _certificates(body):
        if found.subject == found.issuer:
            continue
        with suppress(ValueError, TypeError, InvalidSignature):
            certificate.verify_directly_issued_by(found)
            return found
    return None


def _certificates(body: bytes) -> list[x509.Certificate]:
    if b"-----BEGIN CERTIFICATE" in body:
        with suppress(ValueError):
            return x509.load_pem_x509_certificates(body)
    with suppress(ValueError):
        return [x509.load_der_x509_certificate(body)]
    with suppress(ValueError):
        return list(pkcs7.load_der_pkcs7_certificates(body))
    return []


def _issuer(certificate: x509.Certificate) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME):
        found = certificate.issuer.get_attributes_for_oid(oid)
        if found:
            return str(found[0].value)
    return certificate.issuer.rfc4514_string()


def _names(certificate: x509.Certificate) -> str:
    with suppress(x509.ExtensionNotFound, ValueError):
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return ", ".join(str(name.value) for name in list(found)[:5])
    return certificate.subject.rfc4514_string()
