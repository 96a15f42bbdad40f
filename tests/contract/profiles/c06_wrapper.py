"""The JSON wrapper of the population database: credentials in headers for one shape, in the body for the other."""

import base64
import hashlib
import re
import time
from typing import Any

from mocks.stage.played import Wish
from tests.contract.visiting import Case, body_of, is_broken, put, put_header
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="c06-wrapper"),)
SIGNED = frozenset({"TraCuuCongDanLgsp", "XacThucCongDanLgsp"})
PERSONAL_NUMBER = re.compile("[0-9]{12}")


class Visitor:
    """Signs in once; every officer who asks is one who is registered."""

    known_refusals = frozenset[str]()

    def __init__(self, side: Side) -> None:
        accounts = side.accounts
        self._user, self._secret = accounts["user"], accounts["secret_key"]
        basic = base64.b64encode(f"{self._user}:{self._secret}".encode()).decode()
        self.headers = {"Authorization": f"Basic {basic}", "ApiKey": accounts["api_key"]}
        self._base = side.running.national
        self._officer = side.view("officers")["officers"][0]["identity"]
        self._tokens = {"accessToken": self._token(side, "dancu"), "lgspAccessToken": self._token(side, "lgsp")}

    def dress(self, operation: str, case: Case) -> None:
        if operation in SIGNED:
            self._sign(case)
        body = body_of(case)
        if isinstance(body, dict) and operation:
            if isinstance(body.get("data"), dict):
                body = body | {"data": self._asked_by_an_officer(body["data"])}
            case.body = self._asked_by_an_officer(body)

    def _sign(self, case: Case) -> None:
        timestamp = str(int(time.time()))
        put_header(case, "Timestamp", timestamp)
        if is_broken(case, "header"):
            return
        text = f"{self._base}{case.operation.path}{self._user}{timestamp}{self._secret}"
        digest = hashlib.sha256(text.encode()).hexdigest()
        put(case, AuthHash=base64.b64encode(f"{self._user}:{digest}".encode()).decode(), **self._tokens)

    def _asked_by_an_officer(self, members: dict[str, Any]) -> dict[str, Any]:
        """The same question by a known officer, unless what stands there is no personal number on purpose."""
        given = members.get("MaCanBo")
        if not isinstance(given, str) or PERSONAL_NUMBER.fullmatch(given) is None:
            return members
        return members | {"MaCanBo": self._officer}

    def _token(self, side: Side, scope: str) -> str:
        body = {"grant_type": "client_credentials", "scope": scope}
        answer = side.national.post("/token", data=body, headers={"Authorization": self.headers["Authorization"]})
        return str(answer.json()["access_token"])


def prepare(side: Side, sides: list[Side]) -> Visitor:
    """Sign in."""
    del sides
    return Visitor(side)
