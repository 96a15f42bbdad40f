"""A small province in order, as rows of every role, and what a wrong export of it may say."""

import copy
import random
from datetime import date, datetime, timedelta
from typing import Any, Final

import pyarrow as pa

from harness.reconcile.conversion import schema_of
from harness.reconcile.questions import ROLES
from harness.reconcile.shapes import shapes
from specs.people import make_identity as make_number

NOW: Final = datetime(2026, 11, 20, 3)  # noqa: DTZ001 - UTC, as in the tables
MERGER: Final = datetime(2025, 6, 30, 17)  # noqa: DTZ001 - as above
WHOLE: Final = "PROVINCE"
Rows = dict[str, list[dict[str, Any]]]


def table(role: str, rows: list[dict[str, Any]]) -> pa.Table:
    """The rows of a role in the columns of its shape: what a row does not say is empty."""
    schema = schema_of(shapes()[ROLES[role]])
    if role == "before":
        schema = schema.append(pa.field("system", pa.string()))
    assert all(row.keys() <= {*schema.names} for row in rows), role
    numbered = [{"export_row": number, **row} for number, row in enumerate(rows, start=1)]
    return pa.Table.from_pylist(numbered, schema=schema)


def make_identity(number: int) -> str:
    return make_number(random.Random(number), birth=date(1990, 1, 1), sex="male")


def day(number: int, month: int = 5, year: int = 2025) -> datetime:
    return datetime(year, month, number, 2)  # noqa: DTZ001 - as above


def in_order() -> Rows:
    """Every role of a province in which everything is as it should be."""
    return copy.deepcopy({**_merger(), **_people(), **_offices(), **_dossiers()})


def _merger() -> Rows:
    """Two earlier systems; H22 was closed. One commune was split, two became one; one dossier was brought by both."""
    before, ledger, after = [], [], []
    places = [("00691", "00691"), ("00694", "00700"), ("00697", "00700"), ("00703", "00706")]
    for number in range(8):
        system, old = ("hagiang", "H22") if number % 2 else ("tuyenquang", "H60")
        was, now = places[number // 2]
        row = {
            "code": f"{old}.01-250501-{number:04}",
            "agency": f"{old}.01",
            "procedure": "1.001.000",
            "status": "4" if number < 4 else "10",
            "channel": "1",
            "owner_kind": "1",
            "owner_identity": make_identity(number),
            "owner_name": "Nguyễn Văn Hòa",
            "commune": was,
            "submitted_at": day(number + 1),
            "received_at": day(number + 1),
            "due_at": day(number + 11),
            "finished_at": None if number < 4 else day(number + 8),
            "fee": 1000 * number,
        }
        today = {**row, "code": f"H60.02-250501-{number:04}", "agency": "H60.02", "commune": now}
        before.append({**row, "system": system.upper()})
        ledger.append({"system": system.upper(), "former": row["code"], "code": today["code"], "outcome": "TAKEN"})
        after.append({**today, "status": "9" if number == 0 else today["status"]})
    return {
        "before": [*before, {**before[0], "system": "HAGIANG", "code": "X-1"}, {**before[1], "code": "X-2"}],
        "inheritance": [
            *ledger,
            {"system": "HAGIANG", "former": "X-1", "code": after[0]["code"], "outcome": "MERGED"},
            {"system": "HAGIANG", "former": "X-2", "outcome": "REFUSED", "reason": "no date of submission"},
        ],
        "after": [*after, {**after[0], "code": "H60.02-251101-0001", "received_at": day(1, 11), "fee": 5}],
        "code_changes": [
            {"kind": kind, "old": old, "new": new}
            for kind, old, new in (
                ("COMMUNE", "00694", "00700"),
                ("COMMUNE", "00697", "00700"),
                ("COMMUNE", "00703", "00706"),
                ("COMMUNE", "00703", "00715"),
                ("AGENCY", "H22.01", "H60.02"),
                ("AGENCY", "H60.01", "H60.02"),
            )
        ],
        "units": [{"code": "14797", "name": "Hạc Thành"}, {"code": "14758", "name": "Hàm Rồng"}],
    }


def _people() -> Rows:
    """Two agencies, four people; the last has left."""
    people = [make_identity(number) for number in range(4)]
    agencies = ["H60.01", "H60.02", "H60.01", "H60.01"]
    duties = [
        {"identity": people[number], "agency": agency, "procedure": "1.001.000", "role": role}
        for number, agency, roles in (
            (0, "H60.01", ("RECEPTION", "PROCESSING")),
            (2, "H60.01", ("APPROVAL", "CLERICAL")),
            (1, "H60.02", ("RECEPTION", "PROCESSING")),
            (2, "H60.02", ("APPROVAL", "CLERICAL")),
        )
        for role in roles
    ]
    names = [f"officer-{number}" for number in range(4)]
    accounts = [
        {"system": "ONE-STOP", "username": name, "person_identity": identity, "agency": agency, "kind": "PERSONAL"}
        | {"state": "ACTIVE" if number < 3 else "LOCKED"}
        for number, (name, identity, agency) in enumerate(zip(names, people, agencies, strict=True))
    ]
    admin = {"kind": "ADMINISTRATOR", "state": "ACTIVE"}
    return {
        "staff": [
            {"identity": identity, "agency": agency, "resolves": True, "left_on": date(2026, 1, 1) if at == 3 else None}
            for at, (identity, agency) in enumerate(zip(people, agencies, strict=True))
        ],
        "accounts": [
            *accounts,
            {"system": "BTP", "username": "commune-admin", "agency": "H60.02", "held_by": "H60.02", **admin},
            {"system": "BTP", "username": "province-admin", "agency": "H60.01", "held_by": "H60.99", **admin},
        ],
        "grants": [
            {"system": "ONE-STOP", "username": names[people.index(row["identity"])]}
            | {name: row[name] for name in ("agency", "procedure", "role")}
            for row in duties
        ],
        "duties": duties,
        "mailboxes": [
            {"address": f"{name}@example.com", "person_identity": identity, "agency": agency, "interval_days": 90}
            | {"notice_days": 7}
            for name, identity, agency in zip(names[:3], people[:3], agencies[:3], strict=True)
        ],
        "document_accounts": [
            {"system": "VXP", "username": name, "person_identity": identity, "agency": agency, "state": "ACTIVE"}
            for name, identity, agency in zip(names[:3], people[:3], agencies[:3], strict=True)
        ],
    }


def _offices() -> Rows:
    agencies = [
        {"code": "H60.01", "level": "PROVINCE", "identifier": "H60.01", "resolves": True},
        {"code": "H60.02", "level": "COMMUNE", "identifier": "H60.02", "resolves": True},
        {"code": "H60.99", "level": "CENTRE", "identifier": "H60.99", "resolves": False},
    ]
    agencies = [
        {**row, "address": f"Số {n}, phường Minh Xuân", "bank_account": f"000{n}", "bank": "Kho bạc"}
        for n, row in enumerate(agencies, start=1)
    ]
    procedures = [
        {"code": "1.001.000", "level": "4", "charges": True},
        {"code": "1.002.000", "level": "3", "charges": False},
    ]
    own = {"published": True, "online": True, "workflow": "QT-1"}
    return {
        "agencies": agencies,
        "identifiers": [{"code": row["code"], "identifier": row["identifier"]} for row in agencies],
        "ministry_agencies": [{name: row[name] for name in ("code", "bank_account", "bank")} for row in agencies],
        "contacts": [
            *(
                {"kind": kind, "agency": row["code"], "phone": f"02073800{n}{place}"}
                for n, row in enumerate(agencies)
                for place, kind in enumerate(("LEADER", "TECHNICAL"))
            ),
            {"kind": "HOTLINE", "agency": "H60.99", "phone": "02073800990"},
            {"kind": "DESK", "agency": "H60.99", "system": "ONE-STOP", "email": "desk@example.com"},
            {"kind": "DESK", "agency": "H60.01", "system": "BTP", "phone": "02073800991"},
        ],
        "systems": [
            {"code": "ONE-STOP", "owner": "PROVINCE", "communes_assign_rights": False},
            {"code": "BTP", "owner": "MINISTRY", "communes_assign_rights": True},
        ],
        "catalogue": procedures,
        "placements": [
            {"procedure": "1.001.000", "system": "ONE-STOP"},
            {"procedure": "1.002.000", "system": "BTP"},
        ],
        "provincial_services": [{"code": row["code"], "level": row["level"], **own} for row in procedures],
        "national_services": [{"code": row["code"], "level": row["level"], "published": True} for row in procedures],
    }


def _dossiers() -> Rows:
    """Six dossiers of two agencies, four resolved on time, two open and not yet due; and the report of them."""
    dossiers = [
        {
            "code": f"H60.0{1 + number % 2}-261101-{number:04}",
            "agency": f"H60.0{1 + number % 2}",
            "procedure": "1.001.000",
            "status": "10" if number < 4 else "4",
            "channel": "2" if number < 3 else "1",
            "received_at": day(2 + number, 11, 2026),
            "due_at": day(8 + number, 11, 2026) if number < 4 else NOW + timedelta(days=9),
            "finished_at": day(7 + number, 11, 2026) if number < 4 else None,
            "papers_digitised": number < 3,
            "data_reused": number == 0,
            "result_electronic": number < 2,
            "paid_online": number < 2,
        }
        for number in range(6)
    ]
    told = {"RECEIVED": "6", "FINISHED": "4", "PAUSED": "0", "ON-TIME": "100", "ONLINE": "50,0%", "DIGITISED": "50.0"}
    told |= {"ELECTRONIC": "50", "REUSED": "16,7", "PAID-ONLINE": "33.3", "D-LEVEL-4": "560"}
    report = [{"indicator": name, "agency": WHOLE, "value": value} for name, value in told.items()]
    return {
        "dossiers": dossiers,
        "report": [*report, {"indicator": "RECEIVED", "agency": "H60.01", "value": "3"}],
    }
