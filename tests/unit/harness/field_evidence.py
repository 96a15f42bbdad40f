"""The rows of the checks that look at what an exchange holds, for the tables of all checks."""

from typing import Any

from harness.verdict import Code
from tests.unit.harness.calls import act, look, push, shown, told
from tests.unit.harness.evidence import make_exchange
from tests.unit.harness.test_account_checks import ENTRIES, chain, view

LONG = "ữ" * 200
MORNING = "2026-01-05T08:30:00+07:00"

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
    (
        "headers_are",
        [make_exchange(1, headers={"accept": "Application/JSON"})],
        {"headers": {"accept": "application/json"}},
    ),
    (
        "told_in_body_only",
        [make_exchange(1, body={"username": "u", "password": "p"})],
        {"fields": ["username", "password"]},
    ),
    ("request_is_valid", [make_exchange(1, "DangNhap", body={"username": "u", "password": "p"})], {"ignore": []}),
    ("request_is_valid", [make_exchange(1, "DangNhap", body={"username": "u"})], {"ignore": ["password"]}),
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
    ("keeps_the_profile", [make_exchange(1, None, body={})], {}, "no operation"),
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
    ("headers_are", [make_exchange(1)], {"headers": {"accept": ""}}, "accept: absent"),
    ("headers_are", [make_exchange(1, headers={"dstcode": "VN1"})], {"headers": {"dstcode": "^VN$"}}, "VN1"),
    (
        "told_in_body_only",
        [make_exchange(1, body={"username": "u", "password": ""})],
        {"fields": ["password"]},
        "missing",
    ),
    ("told_in_body_only", [make_exchange(1, body={"u": "u"}, query={"u": ["u"]})], {"fields": ["u"]}, "query"),
    ("told_in_body_only", [make_exchange(1, body={"u": "u"}, method="GET")], {"fields": ["u"]}, "GET"),
    ("request_is_valid", [make_exchange(1, "DangNhap", body={"username": "u"})], {"ignore": []}, "password"),
    ("request_is_valid", [make_exchange(1, "DangNhap")], {"ignore": []}, "None is not"),
    ("request_is_valid", [make_exchange(1, None, body={})], {"ignore": []}, "no operation"),
]

OPEN: list[tuple[str, list[Any], dict[str, Any], Code]] = [
    ("status_is", [make_exchange(1, silence="timeout", status=0)], {"statuses": [403]}, Code.TIMEOUT),
    ("value_is_not_among", [shown()], {"pointer": "reply:/dossiers/*", "value": "b"}, Code.INSUFFICIENT_DATA),
    ("no_text_like", [shown("a", status=401)], {"pattern": r"\d{12}"}, Code.INSUFFICIENT_DATA),
    ("no_text_like", [make_exchange(1)], {"pattern": r"\d{12}"}, Code.INSUFFICIENT_DATA),
    ("field_is", [make_exchange(1)], {"pointer": "/x", "value": None}, Code.INSUFFICIENT_DATA),
    ("field_is", [make_exchange(1, silence="reset")], {"pointer": "reply:/x", "value": None}, Code.INSUFFICIENT_DATA),
    ("values_are", [make_exchange(1)], {"pointer": "/x/*", "values": []}, Code.INSUFFICIENT_DATA),
    ("same_value", [act(), push(2)], {"pointers": ["/note", "/note"]}, Code.INSUFFICIENT_DATA),
    ("same_value", [act(note=None), push(2, note=None)], {"pointers": ["/note", "/note"]}, Code.INSUFFICIENT_DATA),
    ("same_value", [act(note=""), push(2, note="")], {"pointers": ["/note", "/note"]}, Code.INSUFFICIENT_DATA),
    ("headers_are", [make_exchange(1)], {"headers": {}}, Code.HARNESS),
]
