"""Certificates for the national ports, made at start: an authority, a server for the host, a client for the province.

They are for tests alone: nobody but who is given the file of the authority trusts them.
"""

import os
import socket
import ssl
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import trustme

CLIENT: Final = "province.lienthong.test"
ANY_HOST: Final = ("0.0.0.0", "::")  # noqa: S104 - it is asked for, not bound here
FILES: Final = ("server.pem", "server.key", "client.pem", "client.key", "ca.pem")
"""In the order in which they are written: where the last one is, all are."""


@dataclass(frozen=True)
class Certificates:
    """The files in one folder; keys can be read by their owner only."""

    folder: Path

    @property
    def told(self) -> dict[str, str]:
        """What the province needs, as paths by name: whom to trust, and what to show where that is asked for."""
        names = {"ca": "ca.pem", "client_certificate": "client.pem", "client_key": "client.key"}
        return {name: str(self.folder / file) for name, file in names.items()}

    def context(self, *, mutual: bool) -> ssl.SSLContext:
        """TLS 1.2 and up for a server; `mutual`: only for clients that show a certificate of this authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.folder / "server.pem", self.folder / "server.key")
        if mutual:
            context.load_verify_locations(self.folder / "ca.pem")
            context.verify_mode = ssl.CERT_REQUIRED
        return context


@contextmanager
def certificates(host: str, *, names: Sequence[str] = (), state: Path | None = None) -> Iterator[Certificates]:
    """Certificates for a server at `host` and at the other `names`.

    In the folder `state` they outlive the process, so that who trusts the authority goes on trusting it; without one
    they are gone with the context. Raises OSError where they cannot be written.
    """
    hosts = sorted({"localhost", "127.0.0.1", *([socket.gethostname()] if host in ANY_HOST else [host]), *names})
    if state is None:
        with tempfile.TemporaryDirectory(prefix="lienthong-certificates-") as passing:
            yield _made(Path(passing), hosts)
    else:
        folder = state / "certificates" / "_".join(name.replace(":", "-") for name in hosts)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield Certificates(folder) if (folder / FILES[-1]).is_file() else _made(folder, hosts)


def _made(folder: Path, hosts: Sequence[str]) -> Certificates:
    authority = trustme.CA(organization_name="lienthong", organization_unit_name="test authority")
    server = authority.issue_cert(*hosts, common_name=hosts[0], organization_name="lienthong")
    client = authority.issue_cert(CLIENT, common_name=CLIENT, organization_name="lienthong")
    made = (
        b"".join(blob.bytes() for blob in server.cert_chain_pems),
        server.private_key_pem.bytes(),
        b"".join(blob.bytes() for blob in client.cert_chain_pems),
        client.private_key_pem.bytes(),
        authority.cert_pem.bytes(),
    )
    for name, content in zip(FILES, made, strict=True):
        _write(folder / name, content)
    return Certificates(folder)


def _write(file: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, from its first byte on."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
