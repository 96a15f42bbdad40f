"""What the control port can have a ministry do: make and move dossiers, push, change its catalogue, roll out."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from mocks.bearer.wording import Refused
from mocks.core.system import Command, CommandRefused
from mocks.ministry.accounts import Accounts
from mocks.ministry.catalogue import MODELS, Catalogue
from mocks.ministry.civil_status import CivilStatus
from mocks.ministry.feed import Feed
from mocks.ministry.making import Making
from mocks.ministry.rollout import Rollout
from mocks.ministry.staff import Staff
from mocks.ministry.units import Units

Json: TypeAlias = Any
Run: TypeAlias = Callable[[Json], Json]

TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 200}
COUNT: Final = {"type": "integer", "minimum": 1, "maximum": 10_000}
FLAG: Final = {"type": "boolean"}
STATES: Final = {"enum": ["complete", "partial", "none"]}
USAGE: Final = {
    "dossiers/make": '{"count": 1-10000, "MaTTHC": code?, "MaDonVi": code?}: make new dossiers',
    "dossiers/advance": '{"MaHoSo": code?, "TrangThai": code?, "count": n?}: move dossiers one status on',
    "dossiers/return": '{"MaHoSo": code?, "count": n?}: bring dossiers to the return of their result',
    "roll-out": '{"open": true?}: open the system, or close it again',
    "feed/push": '{"on": true|false}: push every change as it comes, or do not',
    "feed/push-again": '{"conTro": cursor?}: push every change after a cursor, by default from the first',
    "procedures/set": '{"MaTTHC": code, "state": "complete"|"partial"|"none"}: how far the system has a procedure',
    "workflows/revise": '{"MaTTHC": code, "model": "2-level"|"3-level"}: a new version; 3-level has a district in it',
    "officers/add": '{"MaDonVi": code, "count": n}: officers who have no account',
    "bank-accounts/set": '{"MaDonVi": code, "complete": true|false}: complete what is known of it, or lose it',
    "civil-status/advance": "{}: move every registration one status on",
    "civil-status/fail": '{"maHoSoMCDT": code, "errors": text}: let a registration have an error',
}


def command(name: str, run: Run, *needed: str, **properties: Mapping[str, Json]) -> dict[str, Command]:
    """A command by its name. A refusal by the system is one of the command. `needed` arguments must be given."""

    def carried_out(arguments: Json) -> Json:
        try:
            return run(arguments)
        except Refused as refused:
            raise CommandRefused(f"the system refuses that: {refused.reason}") from refused

    schema = {"type": "object", "properties": properties, "required": list(needed), "additionalProperties": False}
    return {name: Command(usage=f"{name} {USAGE[name]}", run=carried_out, schema=schema)}


def dossier_commands(making: Making, rollout: Rollout) -> dict[str, Command]:
    """Dossiers of the ministry's own. They wait until the system is rolled out."""

    def when_open(run: Run) -> Run:
        def checked(arguments: Json) -> Json:
            if not rollout.is_open:
                raise CommandRefused("the system is not rolled out; roll-out opens it")
            return run(arguments)

        return checked

    def make(a: Json) -> Json:
        return {"dossiers": making.make(a["count"], procedure=a.get("MaTTHC"), unit=a.get("MaDonVi"))}

    def advance(a: Json) -> Json:
        return {"moved": making.advance(code=a.get("MaHoSo"), status=a.get("TrangThai"), count=a.get("count"))}

    def bring_back(a: Json) -> Json:
        return {"returned": making.bring_back(code=a.get("MaHoSo"), count=a.get("count"))}

    which = {"MaHoSo": TEXT, "count": COUNT}
    return {
        **command("dossiers/make", when_open(make), "count", count=COUNT, MaTTHC=TEXT, MaDonVi=TEXT),
        **command("dossiers/advance", when_open(advance), TrangThai=TEXT, **which),
        **command("dossiers/return", when_open(bring_back), **which),
    }


def system_commands(rollout: Rollout, feed: Feed) -> dict[str, Command]:
    """The system itself: open or not, pushing or not."""

    def open_or_close(a: Json) -> Json:
        rollout.set(is_open=a.get("open", True))
        return {"open": rollout.is_open}

    def push_or_not(a: Json) -> Json:
        feed.turn(on=a["on"])
        return {"push": a["on"]}

    def push_again(a: Json) -> Json:
        return {"pushed": feed.push_since(a.get("conTro", ""))}

    return {
        **command("roll-out", open_or_close, open=FLAG),
        **command("feed/push", push_or_not, "on", on=FLAG),
        **command("feed/push-again", push_again, conTro=TEXT),
    }


def catalogue_commands(catalogue: Catalogue) -> dict[str, Command]:
    """What the system has, and by which workflow."""

    def set_state(a: Json) -> Json:
        return catalogue.change(a["MaTTHC"], state=a["state"])

    def revise(a: Json) -> Json:
        return catalogue.change(a["MaTTHC"], model=a["model"])

    return {
        **command("procedures/set", set_state, "MaTTHC", "state", MaTTHC=TEXT, state=STATES),
        **command("workflows/revise", revise, "MaTTHC", "model", MaTTHC=TEXT, model={"enum": list(MODELS)}),
    }


def account_commands(accounts: Accounts, staff: Staff, units: Units) -> dict[str, Command]:
    """Officers without an account, and bank accounts."""

    def hire(a: Json) -> Json:
        unit = units.unit(a["MaDonVi"])
        return {"officers": [staff.invent(unit) for _ in range(a["count"])]}

    def set_bank(a: Json) -> Json:
        unit = units.unit(a["MaDonVi"])
        return {"DayDu": accounts.make_bank_account(unit.code, complete=a["complete"])["DayDu"]}

    few = {"type": "integer", "minimum": 1, "maximum": 100}
    return {
        **command("officers/add", hire, "MaDonVi", "count", MaDonVi=TEXT, count=few),
        **command("bank-accounts/set", set_bank, "MaDonVi", "complete", MaDonVi=TEXT, complete=FLAG),
    }


def civil_status_commands(civil: CivilStatus) -> dict[str, Command]:
    """Registrations of civil status."""

    def advance(_: Json) -> Json:
        return {"moved": civil.advance()}

    def fail(a: Json) -> Json:
        return civil.fail(a["maHoSoMCDT"], a["errors"])

    return {
        **command("civil-status/advance", advance),
        **command("civil-status/fail", fail, "maHoSoMCDT", "errors", maHoSoMCDT=TEXT, errors=TEXT),
    }
