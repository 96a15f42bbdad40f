"""Words for the catalogue of procedures: what the portal publishes, and what a province shows of it."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from harness.campaign import Campaign
from harness.exchange import Exchange
from specs.profile import load_profile
from tests.suites import portal

STATE, READY, GAPS = "reply:/state", "reply:/ready", "reply:/gaps/*"
ABOLISHED = "abolished"
TIME = "time"
DAYS, FEWER_DAYS = 9, 2
HOURS_A_DAY = 8
BETWEEN_S = 0.2

Row = Mapping[str, Any]


def cell(code: str, member: str) -> str:
    """Pointer to what the catalogue says of a procedure."""
    return f"reply:/procedures/[code={code}]/{member}"


def published(campaign: Campaign) -> list[dict[str, Any]]:
    """The procedures with which the portal's catalogue begins."""
    rows: list[dict[str, Any]] = load_profile(portal.SYSTEM, campaign.profiles[portal.SYSTEM]).table("catalogue")[
        "procedure"
    ]
    return rows


def new_code(rng: random.Random) -> str:
    """The code of a procedure that is made up, and in no table."""
    return f"1.9{rng.randrange(10**5):05d}"


def publish(campaign: Campaign, code: str, *, days: int = DAYS) -> None:
    """The portal publishes a procedure of the province, new or changed."""
    row = {
        "MATTHC": code,
        "TENTTHC": f"Thủ tục thử nghiệm {code}",
        "MALINHVUC": "G03-GD10",
        "TENLINHVUC": "Giáo dục phổ thông",
        "level": "province",
        "days": days,
        "fee": 0,
        "papers": ["Đơn đề nghị"],
        "results": ["Quyết định"],
    }
    campaign.pcos[portal.SYSTEM].command("POST", "/procedures/publish", row)


def withdraw(campaign: Campaign, code: str) -> None:
    """The portal has it in force no longer."""
    campaign.pcos[portal.SYSTEM].command("POST", "/procedures/withdraw", {"MATTHC": code})


def update(campaign: Campaign) -> None:
    """The office has its catalogue read at once."""
    campaign.upper_tester.desk("update-procedures", {})


def show_when(campaign: Campaign, code: str, met: Callable[[Row], bool], *, reason: str) -> Exchange:
    """What the catalogue shows once it shows this procedure so, or when `sync_within_s` are over."""
    last = campaign.upper_tester.view("procedures").exchange

    def seen(_left: float) -> Exchange | None:
        nonlocal last
        if any(row.get("code") == code and met(row) for row in (last.reply or {}).get("procedures", ())):
            return last
        campaign.clock.sleep(BETWEEN_S)
        last = campaign.upper_tester.view("procedures").exchange
        return None

    campaign.wait_at_most(seen, within=campaign.access.timers.sync_within_s, reason=reason)
    return last


def of_days(days: int) -> Callable[[Row], bool]:
    """Whether a procedure may take so many working days."""
    return lambda row: row.get("days") == days


def steps(days: int = DAYS) -> list[dict[str, Any]]:
    """Reception, processing and approval, which together take so many days."""
    middle = days * HOURS_A_DAY - 2 * HOURS_A_DAY
    rows = (
        ("Tiếp nhận", "reception", HOURS_A_DAY),
        ("Thẩm định", "processing", middle),
        ("Ký", "approval", HOURS_A_DAY),
    )
    return [{"name": name, "role": role, "hours": hours} for name, role, hours in rows]


def put_workflow(campaign: Campaign, code: str, rows: list[dict[str, Any]], *, agency: str) -> Exchange:
    """The office writes down how an agency resolves a procedure."""
    body = {"procedure": code, "agency": agency, "steps": rows}
    return campaign.upper_tester.desk("workflow", body).exchange


def of_procedure(code: str) -> portal.Pattern:
    """A push of a dossier of that procedure."""
    return {"operation": portal.PUSH, "where": {"/data/*/MaTTHC": code}}
