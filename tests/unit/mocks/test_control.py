"""The control port: closed without its token, as published, and nowhere on the national port."""

import json
import re
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mocks.build import build_digest
from specs import FOLDER

DOCUMENT = json.loads((FOLDER / "interfaces" / "control" / "1" / "openapi.json").read_text(encoding="utf-8"))
DOORS = [(method.upper(), path) for path, item in DOCUMENT["paths"].items() for method in item]


def within_the_document(answer: httpx.Response) -> Any:
    """The body of an answer, valid by what the document says of this path, method and status."""
    item = DOCUMENT["paths"][answer.request.url.path][answer.request.method.lower()]
    ((media, content),) = item["responses"][str(answer.status_code)]["content"].items()
    assert answer.headers["content-type"].partition(";")[0] == media
    schema = {"components": DOCUMENT["components"], "allOf": [content["schema"]]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json())
    return answer.json()


@pytest.mark.parametrize(("method", "path"), DOORS)
@pytest.mark.parametrize("token", [None, "", "Bearer", "Bearer wrong", "Basic control-token-of-a-test", "Bearer é"])
def test_nothing_is_told_without_the_token(portal: Any, method: str, path: str, token: str | None) -> None:
    headers = {} if token is None else {b"Authorization": token.encode()}
    with httpx.Client(base_url=portal.running.control, trust_env=False) as stranger:
        answer = stranger.request(method, path, headers=headers)
    assert answer.status_code == 401
    assert within_the_document(answer)["detail"] == "the control port asks for its token"
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_the_national_port_knows_nothing_of_it(portal: Any, method: str, path: str) -> None:
    authorization = portal.control.headers["Authorization"]
    answer = portal.national.request(method, path, headers={"Authorization": authorization})
    assert (answer.status_code, answer.text) == (404, "Not Found")
    assert "control" not in json.dumps(dict(answer.headers))
    assert authorization.split()[1] not in json.dumps(portal.journal())


def test_every_answer_is_as_published(signed_in: Any, dossier: Any) -> None:
    control = signed_in.control
    signed_in.push(dossier)
    wish = {"name": "wording", "times": 1, "arguments": {"message": "x"}}
    within_the_document(control.post("/control/1/behaviours", json=wish))
    within_the_document(control.post("/control/1/behaviours", json={}))
    within_the_document(control.get("/control/1/behaviours"))
    within_the_document(control.get("/control/1/journal"))
    within_the_document(control.get("/control/1/journal?after=99"))
    within_the_document(control.get("/control/1/dossiers"))
    within_the_document(control.post("/control/1/sessions/expire"))
    within_the_document(control.delete("/control/1/behaviours"))


def test_the_identity(signed_in: Any) -> None:
    identity = within_the_document(signed_in.control.get("/control/1/identity"))
    assert (identity["system"], identity["profile"]) == ("dvcqg", "dvcqg-2025")
    assert identity["national"] == signed_in.running.national
    assert identity["build"] == build_digest(signed_in.profile)
    assert identity["redaction_key"] == b"key of a test".hex()
    assert identity["journal_next"] == 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("after=x", "after='x' is no number"),
        ("after=1.5", "is no number"),
        ("after=-1", "after=-1 is not from 0"),
        ("wait=31", "wait=31 is not from 0 to 30"),
        ("wait=nan", "wait=nan is not from 0 to 30"),
        ("after=3", "after=3 is beyond the last exchange, 1"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(signed_in: Any, query: str, said: str) -> None:
    answer = signed_in.control.get(f"/control/1/journal?{query}")
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/", 404), ("PUT", "/control/1/identity", 405)])
def test_other_addresses_are_problems(portal: Any, method: str, path: str, status: int) -> None:
    answer = portal.control.request(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_a_body_that_is_no_json_is_refused(portal: Any) -> None:
    answer = portal.control.post("/control/1/behaviours", content=b"{")
    assert answer.status_code == 422
    assert re.match("the body is no JSON: ", answer.json()["detail"])


def test_the_dossiers_name_nobody(signed_in: Any, dossier: Any) -> None:
    signed_in.push(dossier)
    assert dossier["ChuHoSo"] not in json.dumps(signed_in.dossiers(), ensure_ascii=False)
