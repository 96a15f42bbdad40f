"""The subscriber: which events of the provincial system it is to be sent, and what it got."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from mocks.bearer.api import Service
from mocks.bearer.reading import optional_text, row_of, text_of, texts_of
from mocks.bearer.wording import Refused
from mocks.core.system import Answer, Call, Site
from mocks.core.vietnam_time import wire_time
from mocks.shared.signature import is_signed

Json: TypeAlias = Any
ASK: Final = "YeuCauGuiSuKien"
EVENT: Final = "NhanSuKien"
TIME: Final = re.compile("[0-9]{9,11}")


class Subscriptions:
    """Subscriptions by number, events by their own number. Of an event its kind and the digest of its body are kept.

    Either side may begin: the province registers here, or the subscriber asks the province (`ask`).
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._table = site.store.table("subscriptions")
        self._events = site.store.table("events")
        self._counter = site.store.table("subscription_counter")
        self._kinds: frozenset[str] = frozenset(site.profile.settings["event_kinds"]["value"])
        self._tolerance_s: int = site.profile.settings["tolerance_s"]["value"]

    @property
    def services(self) -> Mapping[str, Service]:
        """The operations by name."""
        return {
            "DangKyNhanSuKien": self._register,
            "LayDanhSachDangKy": self._list,
            "HuyDangKy": self._cancel,
            EVENT: self._receive,
        }

    def _register(self, call: Call) -> Answer:
        body = row_of(call.body)
        kinds = texts_of(body, "LoaiSuKien")
        optional_text(body, "MoTa")
        self._refuse_other_kinds(kinds)
        return Answer(body=self._open(kinds), facts={"answered": "ok", "effect": "added"})

    def _list(self, _call: Call) -> Answer:
        rows = [_without_key(row) for _, row in self._table.items()]
        return Answer(body={"DanhSach": rows, "TongSo": len(rows)}, facts={"answered": "ok"})

    def _cancel(self, call: Call) -> Answer:
        number = call.path_values["MaDangKy"]
        row = self._row(number)
        self._table.delete(number)
        return Answer(body=_without_key(row), facts={"answered": "ok", "effect": "updated"})

    def _receive(self, call: Call) -> Answer:
        """Take an event once. The same one again is answered as if it were new, another under its number is not."""
        row = self._row(call.path_values["MaDangKy"])
        body = row_of(call.body)
        number, kind = text_of(body, "MaSuKien"), text_of(body, "LoaiSuKien")
        if kind not in row["LoaiSuKien"]:
            raise Refused("other-kind")
        digest = hashlib.sha256(call.raw).hexdigest()
        known = self._events.get(number)
        if known is not None and known["digest"] != digest:
            raise Refused("other-event")
        times = 1 if known is None else known["times"] + 1
        event = {"MaDangKy": row["MaDangKy"], "LoaiSuKien": kind, "digest": digest, "times": times}
        self._events.put(number, event)
        taken = {"MaSuKien": number, "DaNhan": True, "LanDau": times == 1}
        return Answer(body=taken, facts={"answered": "ok", **({} if known else {"effect": "added"})})

    def admit(self, call: Call) -> None:
        """Refuse an event for a subscription that is not there, or without its signature, before it is looked into."""
        if call.operation is None or call.operation.name != EVENT:
            return
        row = self._row(call.path_values["MaDangKy"])
        if call.behaviours.take("forgets-subscription") is not None:
            raise Refused("unknown-subscription")
        time = call.headers.get("x-thoi-diem", "")
        if not is_signed(call.headers.get("x-chu-ky", ""), row["KhoaKy"], time=time, raw=call.raw):
            raise Refused("wrong-signature")
        if not TIME.fullmatch(time) or abs(self._site.clock.now().timestamp() - int(time)) > self._tolerance_s:
            raise Refused("stale-signature")

    def ask(self, kinds: Sequence[str]) -> str:
        """Ask the province to send events of these kinds: the number of the subscription that was made for it.

        Raises CommandRefused, and then makes none, where nobody has told the province's address.
        """
        self._refuse_other_kinds(kinds)
        row = self._made(kinds)
        self._site.courier.push(ASK, body=row)
        self._keep(row)
        return str(row["MaDangKy"])

    def received(self) -> list[dict[str, Json]]:
        """What arrived, as the control port tells it."""
        return [{"MaSuKien": number, **event} for number, event in self._events.items()]

    def shown(self) -> list[dict[str, Json]]:
        """The subscriptions as the control port tells them, without their keys."""
        return [_without_key(row) for _, row in self._table.items()]

    def _open(self, kinds: Sequence[str]) -> dict[str, Json]:
        row = self._made(kinds)
        self._keep(row)
        return row

    def _made(self, kinds: Sequence[str]) -> dict[str, Json]:
        count = (self._counter.get("count") or 0) + 1
        number = f"dk-{count}"
        return {
            "MaDangKy": number,
            "LoaiSuKien": list(dict.fromkeys(kinds)),
            "DiaChiNhan": f"{self._site.base}/webhook/su-kien/{number}",
            "KhoaKy": f"{self._site.rng(f'subscription/{count}').getrandbits(256):064x}",
            "ThoiDiemDangKy": wire_time(self._site.clock.now()),
        }

    def _keep(self, row: Json) -> None:
        self._counter.put("count", (self._counter.get("count") or 0) + 1)
        self._table.put(row["MaDangKy"], row)

    def _row(self, number: str) -> Json:
        row = self._table.get(number)
        if row is None:
            raise Refused("unknown-subscription")
        return row

    def _refuse_other_kinds(self, kinds: Sequence[str]) -> None:
        if not kinds or not self._kinds.issuperset(kinds):
            raise Refused("other-kind")


def _without_key(row: Json) -> dict[str, Json]:
    return {name: value for name, value in row.items() if name != "KhoaKy"}
