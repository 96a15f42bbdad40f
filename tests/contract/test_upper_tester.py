"""The reference province keeps the upper-tester contract, in sequences by hand; generated calls stand beside."""

import time
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis

from cli.reference import TESTER
from specs import FOLDER
from tests.cli.installation import SECRETS
from tests.unit.province.samples import ACTS, make_accept

DOCUMENT = FOLDER / "interfaces" / "upper-tester" / "1" / "openapi.json"
PLAIN = Path(__file__).with_name("upper_tester_plain.toml")
TOKEN = SECRETS[TESTER]
DRAIN_S = 20.0
HERE = "2.000815"


@pytest.fixture
def client(upper_tester: str) -> Iterator[httpx.Client]:
    """A client of a province that has nothing waiting."""
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=upper_tester, headers=bearer, timeout=10, trust_env=False) as made:
        assert made.post("/reset").status_code == 204
        assert made.post("/clock", json={"now": datetime.now(UTC).isoformat(), "rate": 1}).status_code == 200
        yield made


def application(**changes: Any) -> dict[str, Any]:
    """An application for a procedure that no ministry's system has."""
    return make_accept(**{"procedure": HERE, **changes})


def accept(client: httpx.Client, **changes: Any) -> str:
    answer = client.post("/dossiers", json=application(**changes))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["dossier"])


def act(client: httpx.Client, code: str, name: str) -> httpx.Response:
    return client.post(f"/dossiers/{code}/{name}", json=ACTS[name])


def problem(answer: httpx.Response) -> dict[str, Any]:
    assert answer.headers["content-type"].startswith("application/problem+json")
    told: dict[str, Any] = answer.json()
    assert told["status"] == answer.status_code
    return told


def test_every_free_text_is_marked_or_names_nobody() -> None:
    """A text without a form of its own may hold anything: its field is marked, or stands with a reason in PLAIN."""
    schemas = schemathesis.openapi.from_path(str(DOCUMENT)).raw_schema["components"]["schemas"]
    rows = [(f"{name}.{field}", row) for name, schema in schemas.items() for field, row in _fields(schema)]
    free = {place: "x-personal-data" in row for place, row in rows if _is_free_text(row)}
    plain = tomllib.loads(PLAIN.read_text(encoding="utf-8"))
    listed = {f"{schema}.{field}" for row in plain["plain"] for field in row["fields"] for schema in row["schemas"]}

    assert sorted(place for place, marked in free.items() if not marked) == sorted(listed)
    assert all(row["reason"] for row in plain["plain"])


def _fields(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return list(schema.get("properties", {}).items())


def _is_free_text(row: dict[str, Any]) -> bool:
    types = [row.get("type")] if isinstance(row.get("type"), str) else row.get("type", [])
    return "string" in types and not row.keys() & {"enum", "const", "pattern", "format"}


def test_it_says_what_it_is(client: httpx.Client) -> None:
    told = client.get("/version").json()
    assert told["contract"] == "1"
    assert told["build"].startswith("sha256:")
    assert datetime.fromisoformat(told["clock"]).utcoffset() is not None
    assert {"reset", "clock"} <= set(told["capabilities"])


def test_a_dossier_goes_its_way(client: httpx.Client) -> None:
    answer = client.post("/dossiers", json=application())
    told = answer.json()
    assert told["status"] == "2"
    assert datetime.fromisoformat(told["at"]) < datetime.fromisoformat(told["due"])
    code = told["dossier"]
    statuses = [
        act(client, code, name).json()["status"] for name in ("process", "supplement", "process", "finish", "return")
    ]
    assert statuses == ["4", "5", "4", "9", "10"]


@pytest.mark.parametrize(
    ("before", "refused"),
    [
        ([], ["return"]),
        (["process"], ["return"]),
        (["supplement"], ["supplement", "finish", "return"]),
        (["finish"], ["process", "supplement", "finish"]),
        (["finish", "return"], ["process", "supplement", "finish", "return"]),
    ],
)
def test_an_act_that_the_state_forbids_is_409(client: httpx.Client, before: list[str], refused: list[str]) -> None:
    code = accept(client)
    for name in before:
        assert act(client, code, name).status_code == 200
    for name in refused:
        assert problem(act(client, code, name))["status"] == 409


@pytest.mark.parametrize("name", list(ACTS))
def test_an_act_on_an_unknown_dossier_is_404(client: httpx.Client, name: str) -> None:
    assert problem(act(client, "H56.14-990101-0001", name))["status"] == 404


def test_a_code_from_elsewhere_is_kept_and_taken_once(client: httpx.Client) -> None:
    code = "G09.20-20260609-0092637"
    assert accept(client, code=code) == code
    again = client.post("/dossiers", json=application(code=code))
    assert problem(again)["status"] == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": "fax"}, "/channel"),
        ({"procedure": "birth"}, "/procedure"),
        ({"due": 5}, "/due"),
        ({"code": "HS-1"}, "/code"),
        ({"owner": None}, "/owner"),
        ({"owner": {"name": "Bí Mật"}}, "/owner/kind"),
        ({"submitted_at": "yesterday"}, "/submitted_at"),
        ({"submitted_at": "2026-02-30T10:00:00+07:00"}, "/submitted_at"),
        ({"submitted_at": "2026-11-22T10:00:00"}, "/submitted_at"),
        ({"papers": [{"component": "x"}]}, "/papers/0/name"),
        ({"officer": {"name": "", "title": "x", "department": "y"}}, "/officer/name"),
    ],
)
def test_a_wrong_body_is_422_and_names_the_field_without_its_value(
    client: httpx.Client, changes: dict[str, Any], field: str
) -> None:
    told = problem(client.post("/dossiers", json=application(**changes)))
    assert (told["status"], told["field"]) == (422, field)
    assert field in told["detail"]
    assert "Bí Mật" not in str(told)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff", b"NaN"])
def test_a_body_that_is_no_json_object_is_422(client: httpx.Client, body: bytes) -> None:
    assert problem(client.post("/dossiers", content=body))["status"] == 422


def test_unknown_fields_are_ignored(client: httpx.Client) -> None:
    accept(client, something_of_contract_2="x")


def test_the_outbox_empties(client: httpx.Client) -> None:
    code = accept(client)
    for name in ("process", "finish", "return"):
        act(client, code, name)
    until = time.monotonic() + DRAIN_S
    while (told := client.get("/outbox").json())["pending"]:
        assert datetime.fromisoformat(told["oldest"]).utcoffset() is not None
        assert time.monotonic() < until
        time.sleep(0.02)  # between two looks at the outbox, up to DRAIN_S
    assert told == {"pending": 0, "oldest": None}


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}])
def test_without_the_token_nothing_is_told(upper_tester: str, header: dict[str, str]) -> None:
    for method, path in (("GET", "/version"), ("POST", "/dossiers"), ("POST", "/reset"), ("GET", "/nothing")):
        answer = httpx.request(method, f"{upper_tester}{path}", headers=header, trust_env=False)
        assert problem(answer)["status"] == 401


def test_the_clock_can_be_set_and_goes_on(client: httpx.Client) -> None:
    before = client.get("/clock").json()["now"]
    told = client.post("/clock", json={"now": "2030-01-02T23:50:00+07:00"}).json()["now"]
    assert told.startswith("2030-01-02T23:50:00")
    assert accept(client).startswith("H56.14-300102-")
    assert client.get("/version").json()["clock"] > told
    client.post("/clock", json={"now": before})


def test_the_clock_runs_faster_where_that_is_asked(client: httpx.Client) -> None:
    asked = datetime(2030, 1, 2, 8, tzinfo=UTC)
    told = client.post("/clock", json={"now": asked.isoformat(), "rate": 3600}).json()
    assert told["rate"] == 3600
    until = time.monotonic() + DRAIN_S
    while datetime.fromisoformat(client.get("/clock").json()["now"]) < asked + timedelta(minutes=10):
        assert time.monotonic() < until
    assert client.post("/clock", json={"now": asked.isoformat()}).json()["rate"] == 3600


def test_a_dossier_is_seen_as_it_stands(client: httpx.Client) -> None:
    code = accept(client, channel="postal")
    act(client, code, "process")
    told = client.get(f"/records/dossiers/{code}").json()
    assert (told["code"], told["status"], told["channel"], told["procedure"]) == (code, "4", "postal", HERE)
    assert [(row["number"], row["status"]) for row in told["acts"]] == [(1, "2"), (2, "4")]
    assert told["acts"][0]["at"] <= told["acts"][1]["at"] < told["due"]
    assert problem(client.get("/records/dossiers/H56.14-990101-0001"))["status"] == 404


def test_files_lie_where_they_should() -> None:
    assert Path(DOCUMENT).with_name("README.md").is_file()
