"""A system for tests of the frame: it keeps things, hands them back, and pushes what it is told to push."""

import json
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from mocks import registry
from mocks.core.behaviour import BehaviourKind, arguments_of
from mocks.core.system import Answer, Call, Command, CommandRefused, Site, System, View
from mocks.registry import Entry
from mocks.stage.played import Terms, Wish
from mocks.stage.server import Placement, Running
from specs.profile import load_profile
from tests.unit.mocks.playing import TOKEN, Side, in_a_thread

KEY = b"key of a test"
NAME = {"type": "string", "x-personal-data": "name"}
ID = {"type": "string", "minLength": 1, "maxLength": 20}
THING = {
    "type": "object",
    "properties": {"id": ID, "owner": NAME, "at": {"type": "string"}},
    "required": ["id"],
    "additionalProperties": False,
}
TAKEN = {
    "type": "object",
    "properties": {"taken": {"type": "boolean"}},
    "required": ["taken"],
    "additionalProperties": False,
}
ERROR = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
XML_THING = {"type": "object", "properties": {"thing": THING}, "required": ["thing"]}
FILES = {"type": "object", "properties": {"id": ID, "file": {}}, "required": ["id", "file"]}
FORGET = {
    "type": "object",
    "properties": {"id": {"type": "string"}},
    "required": ["id"],
    "additionalProperties": False,
}
SCHEMAS = {"thing": THING, "taken": TAKEN, "error": ERROR, "xml": XML_THING, "files": FILES}
OPERATIONS = """
system = "probe"
profile = "probe-1"
title = "A system for tests"
[settings.push]
attempts = 3
first_pause_s = {value = 0.01, fidelity = "assumed", sources = []}
timeout_s = 1.0
[[operation]]
name = "Keep"
summary = "Keep a thing"
method = "POST"
path = "/things"
request = "thing.json"
response = "taken.json"
status = 201
refusals = {"400" = "error.json", "401" = "error.json", "409" = "error.json"}
fidelity = "assumed"
sources = []
[[operation]]
name = "Show"
summary = "Show a thing"
method = "GET"
path = "/things/{id}"
response = "thing.json"
refusals = {"404" = "error.json"}
fidelity = "assumed"
sources = []
"""
PUSH = """
[[push]]
name = "%s"
summary = "Tell of a thing"
method = "%s"
path = "%s"
fidelity = "assumed"
sources = []
%s
"""
PUSHES = (
    ("Tell", "POST", "/inbox/{box}", 'request = "thing.json"\nresponse = "taken.json"\n'),
    ("TellForm", "POST", "/form", f'request = "thing.json"\nrequest_type = "{"application/x-www-form-urlencoded"}"'),
    ("TellFiles", "POST", "/files", 'request = "files.json"\nrequest_type = "multipart/form-data"'),
    ("TellXml", "POST", "/xml", 'request = "xml.json"\nrequest_type = "text/xml"'),
    ("CallBack", "GET", "/back", ""),
)


class Probe:
    """Keeps things by id in the store; a thing kept already is refused."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.things = site.store.table("things")

    def answer(self, call: Call) -> Answer:
        """201, 200, or a refusal."""
        if call.operation is None:
            return Answer(status=404, text="Not Found", accepted=False, reason="no-such-address")
        if call.operation.name == "Show":
            found = self.things.get(call.path_values["id"])
            told = {"certificate": dict(call.certificate)} if call.certificate else {}
            return _no(404, "unknown-thing") if found is None else Answer(body=found, facts=told)
        if call.defects:
            return _no(400, "malformed")
        if call.behaviours.take("expired-session") is not None:
            return _no(401, "no-session")
        code = str((call.body or {}).get("id", "nothing")) if isinstance(call.body, dict) else "nothing"
        if code in self.things and not call.lax:
            return _no(409, "exists")
        self.things.put(code, {"id": code, "at": self.site.clock.now().isoformat()})
        return Answer(status=201, body={"taken": True})

    def forget(self, arguments: Any) -> Any:
        """Forget a thing, or refuse to."""
        if arguments["id"] not in self.things:
            raise CommandRefused(f"there is no thing {arguments['id']!r}")
        self.things.delete(arguments["id"])
        return {"left": len(self.things)}

    def push(self, arguments: Any) -> Any:
        """Push as told."""
        wish = dict(arguments)
        operation, courier = wish.pop("operation"), self.site.courier
        if "content" in wish:
            wish["content"] = wish["content"].encode()
        wish["applied"] = courier.applied(operation)
        if (other := wish["applied"].take("other-id")) is not None:
            wish["body"] = {"id": other["id"]}
        judge = JUDGES[wish.pop("judge", "none")]
        return {"id": courier.push(operation, judge=judge, **wish)}


def _takes(_status: int, body: Any) -> dict[str, Any]:
    taken = isinstance(body, dict) and body.get("taken") is True
    return {"accepted": taken, "looked_at": True} | ({} if taken else {"reason": "not-taken"})


def _breaks(_status: int, _body: Any) -> dict[str, Any]:
    raise ZeroDivisionError


JUDGES: dict[str, Any] = {"none": None, "takes": _takes, "breaks": _breaks}
OTHER_ID = BehaviourKind("other-id", arguments_of(id={"type": "string"}), 'other-id {"id": text}', "push")


def _no(status: int, reason: str) -> Answer:
    return Answer(status=status, body={"error": reason}, accepted=False, reason=reason)


def make(site: Site) -> System:
    """The probe as a System."""
    probe = Probe(site)
    probe.things.put("first", {"id": "first"})
    shown = View(usage="things that are kept", show=lambda: {"things": sorted(key for key, _ in probe.things.items())})
    push = Command(usage="tell {operation, …}: push", run=probe.push, schema={"type": "object"})
    forget = Command(usage='forget {"id": text}: a thing less', run=probe.forget, schema=FORGET)
    return System(
        profile=site.profile,
        handler=probe,
        behaviours=(OTHER_ID,),
        views={"things": shown},
        commands={"tell": push, "things/forget": forget},
    )


def write_profile(folder: Path) -> Path:
    """An overlay that holds the profile of the probe."""
    home = folder / "interfaces" / "probe" / "probe-1"
    (home / "schemas").mkdir(parents=True)
    for name, schema in SCHEMAS.items():
        (home / "schemas" / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
    rows = "".join(PUSH % row for row in PUSHES)
    (home / "operations.toml").write_text(OPERATIONS + rows, encoding="utf-8")
    return folder


@contextmanager
def probing(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    *,
    beside: Sequence[Wish] = (),
    placement: Placement | None = None,
    **terms: Any,
) -> Iterator[list[Side]]:
    """Play the probe, under the prefix /probe where other systems are played beside it."""
    overlay = write_profile(folder)
    monkeypatch.setattr(registry, "ENTRIES", (*registry.ENTRIES, Entry("probe", ("probe-1",), ("key",), make)))
    wishes = [Wish(system="probe", prefix="/probe" if beside else ""), *beside]
    known: dict[str, Any] = {"overlay": overlay, "redaction_key": KEY}
    told = Terms(**known | terms)
    with ExitStack() as stack:
        mocks = stack.enter_context(in_a_thread(wishes, told, placement=placement))
        yield [_side(stack, mock, overlay) for mock in mocks]


def _side(stack: ExitStack, mock: Running, overlay: Path) -> Side:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    trusted: Any = ssl.create_default_context(cafile=mock.certificates["ca"]) if mock.certificates else True
    national = httpx.Client(base_url=mock.national, timeout=5, trust_env=False, verify=trusted)
    control = httpx.Client(base_url=mock.control, timeout=40, trust_env=False, headers=bearer)
    profile = load_profile(mock.system, mock.profile, overlay=overlay / "interfaces")
    return Side(mock, profile, stack.enter_context(national), stack.enter_context(control))
