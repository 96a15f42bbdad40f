"""A proposal reads the export it was made of, once a person has said what no file can tell; it never guesses a date."""

import tomllib
from pathlib import Path

from harness.reconcile.declaration import read_reconciliation
from harness.reconcile.infer import propose
from harness.reconcile.snapshot import take_snapshot

HEAD = "Mã hồ sơ;MADONVI;ma_tthc;TrangThai;NgayTiepNhan;Hẹn trả;Ghi chú"
ROWS = "H61.1-260131-0001;H61.1;1.001000;Đã xử lý xong;31/01/2026 08:00:00;;x"


def test_a_proposal_reads_the_export_once_it_is_completed(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(f"{HEAD}\n{ROWS}\n", encoding="utf-8")
    text = propose("old", {"kind": "csv", "path": str(tmp_path / "export.csv"), "delimiter": ";"}, "dossier")
    completed = text.replace('system = ""', 'system = "the old one"').replace('obtained = ""', 'obtained = "by mail"')
    declared = read_reconciliation(tomllib.loads(completed)["reconcile"], tmp_path).declarations["old"]
    snapshot = take_snapshot(declared, tmp_path)
    assert (snapshot.taken, snapshot.unreadable) == (1, 0)
    assert declared.columns["status"].values == {"Đã xử lý xong": "9"}
    assert declared.columns["received_at"].format == "%d/%m/%Y %H:%M:%S"
    assert '# not used: "Ghi chú"' in text


def test_what_a_person_must_decide_is_said(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("MaHoSo,NgayTiepNhan,TrangThai\nx,01/02/2026,Lạ\n", encoding="utf-8")
    text = propose("old", {"kind": "csv", "path": str(tmp_path / "export.csv")}, "dossier")
    assert 'format = "%d/%m/%Y" }  # fits as well: %m/%d/%Y' in text
    assert "# say what the empty ones mean" in text
    assert '# agency = ""  # needed: agency' in text
