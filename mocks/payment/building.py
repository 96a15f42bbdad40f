"""How the two payment systems are put together, and what of them stands on the control port."""

from dataclasses import asdict
from typing import Final

from mocks.core.sessions import Sessions
from mocks.core.system import Command, Site, System, View
from mocks.payment.accounts import Accounts
from mocks.payment.answers import ANSWER_BEHAVIOURS
from mocks.payment.bills import BillChecks
from mocks.payment.confirmation import PUSH as CONFIRM
from mocks.payment.confirmation import Confirmation
from mocks.payment.keypay import PUSH as CALLBACK
from mocks.payment.keypay import Callback, KeyPay
from mocks.payment.page import Pages
from mocks.payment.payments import Payments
from mocks.payment.platform import Platform
from mocks.payment.receipt import Receipts
from mocks.payment.till import TILL_BEHAVIOURS, Till

KEYPAY: Final = "keypay"
BEHAVIOURS: Final = (*ANSWER_BEHAVIOURS, *TILL_BEHAVIOURS)


def make(site: Site) -> System:
    """The Payment Platform or KeyPay, whichever the profile is of. Raises SpecError for a file that cannot be read."""
    return _keypay(site) if site.profile.system == KEYPAY else _platform(site)


def _platform(site: Site) -> System:
    payments = Payments(site.store, site.clock, secret=site.accounts["secret"])
    accounts = Accounts(site.profile, site.store)
    till = _till(site, payments, push=CONFIRM, writer=Confirmation(site, payments))
    tokens = Sessions(life_s=site.session_s, clock=site.clock.monotonic, rng=site.rng("tokens"))
    strict = site.profile.settings["beneficiary"]["wrong"]["value"] == "refused"
    handler = Platform(
        site,
        payments=payments,
        checks=BillChecks(accounts, strict_accounts=strict),
        pages=Pages(payments, till),
        receipts=Receipts(site.profile, site.store),
        tokens=tokens,
    )
    known = View(usage="beneficiary accounts known", show=lambda: {"accounts": accounts.shown()})
    expire = Command(
        usage="sessions/expire {}: end every valid token now", run=lambda _: {"expired": tokens.expire_all()}
    )
    return System(
        profile=site.profile,
        handler=handler,
        behaviours=BEHAVIOURS,
        views=_views(payments) | {"accounts": known},
        commands={**till.commands(), **accounts.commands(), "sessions/expire": expire},
    )


def _keypay(site: Site) -> System:
    payments = Payments(site.store, site.clock, secret=site.accounts["hash_key_1"])
    till = _till(site, payments, push=CALLBACK, writer=Callback(site))
    return System(
        profile=site.profile,
        handler=KeyPay(site, payments=payments, pages=Pages(payments, till)),
        behaviours=BEHAVIOURS,
        views=_views(payments),
        commands=till.commands(),
    )


def _till(site: Site, payments: Payments, *, push: str, writer: Confirmation | Callback) -> Till:
    return Till(payments, site.store, site.courier, push=push, body=writer.body, spoil=writer.spoil, judge=writer.judge)


def _views(payments: Payments) -> dict[str, View]:
    return {
        "payments": View(
            usage="payments: references, amounts, states, times; nobody's name",
            show=lambda: {"payments": [asdict(payment) for payment in payments.all()]},
        )
    }
