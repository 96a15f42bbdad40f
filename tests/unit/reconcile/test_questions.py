"""Each question to bulk data: nothing speaks against a province in order; a planted wrong export breaks its own."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from harness.reconcile.questions import QUESTIONS, ROLES
from reports.cause_words import cause_words
from tests.unit.reconcile.bench import Bench, Change
from tests.unit.reconcile.exports import NOW, in_order


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


def test_nothing_speaks_against_a_province_in_order(bench: Bench) -> None:
    assert bench.against({role: lambda _rows: None for role in ROLES}) == {}


def put(at: int, **values: Any) -> Change:
    """One row says something else."""
    return lambda rows: rows[at].update(values)


def tell(values: Mapping[int, str]) -> Change:
    """Published figures say something else."""
    return lambda rows: [rows[at].update(value=value) for at, value in values.items()]


def drop(at: int) -> Change:
    """One row is missing."""
    return lambda rows: rows.pop(at)


def again(at: int, **values: Any) -> Change:
    """One row stands once more, with something else in it."""
    return lambda rows: rows.append({**rows[at], **values})


def add(**values: Any) -> Change:
    """One row more."""
    return lambda rows: rows.append(values)


OFFICE = {"identifier": "H60.04", "address": "Số 4, phường Minh Xuân", "bank_account": "0004", "bank": "Kho bạc"}
PLANTED: list[tuple[str, dict[str, Change], dict[str, dict[str, int]]]] = [
    ("a-dossier-lost", {"inheritance": drop(1), "after": drop(1)}, {"MIG-014": {"lost": 1}}),
    ("not-in-the-merged-system", {"after": drop(1)}, {"MIG-014": {"leads-nowhere": 1}}),
    ("refused-without-a-word", {"inheritance": put(9, reason=" ")}, {"MIG-014": {"refused-without-reason": 1}}),
    (
        "invented-in-the-ledger",
        {"inheritance": again(9, former="NOBODYS")},
        {"MIG-015": {"invented": 1}},
    ),
    ("of-no-source", {"after": again(3, code="H60.02-250501-9999")}, {"MIG-015": {"of-no-source": 1}}),
    ("became-two", {"inheritance": again(9)}, {"MIG-016": {"became-two": 1}}),
    (
        "two-became-one",
        {"inheritance": put(9, outcome="TAKEN", code="H60.02-250501-0001")},
        {"MIG-016": {"two-became-one": 2}},
    ),
    ("a-fee-lost", {"after": put(5, fee=0)}, {"MIG-017": {"fee-sum": 1}}),
    ("another-commune", {"after": put(2, commune="00691")}, {"MIG-018": {"wrong-commune": 1}}),
    ("the-table-lacks-a-commune", {"code_changes": drop(1)}, {"MIG-018": {"unmapped-commune": 2}}),
    ("another-agency", {"after": put(2, agency="H60.03")}, {"MIG-019": {"wrong-agency": 1}}),
    ("another-procedure", {"after": put(2, procedure="1.009.000")}, {"MIG-019": {"unmapped-procedure": 1}}),
    (
        "the-table-leads-to-a-closed-agency",
        {
            "code_changes": put(5, new="H22.07"),
            "after": lambda rows: [rows[n].update(agency="H22.07") for n in (0, 2, 4, 6)],
        },
        {"MIG-020": {"closed-agency": 2}},
    ),
    ("a-district-left", {"after": put(1, district="024")}, {"MIG-020": {"district": 1}}),
    ("a-commune-that-is-gone", {"after": put(8, commune="00697")}, {"MIG-020": {"closed-commune": 1}}),
    ("a-unit-of-another-name", {"units": put(0, name="Hạc Thanh")}, {"MIG-021": {"other-name": 1}}),
    ("a-unit-of-before", {"units": put(0, code="14760")}, {"MIG-021": {"no-such-code": 1}}),
    ("another-owner", {"after": put(2, owner_name="Nguyễn Văn Hoa")}, {"MIG-022": {"changed-owner_name": 1}}),
    ("a-date-of-today", {"after": put(3, submitted_at=NOW)}, {"MIG-022": {"changed-submitted_at": 1}}),
    ("a-closed-one-opened", {"after": put(4, status="4")}, {"MIG-022": {"changed-status": 1}}),
    ("late", {"dossiers": put(0, finished_at=NOW), "report": put(3, value="75")}, {"KPI-001": {"late": 1}}),
    ("overdue", {"dossiers": put(5, due_at=in_order()["dossiers"][0]["due_at"])}, {"KPI-001": {"overdue": 1}}),
    (
        "numbers-told-otherwise",
        {"report": tell({0: "7", 1: "nearly all", -1: "4"})},
        {"KPI-002": {"differs-received": 2, "differs-finished": 1}},
    ),
    ("punctuality-told-otherwise", {"report": tell({3: "99.9"})}, {"KPI-003": {"differs-on-time": 1}}),
    (
        "online-told-otherwise",
        {"report": tell({4: "50.1", 8: "40"})},
        {"KPI-004": {"differs-online": 1, "differs-paid-online": 1}},
    ),
    (
        "digital-told-otherwise",
        {"report": tell({5: "100", 6: "5", 7: "0"})},
        {"KPI-005": {"differs-digitised": 1, "differs-electronic": 1, "differs-reused": 1}},
    ),
    (
        "an-agency-beside-the-software",
        {"agencies": add(code="H60.04", resolves=True, **OFFICE)},
        {
            "KPI-006": {"no-dossier": 1},
            "ACC-031": {"role-not-held": 4},
            "ACC-036": {"no-bank-account": 1},
            "IDN-052": {"no-identifier": 1},
            "OPS-041": {"no-contact": 2},
        },
    ),
    (
        "nothing-came-online",
        {"dossiers": put(1, channel="1"), "report": put(4, value="33.3")},
        {"KPI-007": {"below-target": 1}},
    ),
    (
        "somebody-without-account",
        {
            "staff": add(identity="7", agency="H60.01", resolves=True),
            "mailboxes": again(0, person_identity="7", address="x@example.com"),
            "document_accounts": again(0, person_identity="7"),
        },
        {"ACC-027": {"no-account": 1}},
    ),
    (
        "an-account-of-nobody",
        {"accounts": again(0, person_identity="8", username="x")},
        {"ACC-028": {"nobody-on-the-staff-list": 1}},
    ),
    ("who-has-left-can-still-sign-in", {"accounts": put(3, state="ACTIVE")}, {"ACC-028": {"officer-has-left": 1}}),
    ("a-second-account", {"accounts": again(0, username="x")}, {"ACC-028": {"second-account": 2}}),
    (
        "a-right-too-few",
        {"duties": again(0, procedure="1.002.000")},
        {"ACC-029": {"right-missing": 1}},
    ),
    ("a-right-too-many", {"grants": again(0, procedure="1.002.000")}, {"ACC-029": {"right-too-many": 1}}),
    (
        "processes-and-approves",
        {"grants": again(1, role="APPROVAL"), "duties": again(1, role="APPROVAL")},
        {"ACC-030": {"processes-and-approves": 1}},
    ),
    (
        "nobody-approves-there",
        {"grants": put(6, role="RECEPTION"), "duties": put(6, role="RECEPTION")},
        {"ACC-031": {"role-not-held": 1}},
    ),
    ("a-commune-without-administrator", {"accounts": put(4, state="LOCKED")}, {"ACC-032": {"no-administrator": 1}}),
    ("kept-by-the-vendor", {"accounts": put(5, held_by="VNPT")}, {"ACC-033": {"not-handed-over": 1}}),
    ("an-account-held-by-nobody", {"accounts": put(5, held_by=None)}, {"ACC-033": {"not-handed-over": 1}}),
    ("expires-unannounced", {"mailboxes": put(0, notice_days=None)}, {"ACC-034": {"expires-unannounced": 1}}),
    ("no-mailbox", {"mailboxes": drop(0)}, {"ACC-035": {"no-mailbox": 1}}),
    ("a-shared-mailbox", {"mailboxes": put(0, address="officer-1@example.com")}, {"ACC-035": {"shared-mailbox": 2}}),
    ("no-bank-account", {"ministry_agencies": drop(0)}, {"ACC-036": {"no-bank-account": 1}}),
    ("a-bank-account-in-part", {"ministry_agencies": put(0, bank=None)}, {"ACC-036": {"told-in-part": 1}}),
    ("another-bank-account", {"ministry_agencies": put(0, bank_account="9")}, {"ACC-036": {"other-account": 1}}),
    ("no-technical-contact", {"contacts": drop(3)}, {"OPS-041": {"no-contact": 1}}),
    ("a-contact-without-number", {"contacts": put(0, phone=" ")}, {"OPS-041": {"not-to-be-reached": 1}}),
    ("a-contact-told-twice", {"contacts": again(0)}, {"OPS-041": {"told-twice": 1}}),
    ("a-contact-of-before", {"contacts": again(0, agency="H22.01")}, {"OPS-041": {"closed-agency": 1}}),
    ("a-hotline-of-no-agency", {"contacts": put(6, agency="H60.98")}, {"OPS-042": {"no-such-agency": 1}}),
    ("nobody-to-call", {"contacts": drop(6)}, {"OPS-042": {"no-help": 2}}),
    ("no-desk-for-a-system", {"contacts": put(8, system="ONE-STOP")}, {"OPS-042": {"no-help": 1}}),
    ("a-desk-without-address", {"contacts": put(7, email=None)}, {"OPS-042": {"not-to-be-reached": 1}}),
    ("between-the-chairs", {"placements": drop(1)}, {"CAT-010": {"between-the-chairs": 1}}),
    ("on-two-systems", {"placements": again(1, system="BTC")}, {"CAT-010": {"on-two-systems": 1}}),
    ("of-no-catalogue", {"placements": again(1, procedure="9.999.000")}, {"CAT-010": {"not-in-the-catalogue": 1}}),
    ("no-workflow", {"provincial_services": put(0, workflow="")}, {"CAT-011": {"no-workflow": 1}}),
    ("no-online-service", {"provincial_services": put(0, online=False)}, {"CAT-011": {"no-online-service": 1}}),
    (
        "only-on-the-national-portal",
        {"provincial_services": put(1, published=False)},
        {"CAT-012": {"only-national": 1}},
    ),
    ("only-on-the-provincial-portal", {"national_services": drop(1)}, {"CAT-012": {"only-provincial": 1}}),
    ("at-another-level", {"national_services": put(1, level="4")}, {"CAT-012": {"other-level": 1}}),
    ("no-identifier", {"identifiers": drop(0)}, {"IDN-052": {"no-identifier": 1}}),
    ("another-identifier", {"identifiers": put(0, identifier="H60.77")}, {"IDN-052": {"other-identifier": 1}}),
    ("an-identifier-of-two", {"identifiers": again(0, code="H60.88")}, {"IDN-052": {"of-two-agencies": 2}}),
    (
        "a-closed-identifier",
        {"identifiers": put(0, identifier="000.00.01.H22"), "agencies": put(0, identifier="000.00.01.H22")},
        {"IDN-052": {"closed-identifier": 1}},
    ),
    ("not-on-the-document-system", {"document_accounts": drop(0)}, {"IDN-053": {"no-document-account": 1}}),
    (
        "nobodys-document-account",
        {"document_accounts": again(0, person_identity="9")},
        {"IDN-053": {"nobodys-document-account": 1}},
    ),
    (
        "an-address-with-a-district",
        {"agencies": put(1, address="Số 2, xã Yên Sơn, huyện Yên Sơn")},
        {"IDN-054": {"district-in-address": 1}},
    ),
    ("no-address", {"agencies": put(1, address=None)}, {"IDN-054": {"no-address": 1}}),
]


@pytest.mark.parametrize(("changes", "expected"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED])
def test_a_wrong_export_fails_what_it_must_and_nothing_else(
    bench: Bench, changes: Mapping[str, Change], expected: Mapping[str, Mapping[str, int]]
) -> None:
    assert bench.against(changes) == expected


def test_the_dossiers_behind_a_figure_that_differs_are_listed(bench: Bench) -> None:
    """Of a number those that were counted, of a share those that were not."""
    assert behind(bench, {-1: "4"}) == {("inside-received", "H60.01"): 3}
    received = {("inside-received", "H60.01"): 3, ("inside-received", "H60.02"): 3}
    online = {("outside-online", "H60.01"): 1, ("outside-online", "H60.02"): 2}
    assert behind(bench, {0: "7", 3: "99.9", 4: "50.1"}) == received | online


def behind(bench: Bench, values: Mapping[int, str]) -> Mapping[tuple[str, str], int]:
    """How many dossiers stand beside the figures that differ, by cause and agency."""
    report = [{**row} for row in bench.rows["report"]]
    tell(values)(report)
    bench.load({"report": report})
    answers = [row.ask(bench.given) for row in QUESTIONS.values() if "report" in row.needs]
    bench.load({"report": bench.rows["report"]})
    found = [row for answer in answers if answer.beside is not None for row in answer.beside.to_pyarrow().to_pylist()]
    assert all(cause_words(row["cause"]).vi != row["cause"] for row in found)
    return Counter((row["cause"], row["agency"]) for row in found)


def test_every_question_was_seen_to_fail() -> None:
    assert {name for row in PLANTED for name in row[2]} == {row.requirement for row in QUESTIONS.values()}


def test_every_cause_that_was_seen_has_words() -> None:
    causes = {cause for row in PLANTED for against in row[2].values() for cause in against}
    assert {cause for cause in causes if cause_words(cause).vi == cause} == set()
