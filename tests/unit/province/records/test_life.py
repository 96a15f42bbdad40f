"""The life of a dossier: which act may follow which, and what becomes of its due date."""

from datetime import datetime
from typing import Any

import pytest

from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import ACCEPT, AFTER, REGISTER, Act, Dossier, NotAllowed, Status
from mocks.province.records.life import HONEST
from specs.codebook import statuses
from tests.unit.province.samples import ACTS, OFFICER, make_accept, make_dossier_with

THREE_DAYS = "1.000894"
WAYS: dict[Status, tuple[str, ...]] = {
    Status.ACCEPTED: (),
    Status.IN_PROCESS: ("process",),
    Status.SUPPLEMENT_ASKED: ("supplement",),
    Status.OBLIGED: ("oblige",),
    Status.WITHDRAWN: ("withdraw",),
    Status.STOPPED: ("stop",),
    Status.FINISHED: ("finish",),
    Status.RETURNED: ("finish", "return"),
}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def follow(dossier: Dossier, name: str, *, at: datetime, due: str | None = None) -> Act:
    body: Any = ACTS[name] if due is None else ACTS[name] | {"due": due}
    return HONEST.follow(dossier, name, body, at=at)


def live(*acts: tuple[str, str], first: str = ACCEPT, begun: str = "2026-03-02T10:00", named: Any = None) -> Dossier:
    """A dossier of three days, with acts at these moments."""
    body: Any = make_accept(procedure=THREE_DAYS)
    told: Any = {"officer": OFFICER}
    dossier = Dossier("H56.14-260302-0001", body, (HONEST.begin(first, body, told, at=moment(begun)),))
    for name, at in acts:
        act = follow(dossier, name, at=moment(at), due=named if name == "supplement" else None)
        dossier = Dossier(dossier.code, body, (*dossier.acts, act))
    return dossier


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("name", sorted(AFTER))
def test_an_act_is_allowed_where_the_code_table_lets_its_status_follow(status: Status, name: str) -> None:
    first = REGISTER if status in (Status.REGISTERED, Status.REFUSED) else ACCEPT
    ways = {**WAYS, Status.REGISTERED: (), Status.REFUSED: ("refuse",)}
    dossier = make_dossier_with(*ways[status], first=first)
    after = AFTER[name] or status
    follows = after.value in statuses()[status.value].next
    if name in ("apologise", "process"):  # what leaves the status as it is stands in no table
        follows = follows or (after is status and status in (Status.ACCEPTED, Status.IN_PROCESS))
    if name == "supplied":
        follows = status is Status.SUPPLEMENT_ASKED
    try:
        act = follow(dossier, name, at=dossier.last.at)
    except NotAllowed:
        assert not follows
    else:
        assert follows
        assert act.status is after
        assert act.number == dossier.last.number + 1


def test_a_dossier_filed_online_is_due_once_it_is_taken_in() -> None:
    dossier = live(("take-in", "2026-03-03T10:00"), first=REGISTER)
    registered, taken_in = dossier.acts
    assert (registered.status, registered.due) == (Status.REGISTERED, moment("2026-03-03T10:00"))
    assert (taken_in.status, taken_in.due) == (Status.ACCEPTED, moment("2026-03-06T10:00"))
    assert dossier.accepted_at == moment("2026-03-03T10:00")
    assert live(first=REGISTER).accepted_at is None


@pytest.mark.parametrize(
    ("acts", "due"),
    [
        ([("process", "2026-03-03T10:00")], "2026-03-05T10:00"),
        ([("supplement", "2026-03-03T10:00")], "2026-03-05T10:00"),
        ([("supplement", "2026-03-03T10:00"), ("supplied", "2026-03-04T10:00")], "2026-03-06T10:00"),
        ([("supplement", "2026-03-03T10:00"), ("process", "2026-03-04T10:00")], "2026-03-06T10:00"),
        ([("oblige", "2026-03-03T10:00"), ("process", "2026-03-09T08:00")], "2026-03-10T17:00"),
        ([("oblige", "2026-03-03T10:00"), ("withdraw", "2026-03-09T08:00")], "2026-03-05T10:00"),
        ([("supplement", "2026-03-06T10:00"), ("supplied", "2026-03-09T10:00")], "2026-03-05T10:00"),
        ([("process", "2026-03-06T10:00"), ("apologise", "2026-03-06T10:00")], "2026-12-24T16:00"),
        ([("apologise", "2026-03-06T10:00"), ("finish", "2026-03-06T11:00")], "2026-12-24T16:00"),
        ([("finish", "2026-03-04T10:00"), ("return", "2026-03-09T10:00")], "2026-03-05T10:00"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "+".join(name for name, _ in value),
)
def test_the_due_date_after_acts(acts: list[tuple[str, str]], due: str) -> None:
    assert live(*acts).due == moment(due)


def test_a_due_date_that_the_officer_names_with_the_request_stays() -> None:
    acts = [("supplement", "2026-03-03T10:00"), ("supplied", "2026-03-12T10:00")]
    assert live(*acts, named="2026-03-20T16:00:00+07:00").due == moment("2026-03-20T16:00")


def test_a_late_dossier_is_finished_only_after_an_apology_that_names_a_day_to_come() -> None:
    late = live(("process", "2026-03-03T10:00"))
    for at in ("2026-03-05T10:01", "2026-12-30T10:00"):
        with pytest.raises(NotAllowed, match="late"):
            follow(late, "finish", at=moment(at))
    on_time = follow(late, "finish", at=moment("2026-03-05T10:00"))
    assert on_time.status is Status.FINISHED
    excused = live(("apologise", "2026-03-09T10:00"))
    with pytest.raises(NotAllowed, match="late"):
        follow(excused, "finish", at=moment("2026-12-30T10:00"))


def test_an_act_knows_who_did_it() -> None:
    act: Act = live(("stop", "2026-03-03T10:00")).last
    assert (act.name, act.body["officer"]) == ("stop", OFFICER)
