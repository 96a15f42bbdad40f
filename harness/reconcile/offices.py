"""Rosters of offices and procedures: identifiers, addresses, bank accounts; who serves which procedure."""

from typing import Final

import ibis
import ibis.expr.types as ir

from harness.reconcile.codes_of_today import closed_agency
from harness.reconcile.question import Answer, Given, against, doubled, question, words

DISTRICT_WORDS: Final = r"(?i)(^|[\s,])(quận|huyện|thị xã)\s"
"""How an address of the three-level model shows: units that there are not since 1 July 2025."""


def told(text: ir.Value) -> ir.Value:
    """Whether anything is said."""
    return text.fill_null("").strip() != ""


def in_force(given: Given) -> ir.Table:
    """The procedures of the province's catalogue, by `procedure`."""
    return given["catalogue"].select(procedure="code").distinct()


@question("CAT-010", "catalogue", "placements")
def every_procedure_has_one_system(given: Given) -> Answer:
    """Every procedure of the catalogue stands on exactly one system: none between the chairs, none on two."""
    catalogue = in_force(given)
    placed = given["placements"].select("procedure", "system").distinct()
    said = {"key": "procedure", "procedure": "procedure"}
    found = (
        against(catalogue.anti_join(placed, "procedure"), "between-the-chairs", **said),
        against(doubled(placed, "procedure").semi_join(catalogue, "procedure"), "on-two-systems", **said),
        against(placed.anti_join(catalogue, "procedure"), "not-in-the-catalogue", **said, detail="system"),
    )
    return Answer(catalogue, ibis.union(*found))


@question(
    "CAT-011",
    "catalogue",
    "placements",
    "systems",
    "provincial_services",
    columns=("provincial_services.published", "provincial_services.online", "provincial_services.workflow"),
)
def what_the_province_keeps_is_whole(given: Given) -> Answer:
    """A procedure left to the provincial system is published, served online and has an electronic workflow there."""
    systems, services = given["systems"], given["provincial_services"]
    own = given["placements"].semi_join(systems.filter(systems.owner == "PROVINCE").select(system="code"), "system")
    kept = in_force(given).semi_join(own, "procedure")
    lacks = {
        "not-published": services.filter(services.published.fill_null(False)),
        "no-online-service": services.filter(services.online.fill_null(False)),
        "no-workflow": services.filter(told(services.workflow)),
    }
    found = [
        against(kept.anti_join(whole, kept.procedure == whole.code), cause, key="procedure", procedure="procedure")
        for cause, whole in lacks.items()
    ]
    return Answer(kept, ibis.union(*found))


@question(
    "CAT-012",
    "provincial_services",
    "national_services",
    columns=(
        "provincial_services.published",
        "provincial_services.level",
        "national_services.published",
        "national_services.level",
    ),
)
def both_portals_show_the_same_services(given: Given) -> Answer:
    """The provincial portal and the national one show the same services, at the same level."""
    own = given["provincial_services"].filter(lambda rows: rows.published.fill_null(False)).select("code", "level")
    national = given["national_services"].filter(lambda rows: rows.published.fill_null(False))
    pair = own.join(national.select("code", other="level"), "code")
    unlike = pair.filter(~pair.level.identical_to(pair.other))
    said = {"key": "code", "procedure": "code"}
    levels = words("province ", unlike.level, ", national ", unlike.other)
    found = (
        against(own.anti_join(national, "code"), "only-provincial", **said),
        against(national.anti_join(own, "code"), "only-national", **said),
        against(unlike, "other-level", **said, detail=levels),
    )
    return Answer(ibis.union(own.select("code"), national.select("code"), distinct=True), ibis.union(*found))


@question("IDN-052", "agencies", "identifiers", columns=("agencies.identifier", "identifiers.identifier"))
def every_agency_has_one_identifier_of_today(given: Given) -> Answer:
    """Every agency has a published identifier of its own, and none that was closed at the merger."""
    agencies, published = given["agencies"], given["identifiers"]
    issued = published.filter(told(published.identifier))
    pair = agencies.join(issued.select("code", issued="identifier"), "code")
    found = (
        against(agencies.anti_join(issued, "code"), "no-identifier", key="code", agency="code"),
        against(issued.semi_join(doubled(issued, "identifier"), "identifier"), "of-two-agencies", **SAID),
        against(pair.filter(pair.identifier != pair.issued), "other-identifier", **SAID),
        against(issued.filter(closed_agency(issued.identifier)), "closed-identifier", **SAID),
    )
    return Answer(agencies, ibis.union(*found))


SAID: Final = {"key": "code", "agency": "code", "detail": "identifier"}


@question("IDN-054", "agencies", columns=("agencies.address",))
def every_agency_tells_its_address_of_today(given: Given) -> Answer:
    """Every agency tells its address, and no address names a district."""
    agencies = given["agencies"]
    districts = agencies.filter(agencies.address.re_search(DISTRICT_WORDS))
    found = (
        against(agencies.filter(~told(agencies.address)), "no-address", key="code", agency="code"),
        against(districts, "district-in-address", key="code", agency="code", detail="address"),
    )
    return Answer(agencies, ibis.union(*found))


@question(
    "ACC-036",
    "agencies",
    "ministry_agencies",
    columns=("agencies.bank_account", "ministry_agencies.bank_account", "ministry_agencies.bank"),
)
def every_agency_can_be_paid(given: Given) -> Answer:
    """The ministries' systems hold each agency's bank account, in full and as the province has it."""
    agencies, there = given["agencies"], given["ministry_agencies"]
    paid = agencies.filter(told(agencies.bank_account))
    known = there.filter(told(there.bank_account) | told(there.bank))
    pair = paid.join(known.select("code", other="bank_account", bank_told="bank"), "code")
    found = (
        against(paid.anti_join(known, "code"), "no-bank-account", key="code", agency="code"),
        against(pair.filter(~told(pair.other) | ~told(pair.bank_told)), "told-in-part", key="code", agency="code"),
        against(
            pair.filter(told(pair.other), pair.other != pair.bank_account), "other-account", key="code", agency="code"
        ),
    )
    return Answer(paid, ibis.union(*found))
