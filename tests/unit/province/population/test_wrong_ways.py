"""Each fault towards the register, in the one thing in which it is wrong."""

from collections.abc import Callable
from typing import Any

import pytest

from mocks.province.faults.misconduct import conduct_of
from mocks.province.population.person import NOBODY, Comparison, Person
from mocks.province.population.question import CONFIRM, LOOK_UP, Question, Stated, Wording
from specs.vietnamese import decomposed
from tests.unit.province.population.conftest import (
    IMPATIENT_S,
    OFFICERS,
    PATIENT_S,
    RESIDENT,
    Enquirer,
    make_look_up,
    make_verify,
    signed_in,
)
from tests.unit.province.samples import OFFICER

Play = Callable[..., None]
ABOUT = Stated(number="098476123456", name="Đặng Văn Hoà", birth="1976-05-01")
ASKED = Question(reference="H56.14-000001", service="1.001193.01", unit="H56.14", officer=OFFICERS[0], about=ABOUT)
RECORD = Person(number=ABOUT.number, old_number="990000017", name=ABOUT.name, birth="19760501", residence="Tổ 1")


def elements(wording: Wording, operation: str = LOOK_UP, **about: str) -> dict[str, Any]:
    stated = Stated(**{"number": ABOUT.number, "name": ABOUT.name, "birth": ABOUT.birth, **about})
    question = Question(
        reference=ASKED.reference, service=ASKED.service, unit=ASKED.unit, officer=ASKED.officer, about=stated
    )
    return dict(wording.elements(operation, question))


@pytest.mark.parametrize(
    ("fault", "about", "name", "value"),
    [
        ("old-number-as-new", {"number": "990000017"}, "SoDinhDanh", "000990000017"),
        ("year-as-new-year", {"birth": "1955"}, "NgayThangNamSinh", [("NgayThangNam", "19550101")]),
        ("marks-by-table", {"name": decomposed("Lê Tú")}, "HoVaTen", decomposed("LÊTÚ")),
        ("stroke-dropped", {}, "HoVaTen", "ANGVANHOA"),
        ("old-number-as-new", {}, "SoDinhDanh", ABOUT.number),
        ("year-as-new-year", {}, "NgayThangNamSinh", [("NgayThangNam", "19760501")]),
        ("marks-by-table", {}, "HoVaTen", "DANGVANHOA"),
    ],
)
def test_a_question_is_worded_wrongly_there_and_nowhere_else(
    fault: str, about: dict[str, str], name: str, value: Any
) -> None:
    wrong, honest = elements(conduct_of(fault).population_wording(), **about), elements(Wording(), **about)
    assert wrong[name] == value
    kept = {key for key in honest if key not in {name, "SoCMND"}}
    assert {key: wrong[key] for key in kept} == {key: honest[key] for key in kept}


def test_elements_by_alphabet_are_the_same_elements() -> None:
    wrong = conduct_of("elements-by-alphabet").population_wording().elements(LOOK_UP, ASKED)
    honest = Wording().elements(LOOK_UP, ASKED)
    assert wrong != honest
    assert dict(wrong) == dict(honest)


def test_one_code_serves_every_operation() -> None:
    wording = conduct_of("one-integration-code").population_wording()
    assert [elements(wording, operation)["MaTichHop"] for operation in (LOOK_UP, CONFIRM)] == ["037", "037"]


@pytest.mark.parametrize(
    ("fault", "name", "outcome"),
    [
        ("names-compared-as-stored", decomposed(ABOUT.name), "differs"),
        ("names-compared-as-stored", "Đặng Văn Hòa", "verified"),
        ("tones-compared-as-written", "Đặng Văn Hòa", "differs"),
        ("tones-compared-as-written", decomposed(ABOUT.name), "verified"),
        ("middle-name-ignored", "Đặng Thị Hoà", "verified"),
        ("middle-name-ignored", "Đinh Văn Hoà", "differs"),
        ("found-is-verified", "Trần Khác", "verified"),
        (None, "Đặng Thị Hoà", "differs"),
        (None, decomposed("Đặng Văn Hòa"), "verified"),
    ],
)
def test_records_are_compared_wrongly(fault: str | None, name: str, outcome: str) -> None:
    stated = Stated(number=ABOUT.number, name=name, birth=ABOUT.birth)
    assert conduct_of(fault).comparison().outcome(stated, RECORD) == outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"number": "990000017"}, "verified"),
        ({"number": "098476123457"}, "differs"),
        ({"birth": "1976"}, "verified"),
        ({"birth": "1977"}, "differs"),
        ({"birth": "1976-05-02"}, "differs"),
    ],
)
def test_number_and_birth_are_compared_too(changes: dict[str, str], outcome: str) -> None:
    stated = Stated(**{"number": ABOUT.number, "name": ABOUT.name, "birth": ABOUT.birth, **changes})
    assert Comparison().outcome(stated, RECORD) == outcome


def test_nobody_is_a_match_for_one_fault() -> None:
    assert Comparison().outcome(ABOUT, NOBODY) == "not-found"
    assert conduct_of("nobody-is-a-match").comparison().outcome(ABOUT, NOBODY) == "verified"


@pytest.mark.parametrize(
    ("fault", "behaviour", "outcome", "calls", "entries"),
    [
        ("repeats-unanswered", "hang-after", "open", 3, 3),
        ("enquiry-given-up", "platform-fault", "open", 1, 1),
        ("silence-is-not-found", "hang-after", "not-found", 1, 1),
        ("logged-afterwards", "hang-after", "open", 1, 0),
        ("logged-afterwards", None, "verified", 1, 1),
        ("logged-twice", None, "verified", 1, 2),
        ("log-only-of-the-desk", None, "verified", 1, 0),
        ("number-in-address", None, "verified", 1, 1),
        ("timestamp-in-seconds", None, "verified", 1, 1),
    ],
)
def test_it_is_asked_and_logged_wrongly(
    play: Play, fault: str, behaviour: str | None, outcome: str, calls: int, entries: int
) -> None:
    async def story(office: Enquirer) -> None:
        if behaviour:
            office.register.behave(behaviour)
        assert await office.verified() == outcome
        assert (len(office.asked()), len(await office.log())) == (calls, entries)

    play(story, fault=fault, timeout_s=IMPATIENT_S if behaviour == "hang-after" else PATIENT_S)


def test_an_act_looks_the_applicant_up_again(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        await office.verify(code)
        asked = len(office.asked())
        await office.call("POST", f"/dossiers/{code}/process", {"officer": OFFICER, "content": "Đã xem"})
        assert office.register.journal(after=office.since + asked, wait=5)

    play(story, fault="looks-up-at-every-act")


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        ("outcome-not-kept", []),
        ("outcome-by-the-system", [{"outcome", "trouble", "officer", "at"}]),
        ("record-kept", [{"outcome", "trouble", "officer", "at", "record"}]),
    ],
)
def test_the_outcome_is_kept_wrongly(play: Play, fault: str, shown: list[set[str]]) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        await office.verify(code)
        kept = (await office.view(f"verifications/{code}"))["verifications"]
        assert [set(row) for row in kept] == shown
        assert all((row["officer"] == OFFICER["name"]) is (fault == "record-kept") for row in kept)

    play(story, fault=fault)


@pytest.mark.parametrize(
    ("fault", "member", "wrong"),
    [
        ("log-without-purpose", "purpose", lambda entries: {row["purpose"] for row in entries} == {"other"}),
        ("log-in-clear", "subject", lambda entries: entries[0]["subject"] == RESIDENT["identity"]),
        ("log-without-chain", "previous", lambda entries: entries[1]["previous"] != entries[0]["hash"]),
        ("log-names-the-office", "officer", lambda entries: entries[0]["officer"] == entries[1]["officer"]),
    ],
)
def test_the_log_is_kept_wrongly(play: Play, fault: str, member: str, wrong: Callable[[Any], bool]) -> None:
    async def story(office: Enquirer) -> None:
        for number in OFFICERS:
            body = make_look_up(officer=signed_in(number))
            assert (await office.call("POST", "/desk/look-up-person", body))[0] == 200
        entries = await office.log()
        assert wrong(entries), [row[member] for row in entries]

    play(story, fault=fault)


def test_a_look_up_without_purpose_leaves_for_one_fault(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        assert (await office.call("POST", "/desk/look-up-person", make_look_up(purpose=None)))[0] == 200
        assert len(office.asked()) == 1

    play(story, fault="no-purpose-asked")


def test_all_officers_share_the_first_ones_number(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        for number in OFFICERS:
            await office.verify(code, officer=signed_in(number))
        asked = {row["request"]["body"]["Envelope"]["Body"][row["operation"]]["MaCanBo"] for row in office.asked()}
        assert len(asked) == 1

    play(story, fault="shared-officer")


def test_a_typed_number_is_asked_under_by_one_fault(play: Play) -> None:
    async def story(office: Enquirer) -> None:
        code = await office.accept()
        wish = make_verify(officer=OFFICER, officer_identity={"number": OFFICERS[1]})
        assert (await office.call("POST", f"/dossiers/{code}/verify", wish))[0] == 200
        assert len(office.asked()) == 1

    play(story, fault="officer-number-typed")
