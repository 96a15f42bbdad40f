"""Orders are placed once, followed to their end whatever gets lost, and withdrawn only where they are."""

import asyncio

import pytest

from mocks.province.orders.systems import SYSTEMS
from tests.postgres import both_engines
from tests.unit.province.orders.conftest import Play
from tests.unit.province.orders.counter import COMMUNE, KINDS, LOST, Counter, StubDesk
from tests.unit.province.samples import OWNER, until

NEVER = {"ask_after_s": "3600", "ask_max_s": "3600"}


@both_engines
@pytest.mark.parametrize("name", list(SYSTEMS))
def test_an_order_says_what_its_system_asks_for_and_no_more(play: Play, name: str) -> None:
    async def story(counter: Counter) -> None:
        code, number = await counter.open()
        system = SYSTEMS[name]
        plain = {"MaHoSo": code, system.kind: KINDS[name], "HoTen": OWNER["name"], "MaXa": COMMUNE}
        own: dict[str, dict[str, object]] = {
            "tct": {"DiaChi": "Tổ 1", "GiaTri": 800_000_000},
            "bhxh": {"NgaySinh": "19900102"},
            "evn": {"DiaChi": "Tổ 1", "SoDienThoai": "0900000000"},
        }
        sent, states = counter.desk.orders[number]
        assert sent == {**plain, "SoDinhDanh": "097090123456", **own[name]}
        assert states == ["1"]

    desk = play(story, StubDesk(name))
    assert [form["grant_type"] for form in desk.sign_ins] == ["client_credentials"]


def test_one_token_serves_until_it_is_refused(play: Play) -> None:
    async def story(counter: Counter) -> None:
        await counter.open()
        await counter.open()
        assert len(counter.desk.sign_ins) == 1
        counter.desk.tokens.clear()
        await counter.open()
        assert len(counter.desk.sign_ins) == 2

    play(story)


def test_an_order_whose_answer_was_lost_is_there_once_and_is_followed(play: Play) -> None:
    async def story(counter: Counter) -> None:
        code = await counter.accept()
        assert (await counter.order(code))[0] == 200
        assert (await counter.until(code, outcome="open"))["order"] is None
        (number,) = counter.desk.orders
        counter.desk.orders[number][1].append("2")
        assert await counter.push(counter.desk.push(number, 1)) == 204
        shown = await counter.shown(code)
        assert (shown["order"], shown["state"]) == (number, "2")
        assert [step["state"] for step in shown["history"]] == ["1", "2"]

    desk = play(story, StubDesk(scripts={"order": [LOST]}))
    assert desk.calls.count("order") == 2


def test_while_an_order_is_under_way_there_is_no_second_one(play: Play) -> None:
    async def story(counter: Counter) -> None:
        code, number = await counter.open()
        assert (await counter.order(code))[0] == 409
        counter.desk.orders[number][1].append("8")
        assert await counter.push(counter.desk.push(number, 1)) == 204
        assert (await counter.order(code))[0] == 200
        await counter.until(code, order="X-000002")

    play(story)


@pytest.mark.parametrize("status", [400, 422])
def test_what_will_never_be_taken_is_given_up(play: Play, status: int) -> None:
    async def story(counter: Counter) -> None:
        code = await counter.accept()
        await counter.order(code)
        await counter.until(code, outcome="rejected")

    assert play(story, StubDesk(scripts={"order": [status]})).calls == ["order"]


def test_trouble_is_no_refusal(play: Play) -> None:
    async def story(counter: Counter) -> None:
        await counter.open()

    assert play(story, StubDesk(scripts={"order": [502, 503, 500]})).calls == ["order"] * 4


@both_engines
def test_states_are_taken_in_any_order_and_once(play: Play) -> None:
    async def story(counter: Counter) -> None:
        code, number = await counter.open()
        counter.desk.orders[number][1].extend(["2", "3"])
        for step in (2, 1, 2, 1):
            assert await counter.push(counter.desk.push(number, step)) == 204
        shown = await counter.shown(code)
        assert (shown["state"], shown["outcome"]) == ("3", "done")
        assert [step["state"] for step in shown["history"]] == ["1", "3", "2"]

    play(story, StubDesk("bhxh"), settings=NEVER)


def test_after_its_end_nothing_else_becomes_of_an_order(play: Play) -> None:
    async def story(counter: Counter) -> None:
        code, number = await counter.open()
        counter.desk.orders[number][1].extend(["3", "8"])
        for step in (1, 2):
            assert await counter.push(counter.desk.push(number, step)) == 204
        assert (await counter.shown(code))["outcome"] == "done"

    play(story, settings=NEVER)


def test_the_end_of_an_order_is_one_step_of_its_dossier(play: Play) -> None:
    async def story(counter: Counter) -> None:
        code, number = await counter.open()
        counter.desk.orders[number][1].append("8")
        for _ in range(2):
            await counter.push(counter.desk.push(number, 1))
        await until(lambda: counter.portal.steps[code] == ["2", "4"])
        acts = (await counter.call("GET", f"/records/dossiers/{code}"))[1]["acts"]
        assert [act["name"] for act in acts] == ["accept", "process"]

    play(story)


def test_where_nobody_tells_the_province_asks(play: Play) -> None:
    async def story(counter: Counter) -> None:
        code, number = await counter.open()
        counter.desk.orders[number][1].append("2")
        await counter.until(code, state="2")
        counter.desk.orders[number][1].append("3")
        await counter.until(code, outcome="done")
        asked = counter.desk.calls.count("find")
        await asyncio.sleep(0.5)
        assert counter.desk.calls.count("find") == asked

    play(story, StubDesk(scripts={"find": [502]}))


def test_a_push_that_is_none_of_ours_is_refused(play: Play) -> None:
    async def story(counter: Counter) -> None:
        code, number = await counter.open()
        counter.desk.orders[number][1].append("2")
        good = counter.desk.push(number, 1)
        assert await counter.push({**good, "MaPhieu": "X-999999"}) == 404
        assert await counter.push({**good, "MaHoSo": "H56.14-261122-9999"}) == 404
        for bad in ({"TrangThai": "7"}, {"ThoiDiem": "22/11/2026"}, {"MaPhieu": None}):
            assert await counter.push({**good, **bad}) == 400
        assert await counter.push([]) == 400
        assert (await counter.shown(code))["state"] == "1"

    play(story, settings=NEVER)


def test_a_strange_number_is_believed_only_when_the_system_confirms_it(play: Play) -> None:
    async def story(counter: Counter) -> None:
        code = await counter.accept()
        await counter.order(code)
        await counter.until(code, outcome="open")
        stranger = {"MaPhieu": "X-777777", "MaHoSo": code, "TrangThai": "3", "TenTrangThai": "-"}
        assert await counter.push({**stranger, "ThoiDiem": "20261122120000"}) == 404
        counter.desk.scripts["find"] = [503]
        assert await counter.push({**stranger, "ThoiDiem": "20261122120000"}) == 503
        assert (await counter.shown(code))["outcome"] == "open"

    play(story, StubDesk(scripts={"order": [LOST]}))


@pytest.mark.parametrize("scripted", [[], [LOST], [502]], ids=["heard", "lost", "trouble"])
def test_an_order_is_withdrawn_in_time(play: Play, scripted: list[object]) -> None:
    async def story(counter: Counter) -> None:
        code, _ = await counter.open()
        assert await counter.withdraw(code) == 200
        shown = await counter.until(code, withdrawal="done")
        assert shown["outcome"] == "withdrawn"
        assert await counter.withdraw(code) == 409

    play(story, StubDesk(scripts={"withdraw": scripted}), settings=NEVER)


def test_too_late_is_too_late(play: Play) -> None:
    async def story(counter: Counter) -> None:
        code, number = await counter.open()
        counter.desk.orders[number][1].append("2")
        assert await counter.withdraw(code) == 200
        shown = await counter.until(code, withdrawal="too-late")
        assert (shown["state"], shown["outcome"]) == ("2", "open")
        assert await counter.withdraw(code) == 409

    play(story, settings=NEVER)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"commune": "00001"}, "/commune"),
        ({"kind": "cap-dien-moi"}, "/kind"),
        ({"address": None}, "/address"),
        ({"value": 0}, "/value"),
    ],
)
def test_what_the_system_would_not_take_is_told_to_the_officer(
    play: Play, changes: dict[str, object], field: str
) -> None:
    async def story(counter: Counter) -> None:
        status, told = await counter.order(await counter.accept(), **changes)
        assert (status, told["field"]) == (422, field)

    assert play(story).calls == []


def test_nobody_is_ordered_for_without_a_number(play: Play) -> None:
    async def story(counter: Counter) -> None:
        code = await counter.accept(owner=OWNER | {"identity": None})
        assert (await counter.order(code))[0] == 422
        assert (await counter.order(code, system="evn", kind="cap-dien-moi"))[0] == 409

    play(story)
