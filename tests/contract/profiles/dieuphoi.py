"""The coordination site: a session to end and a sign-in to finish are made for each call, with VNeID beside it."""

import httpx

from mocks.stage.played import Wish
from tests.contract.visiting import Case, is_broken, put_path, put_query
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="dieuphoi", prefix="/dieuphoi"), Wish(system="vneid", prefix="/vneid"))
SESSION, TIED = "dieuphoi_session", "dieuphoi_sign_in"
SIGNED_IN = frozenset({"DangXuat", "DieuHuong", "VaoHeThong"})


class Visitor:
    """An officer who is signed in."""

    known_refusals = frozenset[str]()

    def __init__(self, side: Side) -> None:
        self._base = side.running.national
        self._cookie = self._session()

    def dress(self, operation: str, case: Case) -> None:
        if operation in SIGNED_IN and not is_broken(case, "cookie"):
            case.cookies = {SESSION: self._session() if operation == "DangXuat" else self._cookie}
        if operation == "DangNhapVNeID" and case.method == "GET" and not is_broken(case, "query"):
            case.cookies, query = self._sign_in()
            case.query = {**case.query, **query}
        elif operation == "VaoHeThong":
            put_path(case, "heThong", "province")
        elif operation in {"DieuHuong", "TraCuuDieuHuong", "BangDieuHuong"}:
            put_query(case, "maCoQuan", "H56.107")
            if operation != "BangDieuHuong":
                put_query(case, "maTTHC", "1.003560")

    def _sign_in(self) -> tuple[dict[str, str], dict[str, str]]:
        """A sign-in that only lacks its last step: the cookie, and what the browser brings back."""
        with httpx.Client(trust_env=False) as browser:
            begun = browser.get(f"{self._base}/dang-nhap")
            asked = browser.get(begun.headers["location"])
            back = httpx.URL(asked.headers["location"]).params
            cookies = {TIED: browser.cookies[TIED]}
        return cookies, {name: back[name] for name in ("state", "code")}

    def _session(self) -> str:
        """The cookie of a new session."""
        cookies, query = self._sign_in()
        with httpx.Client(trust_env=False, cookies=cookies) as browser:
            browser.get(f"{self._base}/sso", params=query)
            return browser.cookies[SESSION]


def prepare(side: Side, sides: list[Side]) -> Visitor:
    """Say where the province is, and sign an officer in."""
    side.command("systems/address", system="province", address="http://127.0.0.1:9")
    sides[1].command("sign-in", person="officer-commune")
    return Visitor(side)
