"""A province that asks through its JSON wrapper, in both shapes."""

import time
from dataclasses import dataclass
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from specs.profile import load_profile
from specs.xml_tree import read_tree
from tests.unit.mocks.playing import Side
from tests.unit.mocks.population.asking import newest_exchange, signature, upper_joined

PLAIN = {"TraCuuThongTinCongDan": "037", "XacThucThongTinCongDan": "003"}
CODES = load_profile("c06-wrapper", "wrapper-2025").settings["codes"]
BUS = {"TraCuuCongDanLgsp": "037", "XacThucCongDanLgsp": "003"}


@dataclass
class Client:
    """A province with its accounts at one running wrapper."""

    side: Side
    officer: str

    @property
    def basic(self) -> tuple[str, str]:
        """User and secret key."""
        return self.side.accounts["user"], self.side.accounts["secret_key"]

    @property
    def api_key(self) -> dict[str, str]:
        """The header with the key."""
        return {"ApiKey": self.side.accounts["api_key"]}

    def last(self) -> dict[str, Any]:
        """The newest exchange."""
        return newest_exchange(self.side)

    def token(self, scope: str) -> str:
        """A token of that scope."""
        body = {"grant_type": "client_credentials", "scope": scope}
        answer = self.checked("LayToken", self.side.national.post("/token", data=body, auth=self.basic))
        return str(answer.json()["access_token"])

    def about(self, resident: dict[str, Any], operation: str, **changes: Any) -> dict[str, Any]:
        """The members of a question; one that is ... is left out."""
        born = resident["born"]
        whole = {
            "MaYeuCau": "YC-0001",
            "MaDVC": "1.001193",
            "MaTichHop": (PLAIN | BUS)[operation],
            "MaCanBo": self.officer,
            "SoDinhDanh": resident["identity"],
            "HoVaTen": upper_joined(resident["name"]),
            "NgayThangNamSinh": {"Nam": born} if len(born) == 4 else {"NgayThangNam": born},
        } | changes
        return {name: value for name, value in whole.items() if value is not ...}

    def ask(self, operation: str, body: Any, **changes: Any) -> httpx.Response:
        """Ask in the first shape."""
        told: dict[str, Any] = {"auth": self.basic, "headers": self.api_key} | changes
        return self.checked(operation, self.side.national.post(f"/api/dancu/{operation}", json=body, **told))

    def ask_by_bus(self, operation: str, data: Any, /, *, unit: str = "s", **changes: Any) -> httpx.Response:
        """Ask in the second shape; a changed member of the body that is ... is left out."""
        timestamp = str(int(time.time() * (1000 if unit == "ms" else 1)))
        address = f"{self.side.running.national}/lgsp/dancu/{operation}"
        known = {
            "accessToken": self.token("dancu") if "accessToken" not in changes else None,
            "lgspAccessToken": self.token("lgsp") if "lgspAccessToken" not in changes else None,
            "AuthHash": signature(self.side.accounts, address, timestamp),
            "data": data,
        }
        body = {name: value for name, value in (known | changes).items() if value is not ...}
        headers = {"Timestamp": timestamp}
        return self.checked(operation, self.side.national.post(f"/lgsp/dancu/{operation}", json=body, headers=headers))

    def checked(self, operation: str, answer: httpx.Response) -> httpx.Response:
        """The answer, once it is found inside the profile."""
        row = self.side.profile.operation(operation)
        schema = row.response_schema if answer.status_code == row.status else row.refusals[answer.status_code]
        Draft202012Validator(schema).validate(answer.json())
        return answer


def xml_of(answer: httpx.Response) -> Any:
    """The body of the envelope in the message of an accepted answer."""
    assert str(answer.json()["error_code"]) in {"0", "00"}, answer.text
    return read_tree(answer.json()["message"].encode())["Envelope"]["Body"]


def record_of(answer: httpx.Response) -> Any:
    """The one record of an answer; None where nobody was found."""
    return (xml_of(answer)["CongdanCollection"] or {}).get("CongDan")


def refused(client: Client, answer: Any, reason: str) -> None:
    """The answer has the code of that reason, the journal says so, and no look-up is in the audit."""
    assert answer.json()["error_code"] == CODES[reason]["value"]
    facts = client.last()["facts"]
    assert (facts["accepted"], facts["reason"]) == (False, reason)
    assert client.side.view("audit")["rows"] == []
