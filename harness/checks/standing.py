"""Whether a dossier stands after the load as it was confirmed: in the province, at the portal, with all its money."""

from collections.abc import Mapping

from harness.exchange import Json

REGISTERED = "1"


def trouble_of(row: Mapping[str, Json]) -> str:
    """Why a dossier does not stand once on both sides at its last status; empty where it does.

    One that was filed online and that no clerk took in stands in the province alone.
    """
    last = row["meant"][-1] if row["meant"] else REGISTERED
    times = 1 if row["meant"] else 0
    if row["province"] != last:
        return f"the province has it at {row['province'] or 'nothing'}, its last act left it at {last}"
    if row["adds"] != times:
        return f"the portal has it {row['adds']} times"
    at_portal = row["portal"] if row["meant"] else last
    if at_portal != last:
        return f"the portal has it at {at_portal or 'nothing'}, not at {last}"
    return _money(row)


def _money(row: Mapping[str, Json]) -> str:
    """Why the till is not as it was confirmed, by the references of what was paid; empty where it is.

    `owed` was to be paid at the platform, under this reference or a later one.
    """
    bills = row.get("bills", ())
    due = {bill["reference"]: bill["amount"] for bill in bills if bill["reference"] in row.get("paid", ())}
    due |= {payment["reference"]: payment["amount"] for payment in row.get("platform", ())}
    missing = sorted({*row.get("paid", ()), *due} - {bill["reference"] for bill in bills})
    if missing:
        return f"there is no bill {missing[0]}, of which the payment was confirmed"
    for bill in bills:
        expected = [due[bill["reference"]]] if bill["reference"] in due else []
        if bill["booked"] != expected:
            return f"for the bill {bill['reference']} it booked {bill['booked']}, not {expected}"
    if len(due) < len({*row.get("paid", ())}) + len(row.get("owed", ())):
        return "of a bill that is to be paid at the platform nobody could pay anything there"
    return ""
