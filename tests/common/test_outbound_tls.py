"""Secure connections: only to who the certificate names, by somebody trusted."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from common.outbound import TlsFailed, send
from tests.common.raw_server import message, serving


class Authority(NamedTuple):
    """A certificate authority of a test's own."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def certify(
    name: str, by: Authority | None, *, days: tuple[int, int] = (-1, 1), host: str = "127.0.0.1"
) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if by is None:
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(usage, critical=True)
    else:
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key())
        builder = builder.add_extension(issuer, critical=False)
    return Authority(key, builder.sign(by.key if by else key, hashes.SHA256()))


def server_context(tmp_path: Path, certified: Authority) -> ssl.SSLContext:
    pem = tmp_path / "server.pem"
    pem.write_bytes(
        certified.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certified.certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.fixture(scope="module")
def authority() -> Authority:
    return certify("Test authority", None)


def trusting(authority: Authority) -> ssl.SSLContext:
    pem = authority.certificate.public_bytes(serialization.Encoding.PEM).decode()
    return ssl.create_default_context(cadata=pem)


def test_a_certificate_by_somebody_trusted_is_accepted(tmp_path: Path, authority: Authority) -> None:
    context = server_context(tmp_path, certify("server", authority))
    with serving(message(body=b"secret"), context) as server:
        response = send("GET", server.url(scheme="https"), allow=server.allow, tls=trusting(authority))
    assert response.body == b"secret"


@pytest.mark.parametrize(
    "fault", ["unknown authority", "self-signed", "expired", "not yet valid", "other host"]
)
def test_a_bad_certificate_is_refused_before_anything_is_sent(
    tmp_path: Path, authority: Authority, fault: str
) -> None:
    trust: ssl.SSLContext | None = trusting(authority)
    if fault == "unknown authority":
        certified, trust = certify("server", authority), None
    elif fault == "self-signed":
        certified = certify("server", None)
    elif fault == "other host":
        certified = certify("server", authority, host="127.0.0.9")
    else:
        certified = certify("server", authority, days=(-9, -2) if fault == "expired" else (2, 9))
    with serving(message(), server_context(tmp_path, certified)) as server:
        with pytest.raises(TlsFailed, match="certificate"):
            send("GET", server.url(scheme="https"), allow=server.allow, tls=trust)
        assert server.requests == []


def test_a_server_that_does_not_speak_tls_is_a_tls_failure() -> None:
    def greet() -> None:
        with suppress(OSError), listener.accept()[0] as connection:
            connection.sendall(b"220 mail.example ESMTP\r\n")
            connection.recv(65536)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(TlsFailed):
            send("GET", f"https://127.0.0.1:{port}/", allow=["127.0.0.1"], deadline=5)
        thread.join(5)
