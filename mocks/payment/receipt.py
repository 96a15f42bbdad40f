"""The receipt (biên lai) of a paid payment, typeset as a PDF: marked as a sample, so that nobody takes it for one."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

import typst

from mocks.payment.payments import Payment
from mocks.state.store import Store
from specs.errors import SpecError
from specs.profile import Profile

Json: TypeAlias = Any
TEMPLATE: Final = "receipt.typ"
HIDDEN: Final = "(không lưu)"
"""What stands for what was known in memory only, once that is gone."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What the receipt says, ready to be typeset; `fees` are names with amounts as they are printed."""

    values: Mapping[str, str]
    fees: tuple[tuple[str, str], ...]


class Receipts:
    """Receipts by reference, typeset once each and kept in memory: a receipt names its payer."""

    def __init__(self, profile: Profile, store: Store) -> None:
        files = [folder / TEMPLATE for folder in profile.folders]
        found = next((file for file in files if file.is_file()), None)
        if found is None:
            raise SpecError(TEMPLATE, "file", "missing")
        self._template = found
        self._kept = store.memory("receipts")

    def kept(self, payment: Payment) -> bytes | None:
        """The receipt that was typeset before."""
        text = self._kept.get(payment.reference)
        return None if text is None else base64.b64decode(text)

    def keep(self, payment: Payment, content: bytes) -> None:
        """Keep a receipt."""
        self._kept.put(payment.reference, base64.b64encode(content).decode())

    def paper(self, payment: Payment, details: Mapping[str, Json] | None) -> Paper:
        """What the receipt of a payment says."""
        known = details or {}
        names = {
            "payer": "HoTenNguoiNop",
            "identity": "SoCMNDNguoiNop",
            "address": "DiaChiNguoiNop",
            "purpose": "NoiDungThanhToan",
            "agency": "TenDonVi",
            "procedure": "TenTTHC",
            "holder": "TenTKThuHuong",
            "account": "TKThuHuong",
        }
        values = {key: str(known.get(name, HIDDEN)) for key, name in names.items()}
        values |= {
            "reference": payment.reference,
            "transaction": payment.transaction,
            "dossier": payment.codes.get("MaHoSo", HIDDEN),
            "code": payment.codes.get("MaTTHC", ""),
            "amount": printed(payment.amount),
            "time": _readable(payment.settled or payment.created),
        }
        fees = tuple((str(name), printed(amount or 0)) for name, amount in known.get("fees", ()))
        return Paper(values=values, fees=fees)

    def typeset(self, paper: Paper) -> bytes:
        """The PDF. Values are handed over as data, so nothing in them is read as typesetting commands."""
        rows = "\n".join(f"{_plain(name)}\t{amount}" for name, amount in paper.fees)
        made = typst.compile(self._template, sys_inputs={**paper.values, "fees": rows}, ignore_system_fonts=True)
        if not isinstance(made, bytes):
            raise TypeError("the receipt is one document")
        return made


def printed(amount: int) -> str:
    """An amount as it is printed in Viet Nam: 1.250.000."""
    return f"{amount:,}".replace(",", ".")


def _readable(told: str) -> str:
    return datetime.strptime(told, "%Y%m%d%H%M%S").strftime("%H:%M:%S ngày %d/%m/%Y")  # noqa: DTZ007 - local, as told


def _plain(text: str) -> str:
    return " ".join(text.split())
