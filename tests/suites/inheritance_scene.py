"""A scene of the merger: two provinces hand their dossiers over; one export has lost a row, one comes twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.exchange import Exchange, Json
from harness.verdict import Code
from specs.people import make_person
from specs.vietnamese import decomposed
from tests.suites import inheritance, office
from tests.suites.inheritance import Row, Source
from tests.suites.scene import Scene, open_scene, procedures

BETWEEN_S = 0.1
PATIENCE = 4
BESIDE = ("no agency of today", "no moment")
"""The rows of the first export that cannot be taken, at its end."""


@dataclass
class Inheritance:
    """What was handed over and what came of it, by the part it plays. `tried`: acts on inherited dossiers."""

    campaign: Campaign
    portal: Scene
    sources: dict[str, Source] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    accounts: dict[str, Exchange] = field(default_factory=dict)
    views: dict[str, Exchange] = field(default_factory=dict)
    tried: dict[str, Exchange] = field(default_factory=dict)

    def hand_over(self, part: str, source: Source, rows: Sequence[Row], *, form: str = "csv", lost: int = 0) -> None:
        """A province hands an export over and states its figures; so many rows at its end are lost on the way."""
        written = inheritance.as_csv if form == "csv" else inheritance.as_jsonl
        body = {
            "source": source.code,
            "format": form,
            "content": written(rows[: len(rows) - lost]),
            "mapping": source.mapping,
            "control": inheritance.control_of(rows),
        }
        key = self.campaign.upper_tester.desk("import", body).body.get("import")
        self.sources[part] = source
        self.accounts[part] = self._until_done(str(key))

    def look_up(self, part: str, *, shown_as: str = "") -> None:
        """What the system shows of the dossiers with this part's former code."""
        code = str(self.rows[part]["MaHoSo"])
        self.views[shown_as or part] = self.campaign.upper_tester.view("inherited", code).exchange

    def code_of(self, part: str) -> str:
        """The code of this part's dossier today. Raises Inconclusive(PRECONDITION) where there is not one."""
        found = [row["code"] for row in self.views[part].reply["dossiers"]]
        if len(found) != 1:
            raise Inconclusive(Code.PRECONDITION, f"{len(found)} dossiers are shown in {self.views[part].id}")
        return str(found[0])

    def attempt(self, part: str, dossier: str) -> None:
        """An officer goes on with a dossier, if the system lets him."""
        self.tried[part] = self.campaign.upper_tester.attempt(dossier, "process", office.act(self.campaign.rng))

    def kept(self, part: str, column: str, mark: str) -> str:
        """What was handed over, as the doors keep it."""
        return self.campaign.as_kept(str(self.rows[part][column]), mark)

    def _until_done(self, key: str) -> Exchange:
        last: Exchange | None = None

        def done(_left: float) -> Exchange | None:
            nonlocal last
            told = self.campaign.upper_tester.view("imports", key)
            last = told.exchange
            if told.body.get("state") != "running":
                return last
            self.campaign.clock.sleep(BETWEEN_S)
            return None

        within = PATIENCE * self.campaign.access.timers.sync_within_s
        self.campaign.wait_at_most(done, within=within, reason=f"import {key} comes to its end")
        if last is None:
            raise Inconclusive(Code.TIMEOUT, f"nothing is told of import {key}")
        return last


@pytest.fixture(scope="session")
def inherited(connected: Scene, campaign: Campaign) -> Inheritance:
    """The exports are handed over one after another; then their dossiers are looked up and gone on with."""
    scene, rng = Inheritance(campaign, open_scene(campaign)), campaign.rng
    agency, procedure = campaign.access.agency, rng.choice(procedures(campaign))
    codes = inheritance.closed_sources(rng, 2)
    first, second = (Source(rng, code, agency=agency, procedure=procedure) for code in codes)
    _write_first(scene, first)
    _write_second(scene, second)
    _demand_new(scene)
    of_second = ["clash there", "twin there"]
    scene.hand_over("first", first, [row for part, row in scene.rows.items() if part not in of_second])
    scene.hand_over("second", second, [scene.rows[part] for part in of_second], form="jsonl")
    again = [first.row(rng, campaign.people) for _ in range(3)]
    scene.rows["again"] = again[0]
    scene.hand_over("lost on the way", first, again, lost=1)
    scene.hand_over("again", first, again[:2])
    for part in scene.rows:
        if part not in BESIDE:
            scene.look_up(part)
    _go_on(scene)
    return scene


def _write_first(scene: Inheritance, source: Source) -> None:
    rng, people = scene.campaign.rng, scene.campaign.people

    def write(part: str, **changes: Json) -> None:
        scene.rows[part] = source.row(rng, people, **changes)

    write("closed")
    next_year = f"15/06/{scene.campaign.clock.now().year + 1} 17:00:00"
    write("open", TrangThai=inheritance.OPEN, NgayKetThuc=None)
    write("found", TrangThai=inheritance.OPEN, NgayKetThuc=None, NgayHenTra=next_year)
    write("long", TrichYeu=office.prose(rng, office.SUMMARY_LENGTH))
    write("stroke", ChuHoSo=make_person(rng, scheme=people, surname="Đặng").name)
    write("empty", SoGiayTo=None, SoDienThoai=None, GhiChu=None)
    write("old card", SoGiayTo=f"0{rng.randrange(10**7, 10**8)}")
    write("early", NgayNop=f"0{rng.randrange(3, 7)}/0{rng.randrange(1, 3)}/2025 08:15:00")
    write("clash", MaHoSo=f"HS-{office.made_up_id(rng)[:8]}-2025", ChuHoSo=_named(scene.campaign, "Trần"))
    write("twin", ChuHoSo=_named(scene.campaign, "Nguyễn"))
    write(BESIDE[0], MaDonVi=f"000.99.99.{source.code}")
    write(BESIDE[1], NgayNop="31/02/2025 08:15:00")


def _write_second(scene: Inheritance, source: Source) -> None:
    rng, people, twin = scene.campaign.rng, scene.campaign.people, scene.rows["twin"]
    same = {name: twin[name] for name in ("MaHoSo", "SoGiayTo", "SoDienThoai", "TrichYeu", "NgayNop", "NgayTiepNhan")}
    told = {**same, "ChuHoSo": decomposed(str(twin["ChuHoSo"]))}
    other = {"MaHoSo": scene.rows["clash"]["MaHoSo"], "ChuHoSo": _named(scene.campaign, "Lê")}
    scene.rows["clash there"] = source.row(rng, people, **other)
    scene.rows["twin there"] = source.row(rng, people, **told)


def _named(campaign: Campaign, surname: str) -> str:
    """A name of that family, without Đ: what becomes of that letter is a matter of its own."""
    name = make_person(campaign.rng, scheme=campaign.people, sex="female", surname=surname).name
    return name.translate(str.maketrans("Đđ", "Dd"))


def _demand_new(scene: Inheritance) -> None:
    """Raise Inconclusive(PRECONDITION) where an earlier run with this seed has brought the same dossiers already."""
    told = scene.campaign.upper_tester.view("inherited", str(scene.rows["closed"]["MaHoSo"]))
    if told.body.get("dossiers"):
        what = "these dossiers were brought before: reset the system, or play another seed"
        raise Inconclusive(Code.PRECONDITION, f"{what} ({told.exchange.id})")


def _go_on(scene: Inheritance) -> None:
    """Officers go on with what is open, under its new code and under its former one, and try what is closed."""
    scene.attempt("found", str(scene.rows["found"]["MaHoSo"]))
    scene.portal.dossiers["open"] = scene.code_of("open")
    scene.attempt("open", scene.code_of("open"))
    scene.attempt("closed", scene.code_of("closed"))
    scene.look_up("closed", shown_as="closed after")
    scene.portal.until_synced("open", inheritance.OPEN)
    scene.campaign.quiescence()
