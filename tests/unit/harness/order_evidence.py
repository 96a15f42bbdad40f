"""The rows of the checks that look at what came, how often and after what, for the tables of all checks."""

from typing import Any

from harness.verdict import Code
from tests.unit.harness.calls import act, attempts, look, push
from tests.unit.harness.evidence import FENCE, fence, make_exchange

CODE = {"operation": "Push", "where": {"/code": "a"}}
LOOK = {"operation": "Look", "where": {"/code": "a"}}
FENCED = {"fence": FENCE}
LONG = "ữ" * 200

HOLDS: list[tuple[str, list[Any], dict[str, Any]]] = [
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
]

FAILS: list[tuple[str, list[Any], dict[str, Any], str]] = [
    ("no_value_like", [push(1, "H22-1"), fence()], {"pointers": ["/code"], "pattern": "H22", **FENCED}, "H22-1"),
    ("no_value_like", [push(1, n=22), fence()], {"pointers": ["/n"], "pattern": "22", **FENCED}, "'22'"),
    ("each_preceded_by", [push(1), look(2)], {"what": CODE, "by": LOOK}, "came without"),
    ("each_preceded_by", [look(1), push(2), push(3)], {"what": CODE, "by": LOOK, "fresh": True}, "000003"),
    (
        "each_preceded_by",
        [make_exchange(1, "Look", body={"code": "a"}, silence="reset"), push(2)],
        {"what": CODE, "by": LOOK},
        "came without",
    ),
    (
        "each_preceded_by",
        [make_exchange(1, "Look", body={"code": "a"}, took_ms=5000), push(2)],
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
]

OPEN: list[tuple[str, list[Any], dict[str, Any], Code]] = [
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
]
