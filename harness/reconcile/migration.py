"""Migration: the systems of before the merger against the merged one, and its ledger of what became of each dossier.

`before` are the dossiers of the earlier systems (side historical, one snapshot each), `inheritance` is the merged
system's ledger by earlier system and code, `after` its dossiers, `code_changes` the official tables, `units` its own
list of communes.
"""

from typing import Final

import ibis
import ibis.expr.types as ir

from harness.reconcile.codes_of_today import closed_agency, commune_of_today, of_today, supposed_closed_agency
from harness.reconcile.question import Answer, Given, against, doubled, month, only, question, words
from specs.codebook import communes, same_name

OPEN: Final = ("1", "2", "4", "5", "6", "9")
"""Statuses of dossiers that go on; one in another is only read, and keeps the codes of its time."""
FORMER: Final = ["system", "former"]
KEPT: Final = ("owner_name", "owner_identity", "owner_kind", "channel", "submitted_at", "received_at", "due_at")
"""What no migration may change. Fee and codes have questions of their own."""
KEPT_OF_CLOSED: Final = ("status", "finished_at")
"""What stays only where a dossier was closed: an open one goes on."""


def former(given: Given) -> ir.Table:
    """The dossiers of before, by the earlier system and the code that they had there."""
    before = given["before"]
    return before.mutate(former=before.code, month=month(before.received_at))


def arrived(given: Given) -> ir.Table:
    """Each dossier that was taken, as it was and as it is; what it is today is named `now_…`."""
    ledger = given["inheritance"].filter(lambda rows: rows.outcome == "TAKEN").select(*FORMER, now="code")
    after = given["after"]
    today = after.select(**{f"now_{name}": name for name in after.columns})
    pairs = former(given).join(ledger, FORMER)
    return pairs.join(today, pairs.now == today.now_code)


def of_former(rows: ir.Table, cause: str, **more: ir.Value | str) -> ir.Table:
    """Former dossiers that speak against: named by system and code."""
    key = words(rows.system, " ", rows.former)
    return against(rows, cause, key=key, agency="agency", procedure="procedure", month="month", **more)


def ledgered(rows: ir.Table, cause: str) -> ir.Table:
    """Rows of the ledger that speak against."""
    return against(rows, cause, key=words(rows.system, " ", rows.former))


@question("MIG-014", "before", "inheritance", "after")
def every_dossier_arrived(given: Given) -> Answer:
    """Every dossier of an earlier system is accounted for: taken, merged, or refused with a reason."""
    old, ledger, after = former(given), given["inheritance"], given["after"]
    kept = ledger.filter(ledger.outcome != "REFUSED")
    nowhere = kept.anti_join(after, "code").select(FORMER)
    silent = ledger.filter(ledger.outcome == "REFUSED", ledger.reason.fill_null("").strip() == "").select(FORMER)
    found = (
        of_former(old.anti_join(ledger, FORMER), "lost"),
        of_former(old.semi_join(nowhere, FORMER), "leads-nowhere"),
        of_former(old.semi_join(silent, FORMER), "refused-without-reason"),
    )
    return Answer(old, ibis.union(*found), sheet=proof_sheet(given))


@question("MIG-015", "before", "inheritance", "after")
def nothing_was_invented(given: Given) -> Answer:
    """The merged system holds no dossier of before the merger that no earlier system had."""
    old, ledger, after = former(given), given["inheritance"], given["after"]
    earlier = after.filter(after.received_at < given.cut_over)
    strangers = earlier.anti_join(ledger, "code")
    said = {"agency": "agency", "procedure": "procedure", "month": month(strangers.received_at)}
    found = (
        ledgered(ledger.anti_join(old, FORMER), "invented"),
        against(strangers, "of-no-source", key="code", **said),
    )
    return Answer(earlier, ibis.union(*found))


@question("MIG-016", "before", "inheritance")
def nothing_was_doubled(given: Given) -> Answer:
    """No old dossier became two, and no two that are different became one."""
    old, ledger = former(given), given["inheritance"]
    taken = ledger.filter(ledger.outcome == "TAKEN")
    twice = old.semi_join(doubled(ledger, *FORMER), FORMER)
    one = old.semi_join(taken.semi_join(doubled(taken, "code"), "code"), FORMER)
    return Answer(old, ibis.union(of_former(twice, "became-two"), of_former(one, "two-became-one")))


@question("MIG-017", "before", "inheritance", "after", columns=("before.fee", "after.fee"))
def sums_are_conserved(given: Given) -> Answer:
    """By earlier system and agency, the fees of the dossiers that were taken add up to what they did before."""
    sums = (
        arrived(given)
        .group_by("system", "agency")
        .aggregate(told=lambda rows: rows.fee.sum().fill_null(0), now=lambda rows: rows.now_fee.sum().fill_null(0))
    )
    unlike = sums.filter(sums.told != sums.now)
    detail = words("before ", unlike.told, ", after ", unlike.now)
    return Answer(sums, against(unlike, "fee-sum", key="system", agency="agency", detail=detail))


def _led(given: Given, kind: str, column: str) -> tuple[ir.Table, ir.Table]:
    """What was taken and is led wrongly by a table of codes: no way for the old code, and another one than the table's.

    A code that the table does not name leads to itself where it is one of today's (`of_today`).
    """
    table = given["code_changes"].filter(lambda rows: rows.kind == kind).select("old", "new")
    pairs = arrived(given).filter(lambda rows: rows[column].notnull())
    ways = pairs.join(table, pairs[column] == table.old)
    right = ways.filter(ways.new == ways[f"now_{column}"]).select(FORMER)
    named = pairs.semi_join(table, pairs[column] == table.old)
    unnamed = pairs.anti_join(table, pairs[column] == table.old)
    stayed = unnamed[column].identical_to(unnamed[f"now_{column}"]) & of_today(kind, unnamed[column])
    return unnamed.filter(~stayed), named.anti_join(right, FORMER)


def _led_answer(given: Given, *kinds: tuple[str, str]) -> Answer:
    found = []
    for kind, column in kinds:
        unnamed, elsewhere = _led(given, kind, column)
        found += [
            of_former(rows, f"{cause}-{column}", detail=words(rows[column], " → ", rows[f"now_{column}"]))
            for rows, cause in ((unnamed, "unmapped"), (elsewhere, "wrong"))
        ]
    return Answer(arrived(given), ibis.union(*found))


@question("MIG-018", "before", "inheritance", "after", "code_changes", columns=("before.commune", "after.commune"))
def communes_follow_the_official_table(given: Given) -> Answer:
    """Every commune became one of those to which the official table leads it; where it was split, one of several."""
    return _led_answer(given, ("COMMUNE", "commune"))


@question("MIG-019", "before", "inheritance", "after", "code_changes")
def agencies_and_procedures_follow_the_table(given: Given) -> Answer:
    """Every agency and procedure became that to which the province's table leads it."""
    return _led_answer(given, ("AGENCY", "agency"), ("PROCEDURE", "procedure"))


@question("MIG-020", "after")
def nothing_open_is_left_under_a_closed_code(given: Given) -> Answer:
    """No open dossier stands at a closed agency, a commune that there is not today, or a district."""
    after = given["after"]
    going = after.filter(after.status.isin(OPEN)).mutate(month=month(after.received_at))
    gone = going.filter(going.commune.notnull(), ~commune_of_today(going.commune))
    said = {"key": "code", "agency": "agency", "procedure": "procedure", "month": "month"}
    found = (
        against(going.filter(closed_agency(going.agency)), "closed-agency", **said),
        against(gone, "closed-commune", **said, detail="commune"),
        against(going.filter(going.district.fill_null("") != ""), "district", **said, detail="district"),
    )
    supposed = int(going.filter(supposed_closed_agency(going.agency)).count().to_pyarrow().as_py())
    notes = (f"{supposed} open dossiers stand at codes that an assumed table calls closed: worth a look",)
    return Answer(going, ibis.union(*found), notes=notes if supposed else ())


@question("MIG-021", "units")
def units_have_their_names(given: Given) -> Answer:
    """Every commune in the system's list has a code of today and its name, in whatever lawful spelling."""
    rows = given["units"].select("code", "name").distinct().order_by("code").to_pyarrow().to_pylist()
    known = communes()
    found, otherwise = [], 0
    for row in rows:
        unit = known.get(row["code"])
        if unit is None:
            found.append({"cause": "no-such-code", "key": row["code"], "detail": row["name"]})
        elif not same_name(unit.name, row["name"]):
            found.append({"cause": "other-name", "key": row["code"], "detail": f"{row['name']}, not {unit.name}"})
        else:
            otherwise += unit.name != row["name"]
    notes = (f"{otherwise} names are the same and written otherwise (Unicode form, case, place of the tone mark)",)
    return Answer(given["units"], only(found), notes=notes if otherwise else ())


@question("MIG-022", "before", "inheritance", "after")
def what_was_written_stays(given: Given) -> Answer:
    """What the old dossier said of its owner and its dates stands unchanged; of a closed one its end too."""
    pairs = arrived(given)
    closed = ~pairs.status.isin(OPEN)
    compared = given.both_have("before", "after", columns=(*KEPT, *KEPT_OF_CLOSED))
    unlike = {name: ~pairs[name].identical_to(pairs[f"now_{name}"]) for name in compared}
    unlike |= {name: closed & unlike[name] for name in KEPT_OF_CLOSED if name in unlike}
    found = [of_former(pairs.filter(differs), f"changed-{name}") for name, differs in unlike.items()]
    gone = [name for name in (*KEPT, *KEPT_OF_CLOSED) if name not in compared]
    notes = (f"not compared, for one side lacks them: {', '.join(gone)}",) if gone else ()
    return Answer(pairs, ibis.union(*found), notes=notes)


def proof_sheet(given: Given) -> ir.Table:
    """One line a source: dossiers there, what became of them, and fees before and after."""
    old, ledger = former(given), given["inheritance"]
    fates = old.left_join(ledger.select(*FORMER, "outcome").distinct(on=FORMER), FORMER)
    counted = fates.group_by("system").aggregate(
        dossiers=lambda rows: rows.count(),
        taken=lambda rows: (rows.outcome == "TAKEN").sum().fill_null(0),
        merged=lambda rows: (rows.outcome == "MERGED").sum().fill_null(0),
        refused=lambda rows: (rows.outcome == "REFUSED").sum().fill_null(0),
        not_accounted_for=lambda rows: rows.outcome.isnull().sum(),
        fees=lambda rows: rows.fee.sum().fill_null(0),
    )
    sums = arrived(given).group_by("system").aggregate(fees_after=lambda rows: rows.now_fee.sum().fill_null(0))
    return counted.left_join(sums, "system").drop("system_right").order_by("system")
