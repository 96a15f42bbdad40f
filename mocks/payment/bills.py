"""What of a request to pay must fit together: fees and amount, service and procedure, beneficiary and table."""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.payment.accounts import Accounts

Json: TypeAlias = Any
PLAIN: Final = re.compile("[0-9]{1,15}")
SERVICE_SUFFIX: Final = ".01"


def amount_of(value: Json) -> int | None:
    """An amount of whole VND, as number or text; None where it is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if value >= 0 else None
    return int(value) if isinstance(value, str) and PLAIN.fullmatch(value) else None


def fees_of(bill: Mapping[str, Json], name: str) -> list[Mapping[str, Json]]:
    """The rows of PhiLePhi or DSKhoanNop; none where it is no list of objects."""
    rows = bill.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def sum_of(bill: Mapping[str, Json], name: str) -> int | None:
    """The sum of those rows; None where one has no amount, or there is none."""
    amounts = [amount_of(row.get("SoTien")) for row in fees_of(bill, name)]
    return sum(filter(None, amounts)) if amounts and None not in amounts else None


class BillChecks:
    """Looks at a bill. `strict_accounts`: a beneficiary that is not the table's is refused, not only noted."""

    def __init__(self, accounts: Accounts, *, strict_accounts: bool) -> None:
        self._accounts = accounts
        self._strict = strict_accounts

    def facts(self, body: Mapping[str, Json], bill: Mapping[str, Json]) -> dict[str, Json]:
        """What the journal is told of a bill."""
        standing, same_holder = self._accounts.standing(bill)
        amount = amount_of(body.get("SoTien"))
        told = {
            "beneficiary": standing,
            "holder": "same" if same_holder else "other",
            "fees": "sum" if sum_of(bill, "PhiLePhi") == amount else "other",
            "service_code": "right" if _is_service(bill) else "wrong",
        }
        if fees_of(bill, "DSKhoanNop"):
            told["items"] = "sum" if sum_of(bill, "DSKhoanNop") == amount else "other"
        return told

    def wrong_with(self, facts: Mapping[str, Json]) -> str | None:
        """The refusal that these facts call for, by its name in [settings.codes]; None where there is none."""
        if facts["service_code"] != "right":
            return "wrong_service"
        if facts["fees"] != "sum":
            return "wrong_sum"
        return "wrong_account" if self._strict and facts["beneficiary"] != "known" else None


def _is_service(bill: Mapping[str, Json]) -> bool:
    return bill.get("MaDVC") == f"{bill.get('MaTTHC')}{SERVICE_SUFFIX}"
