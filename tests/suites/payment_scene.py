"""A scene at the till: fees that are charged, what the payer and the platform do, what the province says it holds."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.exchange import Exchange, reached
from harness.fence import raise_fence, seen
from harness.pco import ObservingPco
from harness.verdict import Code
from specs.profile import load_profile
from tests.suites import office, payment, portal
from tests.suites.misbehaviour import misbehaving
from tests.suites.payment import Pattern
from tests.suites.scene import Begun, Scene, begin, open_scene

AMOUNT = 8_000
ODD_AMOUNT = 1_234_567
"""An amount that no rounding, no short notation of numbers and no separator leaves as it is."""
FEE = {"code": "PL.01", "name": "Lệ phí cấp bản sao trích lục", "kind": "1"}


@dataclass
class Till:
    """Dossiers with fees, by the part they play; `desk` has the dossiers and the portal's door.

    `references` are the platform's, as the record has them; `views` what the province shows in the end.
    """

    desk: Scene
    mark: int
    end: int | None = None
    references: dict[str, str] = field(default_factory=dict)
    views: dict[str, Exchange] = field(default_factory=dict)
    fence: Pattern = field(default_factory=dict)

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.desk.campaign

    @property
    def pco(self) -> ObservingPco:
        """The platform's door."""
        return payment.door(self.campaign)

    @property
    def exchanges(self) -> Sequence[Exchange]:
        """Everything that came through it from the beginning of the scene to its end."""
        return self.pco.exchanges[self.mark : self.end]

    def charge(
        self, part: str, *, amount: int = AMOUNT, way: str = "online", agency: str | None = None, later: bool = False
    ) -> str:
        """A clerk accepts a dossier and charges a fee on it (`later`: once the portal has it); gives its code."""
        code = self.desk.accept(part)
        if later:
            self.desk.until_synced(part, portal.ACCEPTED)
        body = {
            "officer": office.officer(self.campaign.rng),
            "agency": agency or self.campaign.access.agency,
            "way": way,
            "before": "return",
            "fees": [{**FEE, "amount": amount}],
        }
        self.campaign.upper_tester.act(code, "charge", body)
        return code

    def open(self, part: str, **changes: Any) -> None:
        """The same, and the platform is asked for an address to pay at."""
        code = self.charge(part, **changes)
        asked = self.until(payment.opened(code), reason=f"a payment for {part} is opened")
        if asked is not None:
            self.references[part] = reached(asked, payment.REFERENCE)[0]

    def reference(self, part: str) -> str:
        """The reference of a part's payment; Inconclusive(NO_TRAFFIC) where the platform never took one."""
        if part not in self.references:
            raise Inconclusive(Code.NO_TRAFFIC, f"no payment was opened for {part}")
        return self.references[part]

    def payer(self, part: str, deed: str) -> None:
        """What the payer or the bank does in the payment of a part: `pay`, `fail`, `cancel`, `leave-pending`."""
        self._command(part, deed)

    def call_back(self, part: str) -> None:
        """The platform calls back once more."""
        self._command(part, "confirm")

    def _command(self, part: str, name: str) -> None:
        if part not in self.references:
            return  # what could not be opened cannot be paid: its cases find no traffic
        code = self.desk.dossiers[part]
        rows = self.pco.command("GET", "/payments")["payments"]
        reference = next(row["reference"] for row in reversed(rows) if row["codes"].get("MaHoSo") == code)
        self.pco.command("POST", f"/payments/{name}", {"reference": reference})

    def until(self, pattern: Pattern, *, reason: str) -> Exchange | None:
        """Give an exchange at the platform's door time to come; None where it does not."""
        within = self.campaign.access.timers.sync_within_s
        return self.campaign.wait_at_most(seen(self.pco, pattern, self.mark), within=within, reason=reason)

    def until_called_back(self, part: str, times: int = 1) -> None:
        """Wait until the province took so many call-backs for a part."""
        if part not in self.references:
            return
        taken = payment.confirm(self.references[part], taken=True)
        look = seen(self.pco, taken, self.mark)
        for number in range(times):
            self.campaign.wait_at_most(
                look, within=self.campaign.access.timers.sync_within_s, reason=f"call-back {number + 1} for {part}"
            )

    def behaving(self, name: str, operation: str, **arguments: Any) -> AbstractContextManager[None]:
        """The platform misbehaves once. Raises Inconclusive(INSUFFICIENT_DATA) where that was never met."""
        return misbehaving(self.campaign, name, operation, times=1, system=payment.SYSTEM, **arguments)

    def look(self, *parts: str) -> None:
        """Keep what the province shows of these parts now."""
        for part in parts:
            self.views[part] = self.campaign.upper_tester.view("payments", self.desk.dossiers[part]).exchange

    def close(self) -> None:
        """Raise the fence: a later payment is opened and given up, then all is quiet, at the portal too."""

        def drive() -> str:
            self.open("fence")
            self.payer("fence", "cancel")
            return self.desk.dossiers["fence"]

        self.fence = raise_fence(self.campaign, self.pco, drive, payment.init)
        self.desk.fence = portal.push(self.desk.dossiers["fence"])
        self.desk.until(self.desk.fence, within=self.campaign.access.timers.sync_within_s, reason="it is told too")
        self.end, self.desk.end = len(self.pco.exchanges), len(self.desk.pco.exchanges)


def open_till(campaign: Campaign) -> Till:
    """Begin a scene: what came before is not its business."""
    pco = payment.door(campaign)
    pco.read()
    return Till(open_scene(campaign), len(pco.exchanges))


def accounts(campaign: Campaign) -> dict[str, dict[str, str]]:
    """The beneficiary accounts that the platform knows, by agency."""
    rows = load_profile(payment.SYSTEM, campaign.profiles[payment.SYSTEM]).table("accounts")["account"]
    return {row["agency"]: row for row in rows}


@pytest.fixture(scope="session")
def fees_begun(connected: Scene, campaign: Campaign) -> Begun[Till]:
    """Fees of every kind: paid, not paid, told rightly, wrongly, twice, late or not at all."""
    return begin(open_till(campaign), _play)


@pytest.fixture(scope="session")
def fees(fees_begun: Begun[Till]) -> Till:
    """The same, played to its end."""
    return fees_begun.whole()


def _play(till: Till) -> None:
    commune = _set_up_accounts(till)
    _begin_what_takes_long(till)
    _tell_wrongly(till)
    with till.behaving("reset", payment.INIT):
        till.open("silence")
    till.open("odd", amount=ODD_AMOUNT)
    till.open("commune", agency=commune)
    for part in ("silence", "odd", "commune"):
        till.payer(part, "cancel")
    till.open("failed")
    till.payer("failed", "fail")
    _at_the_counter(till)
    _pay_and_be_told_twice(till)
    _hear_by_asking(till)
    till.close()
    till.look("plain", "pending", "lost", "amount", "hash", "failed")
    till.payer("pending", "pay")
    till.until_called_back("pending")


def _set_up_accounts(till: Till) -> str:
    """An account for the agency that is tested, and one for a commune, whose identifier is given back."""
    own, known = till.campaign.access.agency, accounts(till.campaign)
    if own not in known:
        known[own] = {"agency": own, "account": "9900000000900", "bank": "99000009", "holder": "TAI KHOAN GIA LAP"}
        till.pco.command("POST", "/accounts/add", known[own])
    commune = next(agency for agency in known if agency != own)
    for agency in (own, commune):
        till.campaign.upper_tester.desk("beneficiary-account", known[agency])
    return commune


def _begin_what_takes_long(till: Till) -> None:
    """A payment that stays pending, and one whose call-back is lost. The portal asks what is to be paid."""
    till.open("pending", later=True)
    till.payer("pending", "leave-pending")
    till.desk.accept("free")
    for part in ("pending", "free"):
        till.desk.pco.command("POST", "/fees/look-up", {"MaHoSo": till.desk.dossiers[part]})
    till.open("lost")
    with till.behaving("push-lost", payment.CONFIRM):
        till.payer("lost", "pay")
        till.until(payment.confirm(till.references.get("lost", "")), reason="the call-back is lost")


def _tell_wrongly(till: Till) -> None:
    """Call-backs with another amount, and with a hash that is not right."""
    till.open("amount")
    with till.behaving("wrong-amount", payment.CONFIRM, difference=AMOUNT):
        till.payer("amount", "pay")
    till.open("hash")
    with till.behaving("wrong-hash", payment.CONFIRM):
        till.payer("hash", "pay")


def _at_the_counter(till: Till) -> None:
    """One fee is paid in cash; another is not, and somebody hands its result over all the same."""
    rng, upper_tester = till.campaign.rng, till.campaign.upper_tester
    paid, owing = till.charge("cash", way="counter"), till.charge("owing", way="counter")
    upper_tester.act(paid, "collect", {"officer": office.officer(rng), "amount": AMOUNT})
    till.desk.do("owing", "finish", results=[office.result(rng)])
    upper_tester.attempt(owing, "return", office.act(rng))


def _pay_and_be_told_twice(till: Till) -> None:
    """A payment as it should be; then the same call-back again."""
    till.open("plain", later=True)
    till.payer("plain", "pay")
    till.until_called_back("plain")
    till.call_back("plain")
    till.until_called_back("plain", times=2)


def _hear_by_asking(till: Till) -> None:
    """Give the province time to ask for what nobody told; then the lost call-back comes after all."""
    within = till.campaign.access.timers.sync_within_s
    for part, state in (("lost", "success"), ("amount", "success"), ("hash", "success"), ("pending", "pending")):
        till.until(payment.query(till.references.get(part, ""), state=state), reason=f"the province asks about {part}")
    till.call_back("lost")
    till.until_called_back("lost")
    till.until(payment.receipt(till.references.get("plain", "")), reason="the receipt is fetched")
    paid = portal.accepted_push(till.desk.dossiers["plain"], paid=payment.PAID)
    till.desk.until(paid, within=within, reason="the payment is told to the portal")
