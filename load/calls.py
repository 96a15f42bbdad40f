"""From arrivals to calls: what citizens send through the portal and clerks do at their screens, about made-up dossiers.

The bodies are made before the run, of synthetic people, from the seed. Shapes: `specs/interfaces/upper-tester/1` and
the push NhanHoSoTrucTuyen of the portal's profile.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Final

import orjson

from load.arrivals import Arrival
from load.plan import Call
from load.volume import PAY, PAY_ONLINE
from specs.people import CENTURY, IdentityScheme, Person, make_person, vietnamese_text

ACTS: Final = ("take-in", "process", "finish", "return")
"""What officers do with a dossier that stands, in the words of the contract."""
RECEPTION: Final = ("accept", "file-online")
LOOK_UP: Final = "look-up"
VERIFY: Final = "verify"
TILL: Final = ("charge", "collect")
"""A payment at the counter: what is to be paid, then the money."""
CHARGE_ONLINE: Final = "charge-online"
"""What is to be paid at the Payment Platform; the payer goes there (`load.payers`)."""
RETURN: Final = ACTS[-1]
DRIVEN: Final = frozenset({*RECEPTION, *ACTS, LOOK_UP})
DOSSIER: Final = "dossier"
BILL: Final = "bill"
TAKEN: Final = "error_code"
_VIETNAM: Final = timezone(timedelta(hours=7))
_ONLINE_CODES: Final = range(1_000_000, 10_000_000)


@dataclass(frozen=True)
class Doors:
    """Where calls go: the upper tester's base with its headers, and where the portal pushes what citizens filed."""

    tester: str
    headers: Mapping[str, str]
    filing: str
    agency: str
    procedures: Sequence[Mapping[str, str]]
    """Code and name of each procedure (MATTHC, TENTTHC)."""


@dataclass(frozen=True)
class Clerk:
    """Who verifies applicants: the personal number, and the account where the system keeps accounts."""

    number: str
    account: str | None = None


@dataclass
class Writer:
    """Makes the calls of one run. `seed` makes people, texts and the codes of what is filed online.

    Without a `clerk` nobody is verified, and nobody pays where `fees` are not taken.
    """

    doors: Doors
    seed: int
    now: datetime
    people: IdentityScheme = CENTURY
    clerk: Clerk | None = None
    fees: bool = False

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._births: dict[str, str] = {}
        self._owing: set[int] = set()
        self._officer = {
            "name": make_person(self._chance).name,
            "title": "Chuyên viên",
            "department": "Bộ phận Tiếp nhận và Trả kết quả",
        }

    def calls(self, arrivals: Iterable[Arrival], *, first: int = 0) -> Iterator[Call]:
        """Yield the calls of the arrivals that are driven, in their order.

        `first` numbers the first dossier, where dossiers of one run come in several plans. The result of a dossier of
        which a fee is paid at the platform is not handed over: that waits for the payer, and calls wait for nobody.
        """
        driven = DRIVEN | ({VERIFY} if self.clerk else set())
        for arrival in arrivals:
            number = first + arrival.dossier
            if arrival.kind in driven and not (arrival.kind == RETURN and number in self._owing):
                yield self._call(arrival, number)
            elif arrival.kind == PAY and self.fees:
                yield from self._payment(arrival, number)
            elif arrival.kind == PAY_ONLINE and self.fees:
                self._owing.add(number)
                yield self._charge(arrival, number, self._amount(), way="online")

    def online_code(self, number: int) -> str:
        """The code that the portal gave to dossier `number`."""
        place = (self.seed * 7919 + number) % len(_ONLINE_CODES)
        return f"{self.doors.agency}-{self.now.astimezone(_VIETNAM):%y%m%d}-{_ONLINE_CODES[place]}"

    def _call(self, arrival: Arrival, number: int) -> Call:
        key, tester, here = f"d{number}", self.doors.tester, self._code(arrival, number)
        if arrival.kind == "accept":
            body, url, keep = self._application(key, arrival.channel), f"{tester}/dossiers", {DOSSIER: "/dossier"}
        elif arrival.kind == "file-online":
            body, url, keep = self._filed(key, here), self.doors.filing, {TAKEN: "/error_code"}
        elif arrival.kind == LOOK_UP:
            headers = self.doors.headers
            return Call(arrival.at_s, LOOK_UP, "GET", f"{tester}/records/dossiers/{here}", headers, key=key)
        else:
            body, url, keep = self._act(arrival.kind, key), f"{tester}/dossiers/{here}/{arrival.kind}", {}
        headers = {"Content-Type": "application/json"}
        if arrival.kind != "file-online":
            headers = {**headers, **self.doors.headers}
        return Call(arrival.at_s, arrival.kind, "POST", url, headers, orjson.dumps(body).decode(), key, keep=keep)

    def _code(self, arrival: Arrival, number: int) -> str:
        """The code of a dossier, or what stands for it until its acceptance is answered."""
        return self.online_code(number) if arrival.channel == "online" else f"{{{{{DOSSIER}}}}}"

    def _payment(self, arrival: Arrival, number: int) -> Iterator[Call]:
        """One fee, charged and taken at once: the second call leaves when the first was answered."""
        amount = self._amount()
        yield self._charge(arrival, number, amount, way="counter")
        yield self._at_the_till(arrival, number, "collect", {"amount": amount})

    def _charge(self, arrival: Arrival, number: int, amount: int, *, way: str) -> Call:
        fee = {"code": "PL.01", "name": "Lệ phí", "kind": "1", "amount": amount}
        told = {"agency": self.doors.agency, "way": way, "before": "return", "fees": [fee]}
        call = self._at_the_till(arrival, number, "charge", told)
        return replace(call, kind=CHARGE_ONLINE) if way == "online" else call

    def _at_the_till(self, arrival: Arrival, number: int, act: str, told: Mapping[str, Any]) -> Call:
        url = f"{self.doors.tester}/dossiers/{self._code(arrival, number)}/{act}"
        headers = {"Content-Type": "application/json", **self.doors.headers}
        body = orjson.dumps({"officer": self._officer, **told}).decode()
        return Call(arrival.at_s, act, "POST", url, headers, body, f"d{number}", keep={BILL: "/reference"})

    def _amount(self) -> int:
        """Of a fee, in VND."""
        return 1000 * self._chance.randrange(5, 500)

    def _owner(self, key: str) -> Person:
        """Whose dossier it is; the birth is kept for whoever verifies it later."""
        owner = make_person(self._chance, scheme=self.people)
        self._births[key] = owner.birth.isoformat() if owner.birth else str(owner.birth_year)
        return owner

    def _application(self, key: str, channel: str) -> dict[str, Any]:
        owner = self._owner(key)
        return {
            "procedure": self._procedure()["MATTHC"],
            "channel": channel,
            "owner": {
                "name": owner.name,
                "kind": "citizen",
                "identity": {"number": owner.identity_number},
                "phone": owner.phone,
                "email": owner.email,
                "vneid_verified": False,
            },
            "summary": vietnamese_text(self._chance, 120),
            "papers": [self._paper()],
            "officer": self._officer,
        }

    def _paper(self) -> dict[str, Any]:
        name = "".join(self._chance.choices("abcdefghijkmnpqrstuvwxyz", k=12))
        file = {"id": name, "name": f"Đơn đề nghị {name[:6]}.pdf", "url": f"https://kho.example/{name}.pdf"}
        told = {"component": "KQ.G03.000001", "name": "Đơn đề nghị", "digitised": True, "from_national_store": False}
        return {**told, "files": [file]}

    def _filed(self, key: str, code: str) -> dict[str, Any]:
        owner, procedure = self._owner(key), self._procedure()
        return {
            "MaHoSo": code,
            "MaTTHC": procedure["MATTHC"],
            "TenTTHC": procedure["TENTTHC"],
            "MaDonVi": self.doors.agency,
            "NgayNopHoSo": f"{self.now.astimezone(_VIETNAM):%Y%m%d%H%M%S}",
            "LoaiDoiTuong": "1",
            "LoaiHoSo": "1",
            "ChuHoSo": owner.name,
            "SoGiayToChuHoSo": owner.identity_number,
            "SoDienThoai": owner.phone,
            "Email": owner.email,
            "TaiLieuNop": [{"TenTepDinhKem": "Đơn đề nghị.pdf"}],
        }

    def _act(self, name: str, key: str) -> dict[str, Any]:
        if name == VERIFY and self.clerk:
            by: dict[str, Any] = {"officer": {**self._officer, "account": self.clerk.account}}
            return {**by, "officer_identity": {"number": self.clerk.number}, "birth": self._births[key]}
        told: dict[str, Any] = {"officer": self._officer, "content": vietnamese_text(self._chance, 60)}
        return {**told, "results": []} if name == "finish" else told

    def _procedure(self) -> Mapping[str, str]:
        return self._chance.choice(self.doors.procedures)
