"""The recount: what is confirmed, refused or in doubt, and what both sides must then have."""

from collections.abc import Sequence
from typing import Any

import pytest

from harness.errors import Inconclusive
from harness.verdict import Code
from load.recount import Story, recount, stories_of
from load.series import Row


def row(
    kind: str, *, key: str = "d0", outcome: str = "ok", status: int = 200, sent: float | None = 1.0, **kept: str
) -> Row:
    return Row(key, kind, 1.0, 1.0, sent, 2.0, status, outcome, kept)


def stories(*rows: Row) -> dict[str, Story]:
    return stories_of(rows, lambda key: f"online-{key}")


def test_confirmed_acts_make_the_statuses_that_are_meant() -> None:
    told = stories(row("accept", dossier="a"), row("process"), row("look-up"), row("finish"), row("return", sent=None))

    assert told["d0"] == Story("a", accepted_s=2.0, meant=["2", "4", "9"])


def test_what_is_filed_online_is_accepted_by_the_clerk() -> None:
    told = stories(row("file-online", error_code="0"), row("take-in"), row("file-online", key="d1", error_code="-1"))

    assert told["d0"] == Story("online-d0", registered=True, accepted_s=2.0, meant=["2"])
    assert not told["d1"].registered


@pytest.mark.parametrize(
    ("outcome", "status", "doubtful"), [("status 409", 409, False), ("status 503", 503, True), ("timeout", 0, True)]
)
def test_what_was_not_confirmed_may_have_been_done(outcome: str, status: int, *, doubtful: bool) -> None:
    told = stories(row("accept", dossier="a"), row("process", outcome=outcome, status=status))

    assert told["d0"].meant == ["2"]
    assert told["d0"].doubtful is doubtful


class Province:
    """Its books, by code, and the bills of every dossier; `silent` does not answer."""

    def __init__(self, books: dict[str, str], *, bills: Sequence[Any] = (), silent: bool = False) -> None:
        self._books, self._bills, self._silent = books, bills, silent

    def view(self, name: str, key: str) -> Any:
        if self._silent or key not in self._books:
            raise Inconclusive(Code.TIMEOUT if self._silent else Code.PRECONDITION, "no")
        body = {"bills": self._bills} if name == "payments" else {"status": self._books[key]}
        return type("Told", (), {"body": body})


def at_portal(code: str, *statuses: str) -> dict[str, Any]:
    return {
        "MaHoSo": code,
        "adds": 1,
        "statuses": list(statuses),
        "steps": len(statuses),
        "TrangThaiHoSo": statuses[-1],
    }


def test_both_sides_are_told_and_what_was_there_before_is_not_ours() -> None:
    told = {
        "d0": Story("a", meant=["2", "4"]),
        "d1": Story("b", meant=["2"]),
        "d2": Story("c", doubtful=True, meant=["2"]),
    }
    portal = [at_portal("a", "2", "4"), at_portal("old", "2"), at_portal("c", "2"), at_portal("z", "2")]
    made = recount(told, Province({"a": "4", "c": "2"}), portal, known={"old"}, platform={})  # type: ignore[arg-type]  # views alone

    assert [(one["code"], one["province"], one["portal"], one["adds"]) for one in made["dossiers"]] == [
        ("a", "4", "4", 1),
        ("b", None, None, 0),
    ]
    assert (made["extra"], made["doubtful"], made["unanswered"]) == (["z"], 1, 0)


def test_an_unanswered_acceptance_excuses_one_dossier_that_nobody_knows() -> None:
    told = stories(row("accept", outcome="timeout", status=0))

    assert recount(told, Province({}), [at_portal("y", "2")], known=set(), platform={})["extra"] == []  # type: ignore[arg-type]  # as above


def test_a_province_that_does_not_answer_decides_nothing() -> None:
    with pytest.raises(Inconclusive):
        recount({"d0": Story("a", meant=["2"])}, Province({}, silent=True), [], known=set(), platform={})  # type: ignore[arg-type]  # as above


def test_each_sum_that_was_confirmed_is_held_against_what_the_province_booked() -> None:
    rows = (row("accept", dossier="a"), row("charge", bill="b1"), row("collect", bill="b1"), row("charge", bill="b2"))
    told = stories(*rows, row("collect", bill="b2", outcome="status 409", status=409))
    assert told["d0"].paid == ["b1"]
    bill = {"reference": "b1", "amount": 5000, "bookings": [{"amount": 5000}, {"amount": 5000}]}

    made = recount(told, Province({"a": "2"}, bills=[bill]), [at_portal("a", "2")], known=set(), platform={})  # type: ignore[arg-type]  # as above

    assert made["dossiers"][0]["paid"] == ["b1"]
    assert made["dossiers"][0]["bills"] == [{"reference": "b1", "amount": 5000, "booked": [5000, 5000]}]


def test_what_is_owed_at_the_platform_stands_beside_what_was_paid_there() -> None:
    told = stories(row("accept", dossier="a"), row("charge-online", bill="b1"))
    assert (told["d0"].owed, told["d0"].paid, told["d0"].meant) == (["b1"], [], ["2"])
    bill = {"reference": "b1", "amount": 5000, "bookings": []}
    paid = {"a": [{"reference": "b1", "amount": 5000}]}

    made = recount(told, Province({"a": "2"}, bills=[bill]), [at_portal("a", "2")], known=set(), platform=paid)  # type: ignore[arg-type]  # as above

    (found,) = made["dossiers"]
    assert (found["owed"], found["platform"]) == (["b1"], paid["a"])
    assert found["bills"] == [{"reference": "b1", "amount": 5000, "booked": []}]
