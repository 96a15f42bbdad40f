"""Which account may do what: the table, and that each of its questions counts."""

from dataclasses import replace
from pathlib import Path

import pytest

from mocks.province.accounts.account import ANY, Account, Grant, Role, State
from mocks.province.accounts.identity import Identities
from mocks.province.accounts.rights import ROLE_OF, About, Rights
from mocks.province.records.dossier import AFTER

HERE = About("H56.107", "2.001019")
RIGHTS = Rights()


def officer(*grants: Grant, state: State = State.OPEN) -> Account:
    return Account(
        name="cb-a",
        person="Lê Thị Thử Nghiệm",
        identity="digest",
        masked="*********456",
        agency="H56.107",
        state=state,
        grants=frozenset(grants),
        email=None,
        password_changed=None,
    )


def right(role: Role, agency: str = "H56.107", procedure: str = ANY) -> Grant:
    return Grant(role, agency, procedure)


def test_every_act_on_a_dossier_needs_a_role_that_is_written_down() -> None:
    assert set(AFTER) <= set(ROLE_OF)


@pytest.mark.parametrize("act", sorted(ROLE_OF))
@pytest.mark.parametrize("role", list(Role))
def test_an_act_is_for_its_role_alone(act: str, role: Role) -> None:
    refusal = RIGHTS.refusal(officer(right(role)), act, HERE)

    assert (refusal is None) == (ROLE_OF[act] is role)


@pytest.mark.parametrize(
    "grant",
    [right(Role.PROCESSING, "H56.108"), right(Role.PROCESSING, "H56"), right(Role.PROCESSING, procedure="2.001020")],
    ids=["another-commune", "the-province", "another-procedure"],
)
def test_a_right_is_for_its_agency_and_procedure_alone(grant: Grant) -> None:
    assert RIGHTS.refusal(officer(grant), "process", HERE) is not None
    assert not RIGHTS.may_see(officer(grant), HERE)


def test_a_right_for_the_very_procedure_is_enough() -> None:
    one = officer(right(Role.PROCESSING, procedure="2.001019"))

    assert RIGHTS.refusal(one, "process", HERE) is None
    assert RIGHTS.may_see(one, HERE)


def test_two_halves_of_a_right_do_not_make_one() -> None:
    halves = officer(right(Role.PROCESSING, "H56.108"), right(Role.RECEPTION))

    assert RIGHTS.refusal(halves, "process", HERE) is not None


@pytest.mark.parametrize("state", [State.LOCKED, State.LEFT])
def test_an_account_that_is_not_open_may_do_nothing(state: State) -> None:
    gone = officer(right(Role.PROCESSING), state=state)

    assert RIGHTS.refusal(gone, "process", HERE) is not None
    assert not RIGHTS.may_see(gone, HERE)


def test_who_processed_does_not_approve_and_may_go_on_processing() -> None:
    both = officer(right(Role.PROCESSING), right(Role.APPROVAL))
    own = replace(HERE, processed_by=frozenset({"cb-a"}))

    assert RIGHTS.refusal(both, "finish", own) is not None
    assert RIGHTS.refusal(both, "process", own) is None
    assert RIGHTS.refusal(both, "finish", replace(own, processed_by=frozenset({"cb-b"}))) is None


def test_a_number_is_matched_under_the_installations_own_key(tmp_path: Path) -> None:
    one, same = Identities(tmp_path), Identities(tmp_path)
    (tmp_path / "other").mkdir()
    another = Identities(tmp_path / "other")

    assert one.digest("097090123456") == same.digest(" 097090123456 ")
    assert one.digest("097090123456") != another.digest("097090123456")
    assert one.masked("097090123456") == "*********456"
    assert (tmp_path / "identity.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["identity.key"]
