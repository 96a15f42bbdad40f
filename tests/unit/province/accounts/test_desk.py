"""Accounts over the upper tester: opened, locked, moved, asked for at every act that names one."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.postgres import both_engines
from tests.unit.province.conftest import Office, Story
from tests.unit.province.samples import ACTS, OFFICER, StubPortal, make_accept

HOME, COMMUNE = "H56.14", "H56.107"
Play = Callable[[Story], StubPortal]


def rights(*roles: str, agency: str = HOME) -> list[dict[str, str]]:
    return [{"role": role, "agency": agency, "procedure": "*"} for role in roles]


def opening(account: str, *roles: str, number: str = "097090123456", **more: Any) -> dict[str, Any]:
    plain = {"account": account, "name": "Lê Thị Thử Nghiệm", "identity": number, "agency": HOME}
    return {**plain, "roles": rights(*roles), **more}


async def hire(office: Office, account: str, *roles: str, **more: Any) -> None:
    status, told = await office.call("POST", "/desk/open-account", opening(account, *roles, **more))
    assert status == 200, told


async def act(office: Office, code: str, name: str, account: str) -> tuple[int, Any]:
    body = {**ACTS[name], "officer": {**OFFICER, "account": account}}
    return await office.call("POST", f"/dossiers/{code}/{name}", body)


async def show(office: Office, account: str) -> dict[str, Any]:
    status, told = await office.call("GET", f"/records/accounts/{account}")
    assert status == 200, told
    return dict(told)


def test_an_account_shows_what_it_was_given_and_no_number(play: Play) -> None:
    async def story(office: Office) -> None:
        await hire(office, "cb-a", "reception", "processing")
        shown = await show(office, "cb-a")
        assert [row["role"] for row in shown["roles"]] == ["processing", "reception"]
        assert shown["identity"] == "*********456"
        assert (await office.call("GET", "/records/accounts"))[1]["accounts"] == [shown]

    play(story)


@both_engines
def test_one_person_holds_one_account_until_it_is_given_up(play: Play) -> None:
    async def story(office: Office) -> None:
        await hire(office, "cb-a", "reception")
        for body in (opening("cb-b"), opening("cb-a", number="097090123457")):
            assert (await office.call("POST", "/desk/open-account", body))[0] == 409
        await office.call("POST", "/desk/lock-account", {"account": "cb-a", "reason": "left"})
        await hire(office, "cb-b", "reception")

    play(story)


@pytest.mark.parametrize("name", ["lock-account", "move-account", "change-email-password"])
def test_an_unknown_account_is_not_found(play: Play, name: str) -> None:
    more: dict[str, dict[str, Any]] = {
        "lock-account": {"reason": "left"},
        "move-account": {"agency": COMMUNE, "roles": []},
    }

    async def story(office: Office) -> None:
        assert (await office.call("POST", f"/desk/{name}", {"account": "cb-a", **more.get(name, {})}))[0] == 404
        assert (await office.call("GET", "/records/accounts/cb-a"))[0] == 404

    play(story)


def test_a_refused_act_says_why_and_leaves_no_trace(play: Play) -> None:
    async def story(office: Office) -> None:
        await hire(office, "cb-a", "reception")
        code = await office.accept()
        status, told = await act(office, code, "process", "cb-a")
        assert (status, told["title"]) == (403, "Forbidden")
        assert "'processing'" in told["detail"]
        assert (await act(office, code, "process", "cb-nobody"))[0] == 403
        assert (await office.call("GET", f"/records/dossiers/{code}"))[1]["status"] == "2"
        assert (await show(office, "cb-a"))["acts"] == []

    play(story)


def test_an_acceptance_needs_the_right_at_the_dossiers_agency(play: Play) -> None:
    async def story(office: Office) -> None:
        await hire(office, "cb-a", "reception")
        clerk = {**OFFICER, "account": "cb-a"}
        refused = await office.call("POST", "/dossiers", make_accept(officer=clerk, agency=COMMUNE))
        assert refused[0] == 403
        taken = await office.call("POST", "/dossiers", make_accept(officer=clerk))
        assert taken[0] == 201
        assert taken[1]["dossier"].endswith("-0001"), "a refused acceptance uses no number up"
        assert [row["dossier"] for row in (await show(office, "cb-a"))["acts"]] == [taken[1]["dossier"]]

    play(story)


def test_acts_that_name_no_account_are_as_before(play: Play) -> None:
    async def story(office: Office) -> None:
        await office.act(await office.accept(), "process", "finish", "return")

    play(story)


@both_engines
def test_nobody_approves_what_they_processed(play: Play) -> None:
    async def story(office: Office) -> None:
        await hire(office, "cb-a", "processing", "approval")
        await hire(office, "cb-b", "approval", number="097090123457")
        code = await office.accept()
        assert (await act(office, code, "supplement", "cb-a"))[0] == 200
        assert (await act(office, code, "process", "cb-a"))[0] == 200
        assert (await act(office, code, "finish", "cb-a"))[0] == 403
        assert (await act(office, code, "finish", "cb-b"))[0] == 200

    play(story)


@both_engines
def test_a_move_ends_every_old_right(play: Play) -> None:
    async def story(office: Office) -> None:
        await hire(office, "cb-a", "reception", "processing")
        granted = rights("processing", agency=COMMUNE)
        body = {"account": "cb-a", "agency": COMMUNE, "roles": granted}
        assert (await office.call("POST", "/desk/move-account", body))[1]["agency"] == COMMUNE
        assert (await show(office, "cb-a"))["roles"] == granted
        assert (await act(office, await office.accept(), "process", "cb-a"))[0] == 403
        assert (await act(office, await office.accept(agency=COMMUNE), "process", "cb-a"))[0] == 200

    play(story)


@both_engines
def test_a_holder_is_told_once_and_again_after_the_next_interval(play: Play) -> None:
    async def story(office: Office) -> None:
        now = datetime.fromisoformat((await office.call("GET", "/clock"))[1]["now"])
        changed = (now - timedelta(days=80)).isoformat(timespec="milliseconds")
        await hire(office, "cb-a", email="a@example.vn", email_password_changed=changed)
        await hire(office, "cb-b", number="097090123457")
        told = [await _notices(office, 1), await _notices(office, 1)]
        assert told[0] == told[1]
        await office.call("POST", "/desk/change-email-password", {"account": "cb-a"})
        later = (now + timedelta(days=91)).isoformat(timespec="milliseconds")
        await office.call("POST", "/clock", {"now": later})
        await _notices(office, 2)
        assert (await show(office, "cb-a"))["email"]["state"] == "expired"
        assert (await show(office, "cb-b"))["email"] is None
        assert (await show(office, "cb-b"))["notices"] == []

    play(story)


async def _notices(office: Office, number: int) -> list[Any]:
    found: list[Any] = []

    async def look() -> None:
        while len(found) != number:
            found[:] = (await show(office, "cb-a"))["notices"]

    await asyncio.wait_for(look(), 5)
    return list(found)


@pytest.mark.parametrize(
    "body",
    [
        {"account": "Cán bộ", "name": "A", "identity": "097090123456", "agency": HOME, "roles": []},
        opening("cb-a", "director"),
        opening("cb-a", number="09709012345"),
        opening("cb-a", email_password_changed="2026-02-30T00:00:00+07:00"),
    ],
    ids=["name", "role", "number", "moment"],
)
def test_a_wrong_body_is_refused(play: Play, body: dict[str, Any]) -> None:
    async def story(office: Office) -> None:
        assert (await office.call("POST", "/desk/open-account", body))[0] == 422

    play(story)


def test_accounts_survive_a_restart_and_go_with_a_reset(play: Play) -> None:
    async def first(office: Office) -> None:
        await hire(office, "cb-a", "reception")

    async def second(office: Office) -> None:
        assert (await show(office, "cb-a"))["state"] == "open"
        await office.call("POST", "/reset")
        assert (await office.call("GET", "/records/accounts"))[1] == {"accounts": []}

    play(first)
    play(second)
