"""Every check: where it holds, where it does not, and that silence or other traffic never makes it hold."""

from collections.abc import Callable
from typing import Any

import pytest

from harness.checks import CHECKS
from harness.checks.pattern import matches
from harness.errors import Ending, HarnessError, Inconclusive
from harness.exchange import Exchange
from harness.recount import Recount, SnapshotLine, read_recount, read_snapshot
from harness.statement import StatementLine
from harness.verdict import Code
from tests.unit.harness import load_evidence, stated_evidence
from tests.unit.harness.evidence import FENCE, fence, make_exchange
from tests.unit.harness.test_account_checks import ENTRIES, chain, view

X = make_exchange
CODE = {"operation": "Push", "where": {"/code": "a"}}
LOOK = {"operation": "Look", "where": {"/code": "a"}}
FENCED = {"fence": FENCE}
LONG = "ữ" * 200
MORNING = "2026-01-05T08:30:00+07:00"


def push(seq: int, code: str = "a", **more: Any) -> Exchange:
    return X(seq, "Push", body={"code": code, **more}, reply={"error_code": "0"})


def look(seq: int, code: str = "a", **more: Any) -> Exchange:
    return X(seq, "Look", body={"code": code, **more}, reply={})


def told(seq: int, **reply: Any) -> Exchange:
    return X(seq, "view", reply=reply, door="upper-tester")


def act(**body: Any) -> Exchange:
    return X(1, "accept", body=body, reply={}, door="upper-tester")


def attempts(*starts: float) -> list[Exchange]:
    return [X(n, "Push", body={"code": "a"}, at_s=at, took_ms=0) for n, at in enumerate(starts, 1)]


def shown(*dossiers: str, status: int = 200) -> Exchange:
    return X(1, "own", reply={"dossiers": list(dossiers)}, status=status, door="web-door")


LATER = "2026-11-20T10:00:00+07:00"


def counted(*, looked_at: int = 9, lost: int = 0, **snapshot: Any) -> list[Recount | SnapshotLine]:
    """A recount at 9:00:30, and the snapshot of 9:00 that it was asked of."""
    line = {"id": "snapshot-after", "name": "after", "side": "current", "rows": 10, "unreadable": 0, **snapshot}
    cut_over = {"taken_at": "2026-11-20T09:00:00+07:00", "cut_over": "2025-07-01T00:00:00+07:00"}
    samples = [{"cause": "lost", "key": "H60-1", "detail": "gone"}] if lost else []
    event = {
        "id": "recount-migration",
        "question": "reconcile/migration::nothing_is_lost",
        "asked": "2026-11-20T02:00:30+00:00",
        "snapshots": ["snapshot-after"],
        "looked_at": looked_at,
        "against": {"lost": lost} if lost else {},
        "samples": samples,
    }
    return [read_recount(event), read_snapshot({**cut_over, **line})]


HOLDS: list[tuple[str, list[Any], dict[str, Any]]] = [
    ("status_is", [shown(status=403), shown(status=404)], {"statuses": [403, 404]}),
    ("value_is_among", [shown("a", "b")], {"pointer": "reply:/dossiers/*", "value": "b"}),
    ("value_is_not_among", [shown("a")], {"pointer": "reply:/dossiers/*", "value": "b"}),
    ("no_text_like", [shown("*********123")], {"pattern": r"\d{12}"}),
    ("entries_hang_together", [view(chain())], {"pointer": ENTRIES}),
    ("number_of_values_is", [view(chain())], {"pointer": f"{ENTRIES}/number", "number": 3}),
    ("members_are_among", [view([{"at": 1}])], {"pointer": ENTRIES, "names": ["at", "by"]}),
    ("keeps_the_profile", [push(1)], {}),
    ("figure_grows_by", [told(1, n=2), told(2, n=5)], {"pointer": "reply:/n", "by": 3}),
    ("figures_add_up", [told(1, n=2, m=[1, 2], t=5)], {"pointers": ["reply:/n", "reply:/m/*"], "total": "reply:/t"}),
    ("instant_is", [told(1, at="2026-01-05T01:30:00Z")], {"pointer": "reply:/at", "instant": MORNING}),
    ("field_is", [push(1)], {"pointer": "/code", "value": "a"}),
    ("field_is", [push(1)], {"pointer": "/other", "value": None}),
    ("field_is", [push(1), push(2)], {"pointer": "reply:/error_code", "value": "0"}),
    ("values_are", [push(1, files=["x", "y"])], {"pointer": "/files/*", "values": ["y", "x"]}),
    ("values_are", [push(1)], {"pointer": "/files/*", "values": []}),
    ("field_matches", [push(1), push(2)], {"pointer": "/code", "pattern": "[a-z]"}),
    ("same_value", [act(note=LONG), push(2, note=LONG)], {"pointers": ["/note", "/note"]}),
    ("headers_are", [X(1, headers={"accept": "Application/JSON"})], {"headers": {"accept": "application/json"}}),
    ("told_in_body_only", [X(1, body={"username": "u", "password": "p"})], {"fields": ["username", "password"]}),
    ("no_value_like", [push(1), fence()], {"pointers": ["/code"], "pattern": "H22", **FENCED}),
    ("each_preceded_by", [look(1), push(2)], {"what": CODE, "by": LOOK}),
    ("each_preceded_by", [look(1), push(2), look(3), push(4)], {"what": CODE, "by": LOOK, "fresh": True}),
    ("followed_by", [look(1), push(2)], {"first": LOOK, "then": CODE, **FENCED}),
    ("number_is", [push(1), fence()], {"pattern": CODE, "at_least": 1, "at_most": 1, **FENCED}),
    (
        "all_seen",
        [push(1, st="2"), push(2, st="4"), fence()],
        {"pattern": CODE, "pointer": "/st", "values": ["4", "2"], **FENCED},
    ),
    (
        "arrive_in_order",
        [push(1, st="2"), push(2, st="2"), push(3, st="4")],
        {"pattern": CODE, "pointer": "/st", "values": ["2", "4"]},
    ),
    (
        "value_changes_after",
        [look(1, s="A"), look(2, s="B")],
        {"refused": {**LOOK, "where": {"/s": "A"}}, "among": LOOK, "pointer": "/s"},
    ),
    (
        "arrives",
        [act(name=LONG), push(2, by=LONG), fence()],
        {"source": "/name", "pattern": CODE, "pointer": "/by", **FENCED},
    ),
    ("arrived_within", [act(), push(2)], {"within_s": 1.0}),
    ("local_time_is_near", [act(), push(2, at="20261122080003")], {"pointer": "/at", "within_s": 5}),
    ("pauses_grow", attempts(0, 1, 3), {"pattern": CODE, "first_pause_s": 1.0}),
    ("pauses_grow", attempts(0, 3, 5, 9, 17), {"pattern": CODE, "first_pause_s": 1.0}),
    ("capability_is_claimed", [StatementLine("portal.sync", "m", answer=True)], {}),
    ("nothing_speaks_against", counted(), {"within_s": 60}),
    ("request_is_valid", [X(1, "DangNhap", body={"username": "u", "password": "p"})], {"ignore": []}),
    ("request_is_valid", [X(1, "DangNhap", body={"username": "u"})], {"ignore": ["password"]}),
]

FAILS: list[tuple[str, list[Any], dict[str, Any], str]] = [
    ("status_is", [shown(status=403), shown()], {"statuses": [403, 404]}, "200"),
    ("value_is_among", [shown("a")], {"pointer": "reply:/dossiers/*", "value": "b"}, "'a'"),
    ("value_is_among", [shown()], {"pointer": "reply:/dossiers/*", "value": "b"}, "nothing"),
    ("value_is_not_among", [shown("a", "b")], {"pointer": "reply:/dossiers/*", "value": "b"}, "it stands"),
    ("no_text_like", [shown("097090123456")], {"pattern": r"\d{12}"}, "12 such characters"),
    ("entries_hang_together", [view(chain()[::-1])], {"pointer": ENTRIES}, "does not follow"),
    ("number_of_values_is", [view(chain())], {"pointer": f"{ENTRIES}/number", "number": 2}, "3 among 3"),
    ("members_are_among", [view([{"at": 1}])], {"pointer": ENTRIES, "names": ["by"]}, "also at"),
    ("keeps_the_profile", [X(1, None, body={})], {}, "no operation"),
    ("figure_grows_by", [told(1, n=2), told(2, n=4)], {"pointer": "reply:/n", "by": 3}, "from 2 to 4"),
    ("figures_add_up", [told(1, n=2, t=3)], {"pointers": ["reply:/n"], "total": "reply:/t"}, "2 = 2, told 3"),
    ("instant_is", [told(1, at="2026-01-05T08:30:00Z")], {"pointer": "reply:/at", "instant": MORNING}, "08:30:00Z"),
    ("instant_is", [told(1, at="2026-01-05T08:30:00")], {"pointer": "reply:/at", "instant": MORNING}, "08:30:00"),
    ("instant_is", [told(1)], {"pointer": "reply:/at", "instant": MORNING}, "absent"),
    ("field_is", [push(1)], {"pointer": "/code", "value": "b"}, "'a'"),
    ("field_is", [push(1, n=0)], {"pointer": "/n", "value": "0"}, "0 in"),
    ("field_is", [push(1, n=False)], {"pointer": "/n", "value": 0}, "False"),
    ("field_is", [push(1), look(2)], {"pointer": "reply:/error_code", "value": "0"}, "absent"),
    ("field_is", [push(1)], {"pointer": "/code", "value": None}, "'a'"),
    ("values_are", [push(1, files=["x", "x"])], {"pointer": "/files/*", "values": ["x"]}, "'x', 'x'"),
    ("values_are", [push(1, files=["x"])], {"pointer": "/files/*", "values": []}, "'x'"),
    ("values_are", [push(1)], {"pointer": "/files/*", "values": ["x"]}, "{}"),
    ("field_matches", [push(1, "ab")], {"pointer": "/code", "pattern": "[a-z]"}, "'ab'"),
    ("field_matches", [push(1)], {"pointer": "/other", "pattern": ".*"}, "absent"),
    ("field_matches", [push(1, n=7)], {"pointer": "/n", "pattern": ".*"}, "7"),
    ("same_value", [act(note=LONG), push(2, note=LONG[:-1])], {"pointers": ["/note", "/note"]}, "199 characters"),
    ("same_value", [act(note=LONG), push(2)], {"pointers": ["/note", "/note"]}, "absent"),
    ("headers_are", [X(1)], {"headers": {"accept": ""}}, "accept: absent"),
    ("headers_are", [X(1, headers={"dstcode": "VN1"})], {"headers": {"dstcode": "^VN$"}}, "VN1"),
    ("told_in_body_only", [X(1, body={"username": "u", "password": ""})], {"fields": ["password"]}, "missing"),
    ("told_in_body_only", [X(1, body={"u": "u"}, query={"u": ["u"]})], {"fields": ["u"]}, "query"),
    ("told_in_body_only", [X(1, body={"u": "u"}, method="GET")], {"fields": ["u"]}, "GET"),
    ("no_value_like", [push(1, "H22-1"), fence()], {"pointers": ["/code"], "pattern": "H22", **FENCED}, "H22-1"),
    ("no_value_like", [push(1, n=22), fence()], {"pointers": ["/n"], "pattern": "22", **FENCED}, "'22'"),
    ("each_preceded_by", [push(1), look(2)], {"what": CODE, "by": LOOK}, "came without"),
    ("each_preceded_by", [look(1), push(2), push(3)], {"what": CODE, "by": LOOK, "fresh": True}, "000003"),
    (
        "each_preceded_by",
        [X(1, "Look", body={"code": "a"}, silence="reset"), push(2)],
        {"what": CODE, "by": LOOK},
        "came without",
    ),
    (
        "each_preceded_by",
        [X(1, "Look", body={"code": "a"}, took_ms=5000), push(2)],
        {"what": CODE, "by": LOOK},
        "came without",
    ),
    ("followed_by", [push(1), look(2), fence()], {"first": LOOK, "then": CODE, **FENCED}, "none after"),
    ("number_is", [push(1), push(2), fence()], {"pattern": CODE, "at_least": 1, "at_most": 1, **FENCED}, "2: "),
    ("number_is", [fence()], {"pattern": CODE, "at_least": 1, "at_most": 1, **FENCED}, "none"),
    (
        "all_seen",
        [push(1, st="2"), fence()],
        {"pattern": CODE, "pointer": "/st", "values": ["2", "4"], **FENCED},
        "missing '4'",
    ),
    (
        "all_seen",
        [push(1, st=True), fence()],
        {"pattern": CODE, "pointer": "/st", "values": [1], **FENCED},
        "missing 1",
    ),
    (
        "arrive_in_order",
        [push(1, st="4"), push(2, st="2")],
        {"pattern": CODE, "pointer": "/st", "values": ["2", "4"]},
        "'4' → '2'",
    ),
    (
        "arrive_in_order",
        [push(1, l=["4", "2"])],
        {"pattern": CODE, "pointer": "/l/*", "values": ["2", "4"]},
        "'4' → '2'",
    ),
    (
        "arrive_in_order",
        [push(1, st="2"), push(2, st="4"), push(3, st="2")],
        {"pattern": CODE, "pointer": "/st", "values": ["2", "4"]},
        "'2' → '4' → '2'",
    ),
    (
        "value_changes_after",
        [look(1, s="A"), look(2, s="A")],
        {"refused": LOOK, "among": LOOK, "pointer": "/s"},
        "the same",
    ),
    ("value_changes_after", [look(1, s="A"), look(2)], {"refused": LOOK, "among": LOOK, "pointer": "/s"}, "none"),
    (
        "value_changes_after",
        [look(1, s="A", bad=1), look(2, s="B"), look(3, s="A")],
        {"refused": {"where": {"/bad": 1}}, "among": LOOK, "pointer": "/s"},
        "000003",
    ),
    (
        "arrives",
        [act(name=LONG), push(2, by=LONG[:50]), fence()],
        {"source": "/name", "pattern": CODE, "pointer": "/by", **FENCED},
        "ữ",
    ),
    ("arrives", [act(name=LONG), fence()], {"source": "/name", "pattern": CODE, "pointer": "/by", **FENCED}, "absent"),
    ("arrived_within", [act(), push(9)], {"within_s": 1.0}, "7.990 s"),
    ("local_time_is_near", [act(), push(2, at="20261122010001")], {"pointer": "/at", "within_s": 5}, "2026"),
    ("local_time_is_near", [act(), push(2, at="2026112280001")], {"pointer": "/at", "within_s": 5}, "2026"),
    ("local_time_is_near", [act(), push(2)], {"pointer": "/at", "within_s": 5}, "absent"),
    ("local_time_is_near", [act(), push(2, at=None)], {"pointer": "/at", "within_s": 5}, "None"),
    ("pauses_grow", attempts(0, 0.5, 3), {"pattern": CODE, "first_pause_s": 1.0}, "0.500"),
    ("pauses_grow", attempts(0, 1, 2.01), {"pattern": CODE, "first_pause_s": 1.0}, "1.000 1.010"),
    ("pauses_grow", attempts(0, 1, 2, 3, 4.4), {"pattern": CODE, "first_pause_s": 1.0}, "1.400"),
    ("capability_is_claimed", [StatementLine("portal.sync", "m", answer=False)], {}, "no"),
    ("nothing_speaks_against", counted(lost=2), {"within_s": 60}, "lost 2; first: H60-1 gone"),
    ("nothing_speaks_against", counted(lost=2, unreadable=1), {"within_s": 60}, "lost 2"),
    ("capability_is_claimed", [StatementLine("portal.sync", "m", answer=None)], {}, "left out"),
    ("request_is_valid", [X(1, "DangNhap", body={"username": "u"})], {"ignore": []}, "password"),
    ("request_is_valid", [X(1, "DangNhap")], {"ignore": []}, "None is not"),
    ("request_is_valid", [X(1, None, body={})], {"ignore": []}, "no operation"),
]

OPEN: list[tuple[str, list[Any], dict[str, Any], Code]] = [
    ("status_is", [X(1, silence="timeout", status=0)], {"statuses": [403]}, Code.TIMEOUT),
    ("value_is_not_among", [shown()], {"pointer": "reply:/dossiers/*", "value": "b"}, Code.INSUFFICIENT_DATA),
    ("no_text_like", [shown("a", status=401)], {"pattern": r"\d{12}"}, Code.INSUFFICIENT_DATA),
    ("no_text_like", [X(1)], {"pattern": r"\d{12}"}, Code.INSUFFICIENT_DATA),
    ("field_is", [X(1)], {"pointer": "/x", "value": None}, Code.INSUFFICIENT_DATA),
    ("field_is", [X(1, silence="reset")], {"pointer": "reply:/x", "value": None}, Code.INSUFFICIENT_DATA),
    ("values_are", [X(1)], {"pointer": "/x/*", "values": []}, Code.INSUFFICIENT_DATA),
    ("same_value", [act(), push(2)], {"pointers": ["/note", "/note"]}, Code.INSUFFICIENT_DATA),
    ("same_value", [act(note=None), push(2, note=None)], {"pointers": ["/note", "/note"]}, Code.INSUFFICIENT_DATA),
    ("same_value", [act(note=""), push(2, note="")], {"pointers": ["/note", "/note"]}, Code.INSUFFICIENT_DATA),
    ("headers_are", [X(1)], {"headers": {}}, Code.HARNESS),
    ("no_value_like", [push(1)], {"pointers": ["/code"], "pattern": "H22", **FENCED}, Code.INSUFFICIENT_DATA),
    ("no_value_like", [fence()], {"pointers": ["/code"], "pattern": "H22", **FENCED}, Code.NO_TRAFFIC),
    ("no_value_like", [push(1, "H22")], {"pointers": ["/code"], "pattern": "H22", "fence": {}}, Code.HARNESS),
    ("each_preceded_by", [look(1)], {"what": CODE, "by": LOOK}, Code.NO_TRAFFIC),
    ("followed_by", [push(1)], {"first": LOOK, "then": CODE, **FENCED}, Code.NO_TRAFFIC),
    ("followed_by", [look(1)], {"first": LOOK, "then": CODE, **FENCED}, Code.INSUFFICIENT_DATA),
    ("followed_by", [fence(1), look(2)], {"first": LOOK, "then": CODE, **FENCED}, Code.INSUFFICIENT_DATA),
    ("number_is", [push(1)], {"pattern": CODE, "at_least": 0, "at_most": 1, **FENCED}, Code.INSUFFICIENT_DATA),
    (
        "number_is",
        [push(1)],
        {"pattern": CODE, "at_least": 0, "at_most": 1, "fence": {"operation": "Push"}},
        Code.HARNESS,
    ),
    (
        "all_seen",
        [push(1, st="2")],
        {"pattern": CODE, "pointer": "/st", "values": ["2"], **FENCED},
        Code.INSUFFICIENT_DATA,
    ),
    ("all_seen", [fence()], {"pattern": CODE, "pointer": "/st", "values": [], **FENCED}, Code.HARNESS),
    ("arrive_in_order", [look(1)], {"pattern": CODE, "pointer": "/st", "values": ["2"]}, Code.NO_TRAFFIC),
    ("arrive_in_order", [push(1, st="2")], {"pattern": CODE, "pointer": "/st", "values": ["2", "4"]}, Code.NO_TRAFFIC),
    ("arrive_in_order", [push(1)], {"pattern": CODE, "pointer": "/st", "values": []}, Code.HARNESS),
    ("value_changes_after", [push(1)], {"refused": LOOK, "among": LOOK, "pointer": "/s"}, Code.NO_TRAFFIC),
    ("value_changes_after", [look(1, s="A")], {"refused": LOOK, "among": LOOK, "pointer": "/s"}, Code.NO_TRAFFIC),
    (
        "arrives",
        [act(), push(2), fence()],
        {"source": "/name", "pattern": CODE, "pointer": "/by", **FENCED},
        Code.INSUFFICIENT_DATA,
    ),
    (
        "arrives",
        [act(name=None), push(2, by=None), fence()],
        {"source": "/name", "pattern": CODE, "pointer": "/by", **FENCED},
        Code.INSUFFICIENT_DATA,
    ),
    (
        "arrives",
        [act(name="x"), push(2, by="x")],
        {"source": "/name", "pattern": CODE, "pointer": "/by", **FENCED},
        Code.INSUFFICIENT_DATA,
    ),
    ("arrived_within", [push(9), act()], {"within_s": 1.0}, Code.INSUFFICIENT_DATA),
    ("pauses_grow", attempts(0, 1), {"pattern": CODE, "first_pause_s": 1.0}, Code.INSUFFICIENT_DATA),
    ("pauses_grow", [look(1)], {"pattern": CODE, "first_pause_s": 1.0}, Code.NO_TRAFFIC),
    ("nothing_speaks_against", counted(unreadable=1), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(lost=1, unreadable=1), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(looked_at=0), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(rows=0), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(lost=1), {"within_s": 1}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(side="historical", cut_over=LATER), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(side="historical", newest=LATER), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted()[:1], {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted()[1:], {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", [*counted(), counted()[1]], {"within_s": 60}, Code.INSUFFICIENT_DATA),
]


HOLDS += load_evidence.HOLDS + stated_evidence.HOLDS
FAILS += load_evidence.FAILS + stated_evidence.FAILS
OPEN += load_evidence.OPEN + stated_evidence.OPEN


@pytest.mark.parametrize(("name", "evidence", "arguments"), HOLDS)
def test_it_holds(name: str, evidence: list[Any], arguments: dict[str, Any]) -> None:
    seen = CHECKS[name](evidence, **arguments)

    assert seen.holds, seen.observed
    assert seen.evidence == tuple(item.id for item in evidence)


@pytest.mark.parametrize(("name", "evidence", "arguments", "observed"), FAILS)
def test_it_does_not_hold(name: str, evidence: list[Any], arguments: dict[str, Any], observed: str) -> None:
    seen = CHECKS[name](evidence, **arguments)

    assert not seen.holds
    assert observed in seen.observed
    assert "\n" not in seen.expected + seen.observed


@pytest.mark.parametrize(("name", "evidence", "arguments", "code"), OPEN)
def test_it_does_not_decide(name: str, evidence: list[Any], arguments: dict[str, Any], code: Code) -> None:
    with pytest.raises(Ending) as caught:
        CHECKS[name](evidence, **arguments)

    assert isinstance(caught.value, Inconclusive | HarnessError)
    assert caught.value.code is code


CONTENT_APART = {"capability_is_claimed", "arrived_within", "keeps_the_profile", "status_is"}
"""Checks that look at no content of an exchange: the case chooses what they are shown."""


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_is_in_the_tables(name: str) -> None:
    """And so is seen to hold and not to hold."""
    assert name in {row[0] for row in HOLDS}
    assert name in {row[0] for row in FAILS}


@pytest.mark.parametrize(("name", "evidence", "arguments"), [row for row in HOLDS if row[0] not in CONTENT_APART])
@pytest.mark.parametrize(
    "make", [lambda _: [], lambda n: [X(50 + k, "Other") for k in range(n)]], ids=["none", "irrelevant"]
)
def test_it_never_holds_on_nothing(
    name: str, evidence: list[Any], arguments: dict[str, Any], make: Callable[[int], list[Exchange]]
) -> None:
    """Without evidence, or on exchanges that say nothing of the matter, no check holds."""
    try:
        seen = CHECKS[name](make(len(evidence)), **arguments)
    except (Ending, KeyError):
        return
    assert not seen.holds


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ({}, True),
        ({"operation": "Push"}, True),
        ({"operation": None}, False),
        ({"where": {"/n": 0}}, True),
        ({"where": {"/n": "0"}}, False),
        ({"where": {"/n": False}}, False),
        ({"where": {"/n": ["0", 0]}}, True),
        ({"where": {"/n": []}}, False),
        ({"where": {"/l/*": 2}}, True),
        ({"where": {"/none": None}}, True),
        ({"where": {"/other": None}}, True),
        ({"where": {"/n": None}}, False),
        ({"where": {"reply:/error_code": "0", "facts:/session": "valid"}}, True),
    ],
)
def test_patterns(pattern: dict[str, Any], *, found: bool) -> None:
    body = {"n": 0, "l": [1, 2], "none": None}
    exchange = X(1, "Push", body=body, reply={"error_code": "0"}, facts={"session": "valid"})

    assert matches(exchange, pattern) is found
