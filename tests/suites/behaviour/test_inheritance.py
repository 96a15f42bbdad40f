"""The dossiers of earlier systems: all of them, each once, as they were, and of use in the province of today."""

import pytest

from harness.checks.account import number_of_values_is
from harness.checks.answers import value_is_among
from harness.checks.fields import field_is, field_matches, values_are
from harness.checks.figures import figures_add_up
from harness.checks.timing import instant_is
from harness.judge import Judge
from tests.suites import inheritance, rights
from tests.suites.inheritance_scene import BESIDE, Inheritance

SHOWN = "reply:/dossiers/*"
OUTCOMES = ("taken", "merged", "known", "refused")


@pytest.mark.verifies("MIG-001")
def test_every_row_is_accounted_for(inherited: Inheritance, judge: Judge) -> None:
    """The figures of an import are those of its rows, they add up, and agree with what the source has counted."""
    account, rows = inherited.accounts["first"], len(inherited.rows) - 3
    figures = {"rows": rows, "taken": rows - len(BESIDE), "merged": 0, "known": 0, "refused": len(BESIDE)}

    for name, figure in figures.items():
        judge("MIG-001", field_is(account, f"reply:/{name}", figure))
    judge("MIG-001", figures_add_up(account, [f"reply:/{name}" for name in OUTCOMES], "reply:/rows"))
    judge("MIG-001", field_is(account, "reply:/agrees", True))


@pytest.mark.verifies("MIG-001")
def test_a_row_lost_on_the_way_is_noticed(inherited: Inheritance, judge: Judge) -> None:
    """Of an export that has lost a row since its source counted it, the account says that it does not agree."""
    judge("MIG-001", field_is(inherited.accounts["lost on the way"], "reply:/agrees", False))


@pytest.mark.verifies("MIG-002")
def test_what_is_refused_is_kept_with_its_reason(inherited: Inheritance, judge: Judge) -> None:
    """The account names the rows that could not be taken, by line and column."""
    account, last = inherited.accounts["first"], len(inherited.rows) - 3

    judge("MIG-002", values_are(account, "reply:/refusals/*/line", [last - 1, last]))
    judge("MIG-002", values_are(account, "reply:/refusals/*/column", ["MaDonVi", "NgayNop"]))


@pytest.mark.verifies("MIG-003")
def test_texts_are_kept_whole(inherited: Inheritance, judge: Judge) -> None:
    """A Vietnamese summary of full length is shown whole: the limit counts characters, not bytes."""
    told = inherited.kept("long", "TrichYeu", "text")

    judge("MIG-003", field_is(inherited.views["long"], f"{SHOWN}/summary", told))


@pytest.mark.verifies("MIG-004")
def test_names_are_kept_letter_by_letter(inherited: Inheritance, judge: Judge) -> None:
    """A name that begins with Đ is shown as it was."""
    judge("MIG-004", field_is(inherited.views["stroke"], f"{SHOWN}/name", inherited.kept("stroke", "ChuHoSo", "name")))


@pytest.mark.verifies("MIG-005")
@pytest.mark.parametrize("member", ["identity", "phone", "note"])
def test_nothing_is_made_up(inherited: Inheritance, judge: Judge, member: str) -> None:
    """What was empty in the export is shown as nothing."""
    judge("MIG-005", field_is(inherited.views["empty"], f"{SHOWN}/{member}", None))


@pytest.mark.verifies("MIG-006")
def test_a_code_of_two_provinces_is_two_dossiers(inherited: Inheritance, judge: Judge) -> None:
    """Two citizens' dossiers that bore the same code are both there."""
    names = [inherited.kept(part, "ChuHoSo", "name") for part in ("clash", "clash there")]

    judge("MIG-006", values_are(inherited.views["clash"], f"{SHOWN}/name", names))
    judge("MIG-006", number_of_values_is(inherited.views["clash"], f"{SHOWN}/code", 2))


@pytest.mark.verifies("MIG-007")
def test_two_forms_of_a_name_are_one_person(inherited: Inheritance, judge: Judge) -> None:
    """One dossier that came with the name composed and decomposed is there once, the name composed."""
    judge("MIG-007", values_are(inherited.views["twin"], f"{SHOWN}/name", [inherited.kept("twin", "ChuHoSo", "name")]))


@pytest.mark.verifies("MIG-008")
def test_places_are_those_of_today(inherited: Inheritance, judge: Judge) -> None:
    """The agency and the commune are those to which the table leads, and there is no district."""
    view, source = inherited.views["closed"], inherited.sources["first"]

    judge("MIG-008", field_is(view, f"{SHOWN}/agency", inherited.campaign.access.agency))
    judge("MIG-008", field_is(view, f"{SHOWN}/commune", source.commune))
    judge("MIG-008", field_is(view, f"{SHOWN}/district", None))


@pytest.mark.verifies("MIG-009")
def test_an_old_card_keeps_its_digits(inherited: Inheritance, judge: Judge) -> None:
    """A number of 9 digits is shown with 9 digits."""
    told = inherited.kept("old card", "SoGiayTo", "identity")

    judge("MIG-009", field_is(inherited.views["old card"], f"{SHOWN}/identity", told))


@pytest.mark.verifies("MIG-010")
def test_what_comes_again_changes_nothing(inherited: Inheritance, judge: Judge) -> None:
    """An export that was imported before adds no dossier, and its rows count as known."""
    account = inherited.accounts["again"]

    judge("MIG-010", field_is(account, "reply:/taken", 0))
    judge("MIG-010", field_is(account, "reply:/known", 2))
    judge("MIG-010", number_of_values_is(inherited.views["again"], f"{SHOWN}/code", 1))


@pytest.mark.verifies("MIG-011")
def test_what_is_open_goes_on(inherited: Inheritance, judge: Judge) -> None:
    """An open dossier keeps its state, is gone on with under its new code and reported; a closed one is only read."""
    judge("MIG-011", field_is(inherited.views["open"], f"{SHOWN}/status", inherited.rows["open"]["TrangThai"]))
    judge("MIG-011", field_matches(inherited.tried["open"], rights.STATUS, rights.DONE))
    judge("MIG-011", field_is(inherited.views["closed after"], f"{SHOWN}/status", inheritance.RETURNED))
    pushed = inherited.portal.pushed_last("open")
    judge("MIG-011", field_is(pushed, inherited.portal.row("open", "TrangThaiHoSo"), inheritance.OPEN))


@pytest.mark.verifies("MIG-012")
def test_dates_are_read_with_the_day_first(inherited: Inheritance, judge: Judge) -> None:
    """03/04 is the 3rd of April, in Vietnam's time."""
    told = inheritance.instant(str(inherited.rows["early"]["NgayNop"])).isoformat()

    judge("MIG-012", instant_is(inherited.views["early"], f"{SHOWN}/submitted", told))


@pytest.mark.verifies("MIG-013")
def test_the_former_code_is_known(inherited: Inheritance, judge: Judge) -> None:
    """An officer opens and processes a dossier by the code on the citizen's receipt; it is shown beside the new one."""
    code = inherited.rows["found"]["MaHoSo"]

    judge("MIG-013", field_matches(inherited.tried["found"], rights.STATUS, rights.DONE))
    judge("MIG-013", value_is_among(inherited.views["found"], f"{SHOWN}/former/*/code", code))
