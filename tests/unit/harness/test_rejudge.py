"""The same verdicts from the same evidence, and the difference where the evidence is another."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harness.checks import CHECKS
from harness.errors import Nonconformity
from harness.judge import Judge
from harness.record import SealedRecord, load_record, open_record, read_events, seal
from harness.rejudge import rejudge
from harness.statement import StatementLine
from tests.unit.harness.evidence import FENCE, fence, make_exchange

AT = datetime(2026, 11, 22, tzinfo=UTC)
LOGIN = {"operation": "DangNhap"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An open record of a FAIL, a PASS and a review."""
    exchanges = [make_exchange(1, "DangNhap"), make_exchange(2, "DangNhap"), fence()]
    line = StatementLine("portal.sync", "m", answer=True)
    writer = open_record(tmp_path / "record", {})
    for exchange in exchanges:
        writer.append("exchange", exchange.raw)
    writer.append("statement-line", {"id": line.id, "item": line.item, "status": line.status, "answer": line.answer})
    judge = Judge("a::b", "", 1, ("CONN-002",), writer.append)
    judge("CONN-002", CHECKS["number_is"](exchanges, LOGIN, at_least=0, at_most=2, fence=FENCE))
    with pytest.raises(Nonconformity):
        judge("CONN-002", CHECKS["number_is"](exchanges, LOGIN, at_least=0, at_most=1, fence=FENCE))
    judge("CONN-002", CHECKS["capability_is_claimed"](line))
    writer.close()
    return tmp_path / "record"


def rebuilt(folder: Path, change: Callable[[str, dict[str, Any]], None]) -> SealedRecord:
    """The record as a forger would leave it: changed, with chain and manifest made anew."""
    writer = open_record(folder.parent / "forged", {})
    for event in read_events(folder):
        change(event["kind"], event["data"])
        if event["data"]:
            writer.append(event["kind"], event["data"])
    writer.close()
    seal(writer.folder, at=AT)
    return load_record(writer.folder)


def test_nothing_differs(folder: Path) -> None:
    seal(folder, at=AT)

    assert rejudge(load_record(folder)) == []


def _other_login(kind: str, data: dict[str, Any]) -> None:
    if kind == "exchange" and data["seq"] == 2:
        data["operation"] = "TraCuuHoSo"


def _turned(kind: str, data: dict[str, Any]) -> None:
    if kind == "judgement" and data["verdict"] == "FAIL":
        data["verdict"] = "PASS"


def _no_login(kind: str, data: dict[str, Any]) -> None:
    if kind == "exchange" and data["seq"] == 2:
        data.clear()


def _no_fence(kind: str, data: dict[str, Any]) -> None:
    if kind == "exchange" and data["seq"] == 99:
        data["request"]["body"] = None


def _other_arguments(kind: str, data: dict[str, Any]) -> None:
    if kind == "judgement" and data["check"] == "number_is":
        data["arguments"]["colour"] = "green"


def _other_version(kind: str, data: dict[str, Any]) -> None:
    if kind == "judgement":
        data["version"] = 0


def _other_check(kind: str, data: dict[str, Any]) -> None:
    if kind == "judgement":
        data["check"] = "always"


def _other_answer(kind: str, data: dict[str, Any]) -> None:
    if kind == "statement-line":
        data["answer"] = False


@pytest.mark.parametrize(
    ("change", "now"),
    [
        (_other_login, ["PASS: 1: dvcqg-000001", "PASS: 1: dvcqg-000001"]),
        (_turned, ["FAIL: 2: dvcqg-000001, dvcqg-000002"]),
        (_no_login, ["cannot be made again: 'dvcqg-000002' is missing"] * 2),
        (_no_fence, ["does not decide any more: the fence"] * 2),
        (_other_arguments, ["cannot be made again: got an unexpected keyword argument 'colour'"] * 2),
        (_other_version, ["PASS", "FAIL", "PASS"]),
        (_other_check, ["cannot be made again: 'always' is missing"] * 3),
        (_other_answer, ["FAIL: portal.sync = no"]),
    ],
)
def test_what_was_forged_shows(folder: Path, change: Callable[[str, dict[str, Any]], None], now: list[str]) -> None:
    differences = rejudge(rebuilt(folder, change))

    assert [row.now[: len(text)] for row, text in zip(differences, now, strict=True)] == now
