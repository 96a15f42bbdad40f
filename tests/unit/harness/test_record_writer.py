"""A record is written by one writer, who goes on where another one ended or was killed."""

from pathlib import Path

import pytest

from harness.errors import HarnessError, IntegrityBroken, Refused
from harness.record import (
    RecordWriter,
    load_record,
    open_record,
    read_events,
    seal,
)
from tests.unit.harness.three_events import AT, RUN, make_record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_record(tmp_path / "record")


def test_a_folder_that_holds_anything_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()

    with pytest.raises(Refused, match="already holds something"):
        open_record(tmp_path, RUN)


def test_only_one_writer_at_a_time(folder: Path) -> None:
    writer = RecordWriter(folder)
    with pytest.raises(Refused, match="being written by another process"):
        RecordWriter(folder)
    writer.close()

    RecordWriter(folder).close()


def test_the_next_writer_goes_on_with_the_chain(folder: Path) -> None:
    writer = RecordWriter(folder)
    writer.append("wait", {"reason": "more"})
    writer.close()
    seal(folder, at=AT)

    assert [event["n"] for event in load_record(folder).events] == [1, 2, 3, 4]


def test_half_a_line_by_a_kill_is_named(folder: Path) -> None:
    with (folder / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"data":{"verdict":"PA')

    with pytest.raises(IntegrityBroken, match=r"journal\.jsonl, line 4 is not whole"):
        RecordWriter(folder)
    assert len(read_events(folder)) == 3
    seal(folder, at=AT)
    with pytest.raises(IntegrityBroken, match=r"journal\.jsonl, line 4 is not whole"):
        load_record(folder)


def test_a_line_without_its_end_is_half_a_line(folder: Path) -> None:
    journal = folder / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-1])

    assert len(read_events(folder)) == 2
    with pytest.raises(IntegrityBroken, match="line 3 is not whole"):
        RecordWriter(folder)


def test_a_full_disk_is_ours(folder: Path) -> None:
    writer = RecordWriter(folder)

    class Full:
        def write(self, data: bytes) -> int:
            return len(data) - 1

        def close(self) -> None:
            return None

    writer._file.close()
    writer._file = Full()  # type: ignore[assignment]  # a disk that takes only a part
    with pytest.raises(HarnessError, match="only a part of line 4"):
        writer.append("wait", {})
