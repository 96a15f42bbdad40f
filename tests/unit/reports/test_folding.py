"""What is folded is whole: as text in a small page, packed in a large one, and found by the links that lead there."""

import base64
import gzip
import re

import pytest
from markupsafe import Markup

from reports import html
from tests.unit.reports.conftest import Sealed
from tests.unit.reports.page import by_id, read_page


def test_a_large_page_holds_the_same_evidence_packed(both: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    source = html.render(*both)
    monkeypatch.setattr(html, "PLAIN", 0)
    packed = html.render(*both)
    folders = re.findall(r'<script type="text/packed">(.*?)</script>', packed)
    assert len(folders) == source.count("<noscript>") > 1
    for folder in folders:
        inside = gzip.decompress(base64.b64decode(folder)).decode()
        assert f"<noscript>{inside}</noscript>" in source
    assert 'class="exchange"' not in packed
    assert by_id(read_page(packed), "evidence").text("en").count("without JavaScript") == 1


def test_what_is_open_is_read_without_a_script_in_a_large_page_too(
    both: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "PLAIN", 0)
    page = read_page(html.render(*both))
    undone = [
        name for name, row in both[1]["requirements"].items() if row["status"] in {"VIOLATED", "NOT_DEMONSTRATED"}
    ]
    assert undone
    for name in undone:
        assert not by_id(page, name).all("script")


def test_every_anchor_that_is_folded_is_named_by_its_folder(both: Sealed) -> None:
    page = read_page(html.render(*both))
    folders = [row for row in page.all("details", class_="fold") if "data-holds" in row.attributes]
    for folder in folders:
        inside = {row.attributes["id"] for row in folder.walk()[1:] if "id" in row.attributes}
        assert inside == set(folder.attributes["data-holds"].split())
    assert len(folders) > 5


def test_what_cannot_be_unpacked_stays() -> None:
    for page in (
        b"<p>none</p>",
        b'<script type="text/packed">%%%</script>',
        b'<script type="text/packed">AAAA</script>',
    ):
        assert html.unpack(page) == page
    assert html.unpack(html.fold(Markup("<p>é</p>"), packed=True).encode()).startswith("<p>é</p><noscript>".encode())
