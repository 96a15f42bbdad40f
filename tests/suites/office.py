"""What clerks and officers do in a test: applications and acts by synthetic people, all from the seed.

Shapes: `specs/interfaces/upper-tester/1/openapi.json`.
Lengths are the limits that real clients cut at (interfaces §9, Q11).
"""

import random
from datetime import datetime, time, timedelta
from string import ascii_lowercase
from typing import Any

from harness.checks.timing import VIETNAM
from specs.people import CENTURY, IdentityScheme, Kind, make_person, vietnamese_text

SUMMARY_LENGTH = 1000
NOTE_LENGTH = 2000
OFFICER_LENGTH = 50
AFTERNOON = time(15, 42, 7)
PAPERS = ("Đơn đề nghị", "Tờ khai", "Bản vẽ mặt bằng", "Giấy ủy quyền", "Hợp đồng", "Biên bản họp")
CLOCKS_AGREE_WITHIN_S = 120


def officer(rng: random.Random, *, name: str | None = None) -> dict[str, Any]:
    """Somebody who acts."""
    return {
        "name": name or make_person(rng).name,
        "title": rng.choice(["Chuyên viên", "Phó trưởng phòng", "Công chức tư pháp - hộ tịch"]),
        "department": rng.choice(["Bộ phận Tiếp nhận và Trả kết quả", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội"]),
    }


def owner(
    rng: random.Random,
    *,
    kind: Kind = "citizen",
    papers: bool = True,
    verified: bool = False,
    people: IdentityScheme = CENTURY,
) -> dict[str, Any]:
    """Whose dossier it is; with a number by the scheme `people`, or without papers where `papers` is false."""
    person = make_person(rng, kind=kind, scheme=people)
    return {
        "name": person.name,
        "kind": kind,
        "identity": {"number": person.identity_number} if papers and person.identity_number else None,
        "phone": person.phone,
        "email": person.email,
        "account": f"TECHID{rng.randrange(10**8):08d}" if verified else None,
        "vneid_verified": verified,
    }


def made_up_id(rng: random.Random) -> str:
    """An identifier of letters alone: digits in a row could be taken for somebody's number, and be redacted."""
    return "".join(rng.choices(ascii_lowercase, k=16))


def prose(rng: random.Random, length: int) -> str:
    """So many characters that no other run has: a short text of few clauses would come again, and be known."""
    mark = f"Ký hiệu {made_up_id(rng)[:8]}: "
    return mark + vietnamese_text(rng, length - len(mark))


def paper(rng: random.Random, *, files: int = 1, from_store: bool = False) -> dict[str, Any]:
    """One component of a dossier with its files."""
    component = f"KQ.G03.{rng.randrange(10**6):06d}"
    ids = [made_up_id(rng) for _ in range(files)]
    return {
        "component": component,
        "name": f"{rng.choice(PAPERS)}, bản {made_up_id(rng)[:6]}",
        "digitised": True,
        "from_national_store": from_store,
        "files": [
            {"id": name, "name": f"Giấy tờ {name[:8]}-{number}.pdf", "url": f"https://kho.example/{name}.pdf"}
            for number, name in enumerate(ids, 1)
        ],
    }


def application(
    rng: random.Random, procedure: str, *, people: IdentityScheme = CENTURY, **changes: Any
) -> dict[str, Any]:
    """An application at the counter; `changes` replaces what the test is about."""
    plain = {
        "procedure": procedure,
        "channel": "counter",
        "owner": owner(rng, people=people),
        "summary": prose(rng, 120),
        "note": prose(rng, 60),
        "papers": [paper(rng)],
        "databases": [],
        "officer": officer(rng),
    }
    return {**plain, **changes}


def submitted_yesterday(now: datetime) -> datetime:
    """An afternoon instant before today, local time: 15:42:07, so that a 12-hour clock shows."""
    return datetime.combine((now.astimezone(VIETNAM) - timedelta(days=1)).date(), AFTERNOON, tzinfo=VIETNAM)


def act(rng: random.Random, **more: Any) -> dict[str, Any]:
    """What an officer tells with an act."""
    return {"officer": officer(rng), "content": prose(rng, 80), **more}


def asked_papers() -> list[dict[str, Any]]:
    """Papers that a supplement asks for."""
    return [{"name": "Bản sao giấy chứng nhận", "quantity": 1}]


def result(rng: random.Random) -> dict[str, Any]:
    """A result paper."""
    name = made_up_id(rng)
    return {
        "name": "Quyết định giải quyết",
        "component": f"KQ.G03.{rng.randrange(10**6):06d}",
        "id": name,
        "url": f"https://kho.example/ket-qua/{name}.pdf",
    }
