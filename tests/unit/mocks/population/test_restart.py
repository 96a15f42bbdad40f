"""What outlives the process: what commands changed, and the audit in digests; no people of the seed, no questions."""

from pathlib import Path
from typing import Any

from mocks.stage.played import Terms, Wish
from tests.unit.mocks.playing import playing
from tests.unit.mocks.population.asking import Province, record_of
from tests.unit.mocks.population.test_redaction import CANARIES, SOMEBODY

LOOK_UP = "TraCuuThongTinCongDan"
ADDED = {"identity": "099476123456", "name": "Đặng Thị Thử", "sex": "female", "birth": "1981-03-07"}


def test_what_is_kept_on_disk(tmp_path: Path) -> None:
    terms = Terms(redaction_key=b"key of a test", state=tmp_path)
    asked: dict[str, Any] = {}
    with playing(Wish(system="c06"), terms=terms) as (side,):
        province = Province(side, side.view("officers")["officers"][0]["identity"])
        seeded = side.view("residents")["residents"][0]
        asked = province.about(province.add(ADDED))
        assert record_of(province.ask(LOOK_UP, **asked)) is not None
        province.ask(LOOK_UP, **province.about(seeded))
        stranger = {"name": SOMEBODY["name"], "identity": SOMEBODY["identity"], "born": "19760501"}
        assert record_of(province.ask(LOOK_UP, **province.about(stranger))) is None
        side.command("residents/remove", identity=side.view("residents")["residents"][1]["identity"])
        before = side.view("audit")
    with playing(Wish(system="c06"), terms=terms) as (side,):
        assert side.view("audit")["rows"] == before["rows"]
        assert side.view("audit")["run"] != before["run"]
        again = Province(side, province.officer)
        assert record_of(again.ask(LOOK_UP, **asked))["SoDinhDanh"] == ADDED["identity"]
        assert record_of(again.ask(LOOK_UP, **again.about(seeded))) is not None
        assert side.view("residents")["total"] == 583
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    told = [*CANARIES, seeded["identity"], seeded["name"], province.officer]
    assert [value for value in told if value.encode() in kept] == []
