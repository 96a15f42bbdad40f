"""Rosters of whom to call: the contacts of each agency, hotline and support desk of each system.

`contacts` is the province's list of them: a LEADER or TECHNICAL contact of an agency, a HOTLINE or DESK that an agency
runs for a system, or for all of them where no system is named.
"""

from typing import Final

import ibis
import ibis.expr.types as ir

from harness.reconcile.codes_of_today import closed_agency
from harness.reconcile.offices import told
from harness.reconcile.question import Answer, Given, against, doubled, listed, question

OF_AGENCIES: Final = ("LEADER", "TECHNICAL")
"""The two that document A has each agency appoint."""
OF_SYSTEMS: Final = ("HOTLINE", "DESK")


def whom_to_call(given: Given, kinds: tuple[str, ...]) -> ir.Table:
    """The rows of these kinds; `system` is empty where it is for all of them."""
    contacts = given["contacts"]
    return contacts.filter(contacts.kind.isin(kinds)).mutate(system=contacts.system.fill_null(""))


def wrong(given: Given, rows: ir.Table) -> list[ir.Table]:
    """What is wrong with such rows, whatever they are for: not to be reached, nobody's, there twice."""
    agencies, keys = given["agencies"], ("kind", "agency", "system")
    said = {"key": "agency", "agency": "agency", "detail": "kind"}
    closed = closed_agency(rows.agency)
    nobodys = rows.filter(~closed).anti_join(agencies, rows.agency == agencies.code)
    return [
        against(rows.filter(~told(rows.phone), ~told(rows.email)), "not-to-be-reached", **said),
        against(rows.filter(closed), "closed-agency", **said),
        against(nobodys, "no-such-agency", **said),
        against(doubled(rows, *keys), "told-twice", **said),
    ]


@question("OPS-041", "contacts", "agencies", columns=("contacts.phone",))
def every_agency_has_its_contacts(given: Given) -> Answer:
    """Every agency has a leader and a technical officer as contacts, who can be reached; none is another's."""
    contacts = whom_to_call(given, OF_AGENCIES)
    wanted = given["agencies"].select(agency="code").cross_join(listed("kind", OF_AGENCIES))
    without = wanted.anti_join(contacts, ["agency", "kind"])
    missing = against(without, "no-contact", key="agency", agency="agency", detail="kind")
    return Answer(wanted, ibis.union(missing, *wrong(given, contacts)))


@question("OPS-042", "contacts", "agencies", "systems", columns=("contacts.phone",))
def every_system_has_its_help(given: Given) -> Answer:
    """Every system that agencies share has a hotline and a support desk, which can be reached."""
    helping = whom_to_call(given, OF_SYSTEMS)
    wanted = given["systems"].select(system="code").cross_join(listed("kind", OF_SYSTEMS))
    own = wanted.anti_join(helping, ["system", "kind"])
    without = own.anti_join(helping.filter(helping.system == ""), "kind")
    missing = against(without, "no-help", key="system", detail="kind")
    return Answer(wanted, ibis.union(missing, *wrong(given, helping)))
