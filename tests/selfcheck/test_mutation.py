"""The generic mutation itself: it changes what it says and nothing else, and the suites see what it does."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from harness.requirement import RUN, load_catalogue
from specs import FOLDER
from specs.profile import load_profile
from tests.selfcheck.mutation import drawn, fate, judged, load_reasons, reason_for, resting_on
from tests.selfcheck.mutation_fields import CHANGES, applicable, fields, read_body, write_body
from tests.selfcheck.mutation_proxy import Mutant, Proxy
from tests.selfcheck.mutation_run import profiles

JSON, FORM, XML = "application/json", "application/x-www-form-urlencoded", "text/xml; charset=utf-8"
PUSH, STEP = "DongBoHoSoMC", "CapNhatTienDoHoSoMC"
Say = Callable[[str, str], Awaitable[Any]]


def mutant(pointer: str, change: str, operation: str = PUSH) -> Mutant:
    """A mutant of what is said to the portal."""
    return Mutant("dvcqg", operation, pointer, change, seed=1)


@pytest.mark.parametrize(
    ("value", "change", "becomes"),
    [
        ("H56.14", "other", "I67.25"),
        ("Đỗ Văn Ạ", "diacritics", "Do Van A"),
        ("Nguyễn", "case", "nGUYỄN"),
        ("Lê", "truncated", "L"),
        ("7", "type", 7),
        ("bảy", "type", ["bảy"]),
        (7, "type", "7"),
        (True, "other", False),
        (None, "other", "1"),
        ([1, 2], "truncated", [1]),
        ([1], "empty", []),
        ("20261122154207", "utc", "20261122084207"),
        ("20261122154207", "12-hour", "20261122034207"),
        ("20261122154207", "next-day", "20261123154207"),
    ],
)
def test_a_change_makes_another_value(value: Any, change: str, becomes: Any) -> None:
    assert change in applicable(value, JSON)
    assert CHANGES[change](value) == becomes


@pytest.mark.parametrize("value", ["20261122154207", "097090123456", "chữ", "", None, 0, 3.5, True, [], ["a"]])
def test_what_applies_makes_a_difference(value: Any) -> None:
    for name in applicable(value, JSON):
        changed = CHANGES[name](value)
        assert (type(changed), changed) != (type(value), value), name


@pytest.mark.parametrize(
    ("kind", "raw", "pointer", "after"),
    [
        (JSON, b'{"data": [{"a": "x"}, {"a": "y", "b": 1}]}', "/data/*/a", {"data": [{"a": "y"}, {"a": "z", "b": 1}]}),
        (FORM, b"grant=code&id=ab", "/id", {"grant": "code", "id": "bc"}),
        (
            XML,
            b"<q:S xmlns:q='u'><q:B><q:T>ab</q:T></q:B><q:T>ab</q:T></q:S>",
            "/S/B/T",
            {"S": {"B": {"T": "bc"}, "T": "ab"}},
        ),
    ],
)
def test_one_field_is_changed_in_each_kind_of_body(kind: str, raw: bytes, pointer: str, after: Any) -> None:
    assert pointer in dict(fields(read_body(raw, kind)))
    assert read_body(write_body(raw, kind, pointer, CHANGES["other"]), kind) == after
    gone = read_body(write_body(raw, kind, pointer, CHANGES["missing"]), kind)
    assert pointer not in dict(fields(gone))


def heard(wrong: Mutant | None, *said: tuple[str, str], away: int = 0) -> tuple[list[str], int]:
    """The codes that a portal hears, in order, where these are said to it through a proxy, and how many are wrong.

    It is away at the first so many; each answer to what comes later is success.
    """
    codes: list[str] = []
    wrong_ones = 0

    async def portal(request: web.Request) -> web.Response:
        body: Mapping[str, Any] = await request.json()
        codes.append(body["data"][0]["MaHoSo"])
        return web.json_response({"error_code": "0"}, status=503 if len(codes) <= away else 200)

    async def play() -> None:
        nonlocal wrong_ones
        app = web.Application()
        app.router.add_post("/{path:.*}", portal)
        async with TestServer(app) as server, aiohttp.ClientSession() as client:
            proxy = Proxy(str(server.make_url("")).rstrip("/"), load_profile("dvcqg", "dvcqg-2025"), wrong)
            runner, port = await proxy.open()
            try:
                for number, (service, code) in enumerate(said):
                    body = {"session": "s", "madonvi": "H56", "service": service, "data": [{"MaHoSo": code}]}
                    async with client.post(f"http://127.0.0.1:{port}/integration", json=body) as answer:
                        assert (answer.status == 200) == (number >= away)
            finally:
                await proxy.close(runner)
                wrong_ones = proxy.hits

    asyncio.run(play())
    return codes, wrong_ones


SAID = tuple((PUSH, f"H56-{number}") for number in range(6))


def test_without_a_mutant_all_is_passed_on() -> None:
    assert heard(None, *SAID) == ([code for _, code in SAID], 0)


@pytest.mark.parametrize(("change", "numbers"), [("drop", "024"), ("double", "011233455"), ("reorder", "02143")])
def test_whole_messages(change: str, numbers: str) -> None:
    """This seed has every second message wrong; the sender hears success of each, and what is held back waits."""
    assert heard(mutant("", change), *SAID) == ([f"H56-{number}" for number in numbers], 3)


def test_what_is_held_back_is_not_answered_with_an_error() -> None:
    """The first is answered with 503: only the next answer can stand for those that are held back."""
    assert heard(mutant("", "drop"), *SAID, away=1) == ([f"H56-{number}" for number in "0124"], 2)


def test_a_field_is_wrong_in_every_message_of_its_kind_alone() -> None:
    got = heard(mutant("/data/*/MaHoSo", "case"), (PUSH, "h1"), (STEP, "h2"), (PUSH, "h3"))

    assert got == (["H1", "h2", "H3"], 2)


def test_every_place_is_drawn_in_turn() -> None:
    outgoing = {"dvcqg": {PUSH: {"": ["drop"], "/a": ["empty"], "/b": []}, STEP: {"/c": ["case"]}}}
    places = [(row.operation, row.pointer) for row in (drawn(outgoing, number, seed=3) for number in range(6))]

    assert sorted(places[:3]) == sorted(places[3:]) == [(STEP, "/c"), (PUSH, ""), (PUSH, "/a")]
    assert drawn(outgoing, 1, seed=3) == drawn(outgoing, 1, seed=3)


@pytest.mark.parametrize(
    ("violated", "hits", "undone", "what"),
    [
        (["SYNC-001"], 3, 1, "killed"),
        ([], 3, 0, "survived"),
        ([], 3, 1, "survived"),
        ([], 3, 2, "hidden"),
        ([], 0, 0, "unmet"),
    ],
)
def test_what_becomes_of_a_mutant(violated: list[str], hits: int, undone: int, what: str) -> None:
    result = {"violated": violated, "hits": hits, "undone": ["SYNC-002", "SYNC-003"][:undone], "judged": 2}

    assert fate(result) == what


def test_a_mutant_is_judged_by_what_a_run_judges() -> None:
    catalogue = load_catalogue(FOLDER / "requirements")

    assert {catalogue[name].part for system in profiles() for name in resting_on(system)} == {RUN}


def test_reasons_are_for_what_survives() -> None:
    rows = [{"operation": "Lay*", "field": "/madonvi", "reason": "nobody reads it"}]
    result = {"operation": "LayThuTuc", "pointer": "/madonvi", "change": "other"}

    assert reason_for(result, rows) == "nobody reads it"
    assert reason_for({**result, "pointer": "/data/*/madonvi"}, rows) == ""
    assert all(row["reason"] for row in load_reasons())


@pytest.mark.parametrize(
    ("pointer", "change", "operation", "by"),
    [
        ("/data/*/ChuHoSo", "diacritics", PUSH, "SYNC-100"),
        ("/data/*/NoiDungXuLy", "truncated", STEP, "SYNC-104"),
        ("", "drop", STEP, "SYNC-023"),
    ],
    ids=["name", "content", "dropped-steps"],
)
def test_the_suites_see_it(pointer: str, change: str, operation: str, by: str, tmp_path: Path) -> None:
    result = judged(mutant(pointer, change, operation), tmp_path, select=[by])

    assert (fate(result), result["violated"]) == ("killed", [by]), json.dumps(result)
