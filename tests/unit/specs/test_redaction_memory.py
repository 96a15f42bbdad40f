"""What redaction remembers makes it quicker and changes nothing, is nobody's, and does not grow without end."""

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specs import innocence, placeholders, redaction_plan
from specs.innocence import INNOCENT, is_innocent
from specs.people import make_person
from specs.placeholders import remembered
from specs.redaction import Redacted, redact, redact_text
from tests.unit.specs.marked import KEY

SCHEMA = {
    "properties": {
        "ChuHoSo": {"x-personal-data": "name"},
        "SoGiayToChuHoSo": {"x-personal-data": "identity"},
        "Email": {"x-personal-data": "email"},
        "session": {"x-personal-data": "secret"},
    }
}


def dossier(seed: int) -> dict[str, str | None]:
    owner = make_person(random.Random(seed))
    personal = {"ChuHoSo": owner.name, "SoGiayToChuHoSo": owner.identity_number, "Email": owner.email}
    return {"MaHoSo": f"H56.14-261122-{seed:07d}", "session": f"session {seed} of a clerk", **personal}


def clean(seed: int, *, key: bytes = KEY) -> Redacted:
    return redact(dossier(seed), SCHEMA, key)


@settings(deadline=None)
@given(seed=st.integers(min_value=0, max_value=10**7 - 1))
def test_a_value_seen_before_is_redacted_as_one_seen_first(seed: int) -> None:
    remembered.cache_clear()
    first = clean(seed)
    assert remembered(KEY)
    assert clean(seed) == first
    assert first.count == 4


def test_what_is_remembered_is_no_value() -> None:
    remembered.cache_clear()
    sent = dossier(1)
    clean(1)
    known = remembered(KEY)
    assert {(mark, type(place)) for mark, place in known} == {
        ("name", int), ("identity", int), ("email", int), ("secret", int),
    }  # fmt: skip
    assert not set(sent.values()) & set(known.values())


def test_one_key_knows_nothing_of_another() -> None:
    assert clean(1).value != clean(1, key=b"the key of another run").value


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered.cache_clear()
    expected = [clean(seed) for seed in range(50)]
    remembered.cache_clear()
    monkeypatch.setattr(placeholders, "_MOST_KNOWN", 8)
    assert [clean(seed) for seed in range(50)] == expected
    assert len(remembered(KEY)) <= 8 + len(SCHEMA["properties"])


def test_no_more_innocent_texts_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(innocence, "_MOST", 8)
    assert all(is_innocent(f"a title of its own {number}") for number in range(50))
    assert len(INNOCENT) <= 8


@pytest.mark.parametrize(
    "text",
    [
        "\u017fession=abcdefgh",
        "acces\u017f_to\u212aen: abcdefgh",
        "Bas\u0130c abcdefghij",
        "sess\u0131on=abcdefgh",
        "điện thoại 09.12.34.56.78",
        "PASSWORD=abcdefgh",
    ],
)
def test_the_quick_look_overlooks_nothing_that_a_pattern_finds(text: str) -> None:
    assert not is_innocent(text)
    assert redact_text(text, KEY).count == 1


UNUSUAL = (
    "0912345678", "an.nguyen@example.com", "password=abcdefgh", "12345678", "123456789", 97190001234, 197190001234,
    True, None, "", ["0912345678"], {"GhiChu": "0912345678"}, [{"SoGiayTo": "097190001234"}], "a title of its own",
)  # fmt: skip


@pytest.mark.parametrize("name", ["GhiChu", "SoDT", "LoaiGiayTo", "DiaChiGiayTo"])
@pytest.mark.parametrize("often_new", [1, 2, 256])
def test_an_object_is_redacted_as_if_none_of_its_shape_had_come(
    name: str, often_new: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction_plan, "_OFTEN_NEW", often_new)

    def sent(value: Any) -> dict[str, Any]:
        return {**dossier(1), "TenTTHC": "Hộ tịch", name: value, "SoGiayTo": "097190001234"}

    for value in ("Hộ tịch", *UNUSUAL, "Hộ tịch", *UNUSUAL):
        assert redact(sent(value), SCHEMA, KEY) == redact(sent(value), copy.deepcopy(SCHEMA), KEY)


def test_what_is_personal_by_its_name_alone_is_no_innocent_text() -> None:
    for _ in range(2):
        assert redact({"GhiChu": "24 68 10"}, None, KEY).count == 0
        assert redact({"DienThoai": "24 68 10"}, None, KEY).count == 1
        assert redact({"GhiChu": "Hà Nội"}, None, KEY).count == 0
        assert redact({"DiaChiGiayTo": "Hà Nội"}, None, KEY).count == 1
