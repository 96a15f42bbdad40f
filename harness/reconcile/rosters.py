"""Rosters: who works where and may do what; which procedure stands where; which agency can be reached and paid.

Every question holds a list against another by what both have. Lists are of today, so all are `current`. What is found
about a person is named by the row of the list it stands in, never by a number or a name.
"""

from typing import Final

import ibis
import ibis.expr.types as ir

from harness.reconcile.question import Answer, Given, against, doubled, listed, question, words

ROLES: Final = ("RECEPTION", "PROCESSING", "APPROVAL", "CLERICAL")
"""The roles that document A names."""
LONG_INTERVAL_DAYS: Final = 180
"""From here on an interval counts as longer. Assumed: document D says “longer” and no figure."""


def there(given: Given) -> ir.Table:
    """The staff who have not left."""
    staff = given["staff"]
    return staff.filter(staff.left_on.isnull() | (staff.left_on > given.at.date()))


def working(given: Given) -> ir.Table:
    """The staff who take part in resolving dossiers today."""
    found = there(given)
    return found.filter(found.resolves.fill_null(False))


def personal(given: Given) -> ir.Table:
    """The accounts that work and belong to one person."""
    accounts = given["accounts"]
    return accounts.filter(accounts.state == "ACTIVE", accounts.kind == "PERSONAL")


def administrators(given: Given) -> ir.Table:
    """The administrators' accounts that work."""
    accounts = given["accounts"]
    return accounts.filter(accounts.state == "ACTIVE", accounts.kind == "ADMINISTRATOR")


def row(table: ir.Table) -> ir.Value:
    """The place of a row in its list: how a finding names somebody."""
    return words("row ", table.export_row)


@question(
    "ACC-027",
    "staff",
    "accounts",
    columns=("staff.resolves", "accounts.person_identity", "accounts.state", "accounts.kind"),
)
def everybody_who_resolves_has_an_account(given: Given) -> Answer:
    """Everybody who takes part in resolving dossiers has an account that works."""
    wanted = working(given)
    without = wanted.anti_join(personal(given), wanted.identity == personal(given).person_identity)
    return Answer(wanted, against(without, "no-account", key=row(without), agency="agency"))


@question("ACC-028", "staff", "accounts", columns=("accounts.person_identity", "accounts.state", "accounts.kind"))
def every_account_has_its_officer(given: Given) -> Answer:
    """Every account that works belongs to one person of the staff list who has not left, and to nobody twice."""
    accounts, staff, present = personal(given), given["staff"], there(given)
    nobody = accounts.anti_join(staff, accounts.person_identity == staff.identity)
    gone = accounts.semi_join(staff.anti_join(present, "identity"), accounts.person_identity == staff.identity)
    second = accounts.semi_join(doubled(accounts, "person_identity", "system"), ["person_identity", "system"])
    found = (
        against(nobody, "nobody-on-the-staff-list", key=row(nobody), agency="agency"),
        against(gone, "officer-has-left", key=row(gone), agency="agency"),
        against(second, "second-account", key=row(second), agency="agency"),
    )
    return Answer(accounts, ibis.union(*found))


@question(
    "ACC-029", "accounts", "grants", "duties", columns=("accounts.person_identity", "accounts.state", "accounts.kind")
)
def rights_are_exactly_the_duties(given: Given) -> Answer:
    """Each account has exactly the rights that its officer's duties ask for, by agency, procedure and role."""
    keys = ["identity", "agency", "procedure", "role"]
    owners = personal(given).select("username", identity="person_identity")
    held = given["grants"].select("username", "agency", "procedure", "role", "export_row").join(owners, "username")
    duties = given["duties"]
    due = duties.semi_join(owners, "identity")  # who has no account at all is another finding
    missing, beyond = due.anti_join(held, keys), held.anti_join(duties, keys)
    said = {"agency": "agency", "procedure": "procedure", "detail": "role"}
    found = (
        against(missing, "right-missing", key=words("duty in ", row(missing)), **said),
        against(beyond, "right-too-many", key=words("grant in ", row(beyond)), **said),
    )
    return Answer(ibis.union(due.select(keys), held.select(keys), distinct=True), ibis.union(*found))


@question("ACC-030", "accounts", "grants", columns=("accounts.state", "accounts.kind"))
def nobody_processes_and_approves(given: Given) -> Answer:
    """No account holds both processing and approval of one procedure at one agency."""
    keys = ["username", "agency", "procedure"]
    grants = given["grants"].semi_join(personal(given), "username")
    both = grants.filter(grants.role == "APPROVAL").semi_join(grants.filter(grants.role == "PROCESSING"), keys)
    said = against(both, "processes-and-approves", key=row(both), agency="agency", procedure="procedure")
    return Answer(grants, said)


@question("ACC-031", "agencies", "accounts", "grants", columns=("agencies.resolves", "accounts.state", "accounts.kind"))
def every_role_is_held_at_every_agency(given: Given) -> Answer:
    """At every agency that resolves dossiers each of the four roles is held by an account that works."""
    agencies = given["agencies"]
    resolving = agencies.filter(agencies.resolves.fill_null(False)).select(agency="code")
    wanted = resolving.cross_join(listed("role", ROLES))
    held = given["grants"].semi_join(personal(given), "username")
    unheld = wanted.anti_join(held, ["agency", "role"])
    return Answer(wanted, against(unheld, "role-not-held", key="agency", agency="agency", detail="role"))


@question(
    "ACC-032",
    "agencies",
    "accounts",
    "systems",
    columns=("agencies.level", "systems.communes_assign_rights", "accounts.kind"),
)
def every_commune_has_an_administrator(given: Given) -> Answer:
    """Every commune has an administrator's account on each ministry system where communes assign rights themselves."""
    agencies, systems = given["agencies"], given["systems"]
    communes = agencies.filter(agencies.level == "COMMUNE").select(agency="code")
    assigning = systems.filter(systems.communes_assign_rights.fill_null(False)).select(system="code")
    wanted = communes.cross_join(assigning)
    without = wanted.anti_join(administrators(given), ["agency", "system"])
    return Answer(wanted, against(without, "no-administrator", key="agency", agency="agency", detail="system"))


@question("ACC-033", "agencies", "accounts", columns=("agencies.level", "accounts.kind", "accounts.held_by"))
def provincial_administrators_are_handed_over(given: Given) -> Answer:
    """Every provincial administrator's account is held by the provincial Public Administration Service Centre."""
    agencies, admins = given["agencies"], administrators(given)
    centre = agencies.filter(agencies.level == "CENTRE")
    provincial = admins.semi_join(agencies.filter(agencies.level != "COMMUNE"), admins.agency == agencies.code)
    elsewhere = provincial.anti_join(centre, provincial.held_by == centre.code)
    said = against(elsewhere, "not-handed-over", key=row(elsewhere), agency="agency", detail="held_by")
    return Answer(provincial, said)


@question("ACC-034", "mailboxes", columns=("mailboxes.interval_days", "mailboxes.notice_days"))
def no_password_expires_unannounced(given: Given) -> Answer:
    """A password of an official e-mail account expires with a notice before it, or seldom enough."""
    boxes = given["mailboxes"]
    notice, interval = boxes.notice_days.fill_null(0), boxes.interval_days.fill_null(0)
    silent = boxes.filter(notice <= 0, interval < LONG_INTERVAL_DAYS)
    return Answer(boxes, against(silent, "expires-unannounced", key=row(silent), agency="agency"))


@question("ACC-035", "staff", "mailboxes", columns=("staff.resolves",))
def everybody_has_official_email(given: Given) -> Answer:
    """Everybody who takes part in resolving dossiers has an official e-mail account of their own."""
    wanted, boxes = working(given), given["mailboxes"]
    without = wanted.anti_join(boxes, wanted.identity == boxes.person_identity)
    shared = boxes.semi_join(doubled(boxes.select("address", "person_identity").distinct(), "address"), "address")
    found = (
        against(without, "no-mailbox", key=row(without), agency="agency"),
        against(shared, "shared-mailbox", key=row(shared), agency="agency"),
    )
    return Answer(wanted, ibis.union(*found))


@question(
    "IDN-053", "staff", "document_accounts", columns=("document_accounts.person_identity", "document_accounts.state")
)
def everybody_is_on_the_document_system(given: Given) -> Answer:
    """Everybody on the staff list has an account on the document system, and no account there is nobody's."""
    present, accounts = there(given), given["document_accounts"]
    active = accounts.filter(accounts.state == "ACTIVE")
    without = present.anti_join(active, present.identity == active.person_identity)
    nobodys = active.anti_join(present, active.person_identity == present.identity)
    found = (
        against(without, "no-document-account", key=row(without), agency="agency"),
        against(nobodys, "nobodys-document-account", key=row(nobodys), agency="agency"),
    )
    return Answer(present, ibis.union(*found))
