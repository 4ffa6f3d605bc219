"""The faults of TLS, each named and each with the key that answers it."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from crawler.fetch.certificates import diagnose, next_issuer
from tests.crawler.fetch.fetching import fetch, portal_at
from tests.faultserver import FaultServer, answer, html

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.fetch.fetching import Fetched

HOST = "127.0.0.1"
pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "roots.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "roots.pem"))


def _context(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


def _from_pem(path: Path, *pems: bytes) -> ssl.SSLContext:
    path.write_bytes(b"".join(pems))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def _self_signed() -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    signed = builder.sign(key, hashes.SHA256())
    return _key_pem(key), signed.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _issued(parent: trustme.CA, issuers: str) -> tuple[bytes, bytes]:
    """A certificate that says where its issuer's can be had, as public authorities' do."""
    key = ec.generate_private_key(ec.SECP256R1())
    place = x509.AccessDescription(
        AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(issuers)
    )
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]))
        .issuer_name(parent._certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=9))
        .add_extension(names, critical=False)
        .add_extension(x509.AuthorityInformationAccess([place]), critical=False)
        .sign(parent._private_key, hashes.SHA256())
    )
    return _key_pem(key), signed.public_bytes(serialization.Encoding.PEM)


def _old() -> ssl.SSLContext:
    context = _context(trustme.CA().issue_cert(HOST))
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


@pytest.fixture
def contexts(authority: trustme.CA, tmp_path: Path) -> dict[str, ssl.SSLContext]:
    expired = authority.issue_cert(HOST, not_after=NOW - timedelta(days=1))
    middle = authority.create_child_ca()
    stranger = trustme.CA()
    child = stranger.create_child_ca().issue_cert(HOST)
    return {
        "tls_expired": _context(expired),
        "tls_wrong_name": _context(authority.issue_cert("khac.example.vn")),
        "tls_self_signed": _from_pem(tmp_path / "self.pem", *_self_signed()),
        "tls_unknown_ca": _context(child),
        "tls_unknown_issuer": _context(stranger.issue_cert(HOST)),
        "tls_missing_intermediate": _from_pem(
            tmp_path / "middle.pem", *_issued(middle, "http://ca.example.vn/middle.crt")
        ),
        "tls_old_protocol": _old(),
    }


FAULTS = [
    "tls_expired",
    "tls_wrong_name",
    "tls_self_signed",
    "tls_unknown_ca",
    "tls_unknown_issuer",
    "tls_missing_intermediate",
    "tls_old_protocol",
]


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_with_the_key_to_set(
    contexts: dict[str, ssl.SSLContext], fault: str
) -> None:
    with FaultServer({"/": answer(html())}, tls=contexts[fault]) as server:
        found = fetch(server.url, "/")
    assert found.spider.ending.reason == fault
    assert 'tls = "insecure"' in (found.spider.ending.message or "")
    assert server.asked == []


@pytest.mark.parametrize("fault", FAULTS)
def test_insecure_crawls_all_the_same_and_says_so(
    contexts: dict[str, ssl.SSLContext], fault: str
) -> None:
    with FaultServer({"/": answer(html())}, tls=contexts[fault]) as server:
        found = fetch(server.url, "/", portal=portal_at(server.url + "/", tls="insecure"))
    assert found.kind("/") == "article"
    assert found.looks["/"].insecure


def test_a_sound_certificate_is_accepted(authority: trustme.CA) -> None:
    context = _context(authority.issue_cert(HOST))
    with FaultServer({"/": answer(html())}, tls=context) as server:
        found = fetch(server.url, "/")
        assert diagnose(HOST, server.port) is None
    assert found.kind("/") == "article"
    assert not found.looks["/"].insecure


def test_a_missing_intermediate_is_found_where_the_certificate_says(
    authority: trustme.CA, tmp_path: Path
) -> None:
    middle = authority.create_child_ca()
    der = middle._certificate.public_bytes(serialization.Encoding.DER)
    issued = _issued(middle, "http://127.0.0.1:{port}/middle.crt")
    leaf = x509.load_pem_x509_certificate(issued[1])
    assert next_issuer(leaf, der) == middle._certificate
    assert next_issuer(leaf, middle.cert_pem.bytes()) == middle._certificate
    assert next_issuer(leaf, b"<html>") is None
    assert next_issuer(leaf, trustme.CA().cert_pem.bytes()) is None


def test_a_completed_chain_is_verified_to_its_root(authority: trustme.CA, tmp_path: Path) -> None:
    found, asked = _fetch_short_chain(authority.create_child_ca(), tmp_path)
    assert asked.count("/ca.crt") == 1
    assert found.kind("/") == "article"
    assert not found.looks["/"].insecure


def test_an_intermediate_of_a_stranger_is_trusted_no_further(tmp_path: Path) -> None:
    found, asked = _fetch_short_chain(trustme.CA().create_child_ca(), tmp_path)
    assert "/ca.crt" in asked
    assert found.looks == {}
    assert found.spider.ending.reason == "tls_missing_intermediate"


def _fetch_short_chain(middle: trustme.CA, folder: Path) -> tuple[Fetched, list[str]]:
    """Ask a portal that leaves out its issuer's certificate, which it serves without TLS."""
    der = middle._certificate.public_bytes(serialization.Encoding.DER)
    issuers = answer(der, kind="application/pkix-cert")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with FaultServer({"/": answer(html()), "/ca.crt": issuers}, tls=context) as server:
        _load(context, folder, *_issued(middle, f"http://{HOST}:{server.port}/ca.crt"))
        portal = portal_at(server.url + "/", tls="intermediates")
        return fetch(server.url, "/", portal=portal), server.asked


def _load(context: ssl.SSLContext, folder: Path, *pems: bytes) -> None:
    (folder / "leaf.pem").write_bytes(b"".join(pems))
    context.load_cert_chain(folder / "leaf.pem")
