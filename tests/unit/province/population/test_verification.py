"""An applicant is verified with the register: what is asked, what comes of each answer, what is kept."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from specs.vietnamese import decomposed, tone_style
from tests.unit.province.population.conftest import (
    IMPATIENT_S,
    OFFICERS,
    PATIENT_S,
    RESIDENT,
    Enquirer,
    make_look_up,
    make_verify,
    move_in,
    signed_in,
)
from tests.unit.province.samples import OFFICER

Play = Callable[..., None]


def test_an_applicant_as_recorded_is_verified_and_the_question_keeps_the_interface(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        assert await office.verified() == "verified"
        (exchange,) = office.asked()
        assert exchange["defects"] == []
        facts = exchange["facts"]
        assert (facts["hash"], facts["timestamp_unit"], facts["soap_action"]) == ("valid", "ms", "empty")
        assert (facts["officer"], facts["kind"], facts["name_style"]) == ("known", "SoDinhDanh", "upper-joined")
        assert abs(facts["timestamp_skew_s"]) < 5
        assert office.last()["MaTichHop"] == "037"

    play(story)


@pytest.mark.parametrize(
    "name",
    [
        decomposed(RESIDENT["name"]),
        tone_style(RESIDENT["name"], "old"),
        RESIDENT["name"].upper(),
        f"  {RESIDENT['name'].replace(' ', '  ')}",
    ],
    ids=["decomposed", "tone-mark", "capitals", "spaces"],
)
def test_another_spelling_is_the_same_name(play: Play, name: str) -> None:
    async def story(office: Enquirer) -> None:
        assert await office.verified(name=name) == "verified"

    play(story)


def test_another_middle_name_differs(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        assert await office.verified(name="Đặng Thị Hòa Thứ") == "differs"
        assert await office.verified(name="Đặng Thì Hòa Thử") == "differs"

    play(story)


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [("other-name", "differs"), ("not-found", "not-found"), ("empty-citizen", "not-found"), ("year-only", "verified")],
)
def test_the_record_decides(play: Play, behaviour: str, outcome: str) -> None:
    async def story(office: Enquirer) -> None:
        office.register.behave(behaviour)
        assert await office.verified() == outcome

    play(story)


def test_whom_the_register_does_not_have_is_not_found(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        assert await office.verified(identity={"number": "097090123456"}) == "not-found"

    play(story)


@pytest.mark.parametrize(("name", "outcome"), [(RESIDENT["name"], "verified"), ("Trần Văn Khác", "not-found")])
def test_one_may_ask_for_existence_alone(play: Play, name: str, outcome: str) -> None:
    async def story(office: Enquirer) -> None:
        told = await office.verify(await office.accept(name=name), way="existence")
        assert told["verification"] == outcome
        assert office.asked()[-1]["operation"] == "XacThucThongTinCongDan"
        assert office.last()["MaTichHop"] == "003"

    play(story)


def test_a_year_is_asked_as_a_year_and_an_old_number_as_an_old_number(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        someone = {"identity": "097155000001", "old_identity": "990000017", "name": "Cao Văn Xưa", "sex": "male"}
        move_in(office.register, **someone, birth="1955")
        outcome = await office.verified(name=someone["name"], identity={"number": "990000017"}, birth="1955")
        assert outcome == "verified"
        assert office.asked()[-1]["facts"]["kind"] == "SoCMND"
        assert set(office.last()["NgayThangNamSinh"]) == {"Nam"}

    play(story)


def test_the_agreed_unit_of_time_is_used(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        office.register.behave("timestamp-strict", unit="s")
        assert await office.verified() == "verified"

    play(story, timestamp_unit="s")


def test_each_officer_asks_in_the_own_name(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        for number in OFFICERS:
            await office.verify(code, officer=signed_in(number))
        asked = [row["request"]["body"]["Envelope"]["Body"][row["operation"]]["MaCanBo"] for row in office.asked()]
        assert len(set(asked)) == 2

    play(story)


def test_a_number_that_is_typed_in_is_not_used(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        await office.verify(code)
        await office.verify(code, officer_identity={"number": OFFICERS[1]})
        asked = [row["request"]["body"]["Envelope"]["Body"][row["operation"]]["MaCanBo"] for row in office.asked()]
        assert len(asked) == 2
        assert len(set(asked)) == 1

    play(story)


@pytest.mark.parametrize(
    "officer", [OFFICER, {**OFFICER, "account": "cb-nobody"}, signed_in(OFFICERS[1])], ids=["none", "unknown", "locked"]
)
def test_nobody_asks_without_an_account_of_the_own(play: Play, officer: dict[str, Any]) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        await office.call("POST", "/desk/lock-account", {"account": "cb-1", "reason": "suspended"})
        wish = make_verify(officer=officer, officer_identity={"number": OFFICERS[0]})
        assert (await office.call("POST", f"/dossiers/{code}/verify", wish))[0] == 403
        assert (await office.call("POST", "/desk/look-up-person", make_look_up(officer=officer)))[0] == 403
        assert (office.asked(), await office.log()) == ([], [])

    play(story)


def test_the_outcome_is_kept_with_whom_and_when_and_nothing_of_the_record(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        told = await office.verify(code)
        shown = await office.view(f"verifications/{code}")
        (kept,) = shown["verifications"]
        assert kept == {"outcome": "verified", "trouble": None, "officer": OFFICER["name"], "at": told["at"]}
        assert datetime.fromisoformat(kept["at"]).utcoffset() is not None

    play(story)


@pytest.mark.parametrize(
    ("behaviour", "arguments", "trouble", "calls"),
    [
        ("hang-after", {}, "not answered", 1),
        ("answer-lost", {"status": 503}, "not answered", 1),
        ("malformed", {}, "not answered", 1),
        ("refuse", {"code": "C06-204", "message": "Không"}, "refused C06-204", 1),
        ("fault", {"code": "Server"}, "refused soapenv:Server", 1),
        ("platform-fault", {"error": "Client.BadRequest"}, "refused Client.BadRequest", 1),
        ("platform-fault", {}, "not reached", 3),
    ],
)
def test_without_an_answer_it_is_open_and_asked_again_only_where_nobody_read_it(
    play: Play, behaviour: str, arguments: dict[str, Any], trouble: str, calls: int
) -> None:
    async def story(office: Enquirer) -> None:
        office.register.behave(behaviour, **arguments)
        told = await office.verify(await office.accept())
        assert (told["verification"], told["trouble"]) == ("open", trouble)
        assert len(office.asked()) == calls
        assert len(await office.log()) == calls

    play(story, timeout_s=IMPATIENT_S if behaviour == "hang-after" else PATIENT_S)


def test_a_platform_that_comes_back_is_asked_again(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        office.register.behave("platform-fault", times=1)
        assert await office.verified() == "verified"

    play(story)


@pytest.mark.parametrize(
    "owner", [{"kind": "business"}, {"identity": None}, {"identity": {"number": "C1234567"}}], ids=str
)
def test_nobody_is_asked_about_who_has_no_number(play: Play, owner: dict[str, Any]) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept(**owner)
        status, told = await office.call("POST", f"/dossiers/{code}/verify", make_verify())
        assert (status, told["status"]) == (409, 409)
        assert (office.asked(), await office.log()) == ([], [])

    play(story)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"birth": "1976-02-30"}, "/birth"),
        ({"birth": "76"}, "/birth"),
        ({"officer_identity": {"number": "can-bo"}}, "/officer_identity/number"),
        ({"officer": None}, "/officer"),
    ],
)
def test_a_wrong_body_is_refused(play: Play, changes: dict[str, Any], field: str) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        status, told = await office.call("POST", f"/dossiers/{code}/verify", make_verify(**changes))
        assert (status, told["field"]) == (422, field)
        assert office.asked() == []

    play(story)


def test_an_unknown_dossier_is_404(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        status, _ = await office.call("POST", "/dossiers/H56.14-990101-0001/verify", make_verify())
        assert status == 404
        assert (await office.call("GET", "/records/verifications/H56.14-990101-0001"))[0] == 404

    play(story)


def test_other_acts_ask_nobody(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        await office.verify(code)
        body = {"officer": OFFICER, "content": "Đã xem"}
        assert (await office.call("POST", f"/dossiers/{code}/process", body))[0] == 200
        assert len(office.asked()) == 1

    play(story)
