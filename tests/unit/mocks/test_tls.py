"""TLS on the national ports: certificates made at start, for the host, and asked for of the province where told."""

import json
import socket
import ssl
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import trustme

from mocks.stage.server import Placement
from mocks.wire.certificates import CLIENT, certificates
from tests.unit.mocks.playing import TOKEN, Side
from tests.unit.mocks.probe import probing

BROKEN = (httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError)
"""How a client sees a connection that breaks; below TLS a reset may look like an end."""
MUTUAL = Placement(token=TOKEN, client_certificates=True)


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Side]:
    with probing(monkeypatch, tmp_path, placement=Placement(token=TOKEN, tls=True)) as (side,):
        yield side


@pytest.fixture
def mutual(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Side]:
    with probing(monkeypatch, tmp_path, placement=MUTUAL) as (side,):
        yield side


def client(side: Side, *, shown: tuple[str, str] | None = None) -> httpx.Client:
    context = ssl.create_default_context(cafile=side.running.certificates["ca"])
    if shown is not None:
        context.load_cert_chain(*shown)
    return httpx.Client(base_url=side.running.national, verify=context, trust_env=False, timeout=5)


def own(side: Side) -> tuple[str, str]:
    return side.running.certificates["client_certificate"], side.running.certificates["client_key"]


def test_who_trusts_the_authority_is_served(secure: Side) -> None:
    assert secure.running.national.startswith("https://127.0.0.1:")
    assert secure.running.control.startswith("http://")
    assert secure.national.get("/things/first").json() == {"id": "first"}
    assert "certificate" not in secure.last()["facts"], "nobody asked for one"
    assert secure.view("identity")["national"] == secure.running.national
    (system,) = secure.view("systems")["systems"]
    assert system["certificates"] == secure.running.certificates != {}


def test_who_does_not_trust_it_breaks_off(secure: Side) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{secure.running.national}/things/first", trust_env=False)
    assert secure.journal() == []


def test_the_certificate_is_for_the_host(secure: Side) -> None:
    address = urlsplit(secure.running.national)
    context = ssl.create_default_context(cafile=secure.running.certificates["ca"])
    for name, fits in (("127.0.0.1", True), ("localhost", True), ("example.org", False)):
        with socket.create_connection((address.hostname, address.port), timeout=5) as line:
            try:
                context.wrap_socket(line, server_hostname=name).close()
            except ssl.SSLCertVerificationError:
                assert not fits, name
            else:
                assert fits, name


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")  # it is what is refused here
def test_plain_http_and_old_tls_get_no_answer(secure: Side, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(secure.running.national.replace("https", "http") + "/things/first", trust_env=False)
    context = ssl.create_default_context(cafile=secure.running.certificates["ca"])
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, ssl.TLSVersion.TLSv1_1
    with pytest.raises(httpx.ConnectError), httpx.Client(verify=context, trust_env=False) as old:
        old.get(f"{secure.running.national}/things/first")
    assert secure.journal() == []
    assert caplog.text == ""


def test_faults_of_the_wire_work_over_tls(secure: Side) -> None:
    secure.behave("truncated", times=1)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        secure.national.get("/things/first")
    secure.behave("slow-drip", times=1, delay_s=0.2)
    assert secure.national.get("/things/first").json() == {"id": "first"}
    for name in ("reset", "reset-after", "outage"):
        secure.behave(name, times=1)
        with pytest.raises(BROKEN):
            secure.national.get("/things/first")
    assert [row["silence"] for row in secure.journal()] == [None, None, "reset", "reset", "reset"]


def test_a_client_with_its_certificate_is_served_and_known(mutual: Side) -> None:
    with client(mutual, shown=own(mutual)) as province:
        assert province.get("/things/first").status_code == 200
    assert mutual.last()["facts"]["certificate"]["commonName"] == CLIENT


def test_a_client_without_a_certificate_is_refused_at_the_handshake(mutual: Side) -> None:
    with client(mutual) as stranger, pytest.raises(BROKEN):
        stranger.get("/things/first")
    assert mutual.journal() == []


def test_a_client_with_a_foreign_certificate_is_refused_at_the_handshake(mutual: Side, tmp_path: Path) -> None:
    foreign = trustme.CA().issue_cert(CLIENT, common_name=CLIENT)
    foreign.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "foreign.pem"))
    shown = (str(tmp_path / "foreign.pem"), str(tmp_path / "foreign.pem"))
    with client(mutual, shown=shown) as stranger, pytest.raises(BROKEN):
        stranger.get("/things/first")
    assert mutual.journal() == []


def test_keys_are_read_by_their_owner_only_and_go_with_the_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with probing(monkeypatch, tmp_path, placement=MUTUAL) as (side,):
        folder = Path(side.running.certificates["ca"]).parent
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
        assert modes["server.key"] == modes["client.key"] == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        told = json.dumps([side.view("systems"), side.view("identity")])
        assert "PRIVATE KEY" not in told
    assert not folder.exists()


def test_in_a_state_folder_they_stay_for_the_same_host(tmp_path: Path) -> None:
    def authority(host: str, *names: str) -> tuple[Path, bytes]:
        with certificates(host, names=names, state=tmp_path) as made:
            return Path(made.told["ca"]), Path(made.told["ca"]).read_bytes()

    file, first = authority("127.0.0.1")
    assert authority("127.0.0.1") == (file, first)
    assert authority("::1", "portal.test")[0] != file
    assert file.is_file()
    (file.parent / "ca.pem").unlink()
    assert authority("127.0.0.1")[1] != first, "what was half made is made again"


def test_without_tls_there_are_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with probing(monkeypatch, tmp_path) as (side,):
        assert side.running.certificates == {}
        assert side.running.national.startswith("http://")


def test_names_of_any_host(tmp_path: Path) -> None:
    options: dict[str, Any] = {"names": ["cong.test", "192.0.2.1"]}
    with certificates("0.0.0.0", state=tmp_path, **options) as made:  # noqa: S104 - as an option, nothing is bound
        assert {"cong.test", "192.0.2.1", "localhost", socket.gethostname()} <= set(made.folder.name.split("_"))
        assert made.context(mutual=True).verify_mode is ssl.CERT_REQUIRED
