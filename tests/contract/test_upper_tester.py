"""The reference province keeps the upper-tester contract: generated calls by its own document, and sequences by hand.

Another implementation is held against the same contract by pointing `upper_tester` at it.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from schemathesis.engine import events, from_schema

from specs import FOLDER
from tests.unit.province.processes import run_portal, run_province, running
from tests.unit.province.samples import ACTS, make_accept, options_for

DOCUMENT = FOLDER / "interfaces" / "upper-tester" / "1" / "openapi.json"
TOKEN = "upper-tester-token"
EXAMPLES = 6
DRAIN_S = 20.0


@pytest.fixture(scope="module")
def upper_tester(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base address of a running province with a portal behind it."""
    folder = tmp_path_factory.mktemp("province")
    with running(run_portal, {}) as portal:
        options = options_for(folder, portal["national"], token=TOKEN)
        with running(run_province, options) as province:
            yield province["url"]


@pytest.fixture
def client(upper_tester: str) -> Iterator[httpx.Client]:
    """A client of a province that has nothing waiting."""
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=upper_tester, headers=bearer, timeout=10, trust_env=False) as made:
        assert made.post("/reset").status_code == 204
        yield made


def accept(client: httpx.Client, **changes: Any) -> str:
    answer = client.post("/dossiers", json=make_accept(**changes))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["dossier"])


def act(client: httpx.Client, code: str, name: str) -> httpx.Response:
    return client.post(f"/dossiers/{code}/{name}", json=ACTS[name])


def problem(answer: httpx.Response) -> dict[str, Any]:
    assert answer.headers["content-type"].startswith("application/problem+json")
    told: dict[str, Any] = answer.json()
    assert told["status"] == answer.status_code
    return told


def test_generated_calls_are_answered_as_the_document_says(upper_tester: str) -> None:
    config = {
        "seed": 7,
        "base-url": upper_tester,
        "headers": {"Authorization": f"Bearer {TOKEN}"},
        "cache": {"enabled": False},
        "generation": {"max-examples": EXAMPLES, "database": "none"},
    }
    schema = schemathesis.openapi.from_path(str(DOCUMENT), config=schemathesis.Config.from_dict(config))
    failures, troubles, answers, checks = [], [], defaultdict[str, set[int]](set), 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            troubles.append(repr(event))
        if isinstance(event, events.ScenarioFinished):
            for made in event.recorder.interactions.values():
                if made.response is not None:
                    called = f"{made.request.method} {made.request.uri.rpartition('/')[2]}"
                    answers[called].add(made.response.status_code // 100)
            for done in (check for rows in event.recorder.checks.values() for check in rows):
                checks += 1
                if done.failure_info is not None:
                    failures.append((event.label, done.name, done.failure_info.failure.message))
    assert failures == []
    assert troubles == []
    assert checks > 1000
    for path, methods in schema.raw_schema["paths"].items():
        for method in methods.keys() - {"parameters"}:
            called = f"{method.upper()} {path.rpartition('/')[2]}"
            # That an act on a known dossier succeeds is left to the sequences below: chance may not come to it.
            assert "{" in path or 2 in answers[called], f"{called} was never seen to succeed"
            assert method == "get" or path == "/reset" or 4 in answers[called], f"{called} was never seen to refuse"


def test_every_personal_field_is_marked(upper_tester: str) -> None:
    """The words that a clerk types about a person are marked; codes, dates and addresses of files are not."""
    schemas = schemathesis.openapi.from_path(str(DOCUMENT)).raw_schema["components"]["schemas"]
    marks = {
        f"{name}.{field}": row["x-personal-data"]
        for name, schema in schemas.items()
        for field, row in schema.get("properties", {}).items()
        if "x-personal-data" in row
    }
    contents = {f"{name}.content": "text" for name in ("Process", "Supplement", "Finish", "Return")}
    assert marks == contents | {
        "Accept.summary": "text",
        "Accept.note": "text",
        "Owner.name": "name",
        "Owner.phone": "phone",
        "Owner.email": "email",
        "Owner.account": "account",
        "Identity.number": "identity",
        "Officer.name": "name",
        "File.name": "text",
    }


def test_it_says_what_it_is(client: httpx.Client) -> None:
    told = client.get("/version").json()
    assert told["contract"] == "1"
    assert told["build"].startswith("sha256:")
    assert datetime.fromisoformat(told["clock"]).utcoffset() is not None
    assert set(told["capabilities"]) == {"reset", "clock"}


def test_a_dossier_goes_its_way(client: httpx.Client) -> None:
    answer = client.post("/dossiers", json=make_accept())
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
    again = client.post("/dossiers", json=make_accept(code=code))
    assert problem(again)["status"] == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": "fax"}, "/channel"),
        ({"procedure": "birth"}, "/procedure"),
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
    told = problem(client.post("/dossiers", json=make_accept(**changes)))
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
    told = client.post("/clock", json={"now": "2030-01-02T23:59:58+07:00"}).json()["now"]
    assert told.startswith("2030-01-02T23:59:58")
    assert accept(client).startswith("H56.14-300102-")
    assert client.get("/version").json()["clock"] > told
    client.post("/clock", json={"now": before})


def test_files_lie_where_they_should() -> None:
    assert Path(DOCUMENT).with_name("README.md").is_file()
