"""Redaction hides who it was about, and nothing that a check needs."""

import copy
import json
import random
import re
import time
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specs.innocence import INNOCENT
from specs.people import make_identity, make_name, make_person, vietnamese_text
from specs.placeholders import identity_kind, placeholder
from specs.redaction import DEEPEST, TOO_DEEP, redact
from specs.redaction_plan import plan_of
from specs.redaction_rules import CLASSES
from tests.unit.specs.marked import KEY, mark

PLAIN = sorted(CLASSES - {"identity", "secret", "file"})
VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàạảấầẩẫậắềểễệốờợứữựAĂÂĐÊÔƠƯẤỆỮ0123456789 .,-/", min_size=1)
MARKS = st.sampled_from(PLAIN)


DOSSIER = {
    "properties": {
        "session": mark("secret"),
        "data": {"type": "array", "items": {"$ref": "#/$defs/dossier"}},
    },
    "$defs": {
        "dossier": {
            "properties": {
                "MaHoSo": {"type": "string"},
                "TenTTHC": {"type": "string"},
                "NgayTiepNhan": {"type": "string"},
                "ChuHoSo": mark("name"),
                "SoGiayToChuHoSo": mark("identity"),
                "Email": mark("email"),
                "SoDienThoai": mark("phone"),
                "TrichYeuHoSo": mark("text"),
                "DinhDanhCHS": {"items": {"properties": {"LoaiDinhDanh": {}, "SoDinhDanh": mark("identity")}}},
                "TaiLieuNop": {"items": {"properties": {"TepDinhKemId": {}, "TenTepDinhKem": {}}}},
            }
        }
    },
}


def call(seed: int = 1) -> dict[str, Any]:
    """A push of about two kilobytes."""
    rng = random.Random(seed)
    owner = make_person(rng)
    files = [{"TepDinhKemId": f"f{n}-0a1b", "TenTepDinhKem": f"{vietnamese_text(rng, 60)}.pdf"} for n in range(4)]
    dossier = {
        "MaHoSo": "H56.14-261122-0001",
        "TenTTHC": "Đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi",
        "NgayTiepNhan": "20261122081502",
        "ChuHoSo": owner.name,
        "SoGiayToChuHoSo": owner.identity_number,
        "Email": owner.email,
        "SoDienThoai": owner.phone,
        "TrichYeuHoSo": vietnamese_text(rng, 200),
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": owner.identity_number}],
        "TaiLieuNop": files,
    }
    return {"session": "0f9a77c2", "madonvi": "H56.14", "service": "DongBoHoSoMC", "data": [dossier]}


@given(value=st.text() | VIETNAMESE, mark=MARKS)
def test_length_bytes_and_classes_are_kept(value: str, mark: str) -> None:
    result = placeholder(value, mark, KEY)
    assert len(result) == len(value)
    for before, after in zip(value, result, strict=True):
        assert len(after.encode()) == len(before.encode())
        kind = unicodedata.category(before)
        if kind in {"Ll", "Lu", "Nd"}:
            assert unicodedata.category(after) == kind
        elif kind.startswith("L"):
            assert unicodedata.category(after).startswith("L")
        else:
            assert after == before


@given(value=VIETNAMESE, mark=MARKS)
def test_composed_text_stays_composed(value: str, mark: str) -> None:
    assert unicodedata.is_normalized("NFC", placeholder(value, mark, KEY))


@given(value=VIETNAMESE, mark=MARKS)
def test_equal_stays_equal_under_one_key_and_class(value: str, mark: str) -> None:
    one, other = {"properties": {"a": {"x-personal-data": mark}}}, {"items": {"x-personal-data": mark}}
    assert redact({"a": value}, one, KEY).value["a"] == redact([value], other, KEY).value[0]


@given(value=st.text(alphabet="abcxyzĐđệữ0123456789", min_size=6), mark=st.sampled_from(sorted(CLASSES)))
def test_six_letters_or_digits_never_stand_for_themselves(value: str, mark: str) -> None:
    if mark != "identity" or identity_kind(value) != "placeholder":
        assert placeholder(value, mark, KEY) != value
        assert placeholder(value, mark, KEY) != placeholder(value, mark, b"the key of another run")


def test_different_values_get_different_placeholders() -> None:
    rng = random.Random(11)
    names = {make_name(rng, sex="male") + make_name(rng, sex="female") for _ in range(5000)}
    assert len({placeholder(name, "name", KEY) for name in names}) == len(names)
    assert placeholder("Nguyễn Văn An", "name", KEY) != placeholder("Nguyễn Văn An", "text", KEY)


@given(seed=st.integers(min_value=0, max_value=2**32))
def test_an_identity_number_stays_well_formed(seed: int) -> None:
    person = make_person(random.Random(seed))
    number = person.identity_number or ""
    result = placeholder(number, "identity", KEY)
    assert result != number
    assert result[:3] in {"097", "098", "099"}
    assert result[3:6] == number[3:6]
    assert identity_kind(result) == "citizen-12"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("097190001234", "citizen-12"),
        ("001088123456", "citizen-12"),
        ("123456789", "citizen-9"),
        ("000000001", "placeholder"),
        ("000000000000", "placeholder"),
        ("999999999", "placeholder"),
        ("000000000123", "placeholder"),
        ("0971900012", "malformed"),
        ("B1234567", "malformed"),
        ("٠٩٧١٩٠٠٠١٢٣٤", "malformed"),
        (97190001234, "malformed"),
    ],
)
def test_facts_tell_the_kind_of_identity_number(value: Any, kind: str) -> None:
    sent = {"data": [{"DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": value}]}]}
    result = redact(sent, DOSSIER, KEY)
    assert result.facts == {"identity": [{"pointer": "/data/0/DinhDanhCHS/0/SoDinhDanh", "kind": kind}]}
    kept = result.value["data"][0]["DinhDanhCHS"][0]["SoDinhDanh"]
    assert (kept == value) is (kind == "placeholder")
    assert result.count == (kind != "placeholder")


def test_of_a_file_only_its_size_is_told() -> None:
    schema = {"properties": {"content": mark("file")}}
    result = redact({"content": "JVBERi0xLjcK" * 1000, "name": "a.pdf"}, schema, KEY)
    assert re.fullmatch("file-[0-9a-f]{16}-12000", result.value["content"])
    assert (result.value["name"], result.count) == ("a.pdf", 1)
    assert result.value == redact({"content": "JVBERi0xLjcK" * 1000, "name": "a.pdf"}, schema, KEY).value
    assert result.value["content"] != placeholder("JVBERi0xLjcK" * 1000, "file", b"the key of another run")


def test_what_is_remembered_of_objects_is_nobodys() -> None:
    schema = {"additionalProperties": {"properties": {"ChuHoSo": mark("name")}}}
    texts = ["0912345678", "an.nguyen@example.com", "097190001234", "Bearer abcdefghijkl"]
    for text in texts:
        result = redact({text: text, "x": {text: "x", "ChuHoSo": "Trần Thị Bình"}}, schema, KEY)
        assert result.count == 4
        assert text not in json.dumps(result.value)
    redact({"x": {"ChuHoSo": "Trần Thị Bình"}}, schema, KEY)
    shapes = (*plan_of(schema).shapes, *plan_of(schema).other.shapes)
    assert shapes == (("x",), ("ChuHoSo",))
    known = {*INNOCENT, *(name for names in shapes for name in names)}
    assert not known & {*texts, "Trần Thị Bình"}


def test_an_object_with_more_names_than_are_remembered_is_redacted_all_the_same() -> None:
    sent = {f"name-{number}": "0912345678" for number in range(5000)}
    result = redact({"x": sent, "y": sent}, None, KEY)
    assert result.count == 10_000
    assert list(result.value["y"]) == list(sent)


def test_the_dossier_code_and_what_is_not_personal_are_kept() -> None:
    sent = call()
    before = copy.deepcopy(sent)
    result = redact(sent, DOSSIER, KEY)
    assert sent == before
    kept, dossier = result.value["data"][0], sent["data"][0]
    for name in ("MaHoSo", "TenTTHC", "NgayTiepNhan", "TaiLieuNop"):
        assert kept[name] == dossier[name]
    assert result.value["madonvi"] == "H56.14"
    assert result.value["session"].startswith("secret-")
    assert kept["SoGiayToChuHoSo"] == kept["DinhDanhCHS"][0]["SoDinhDanh"]
    assert result.count == 7


@settings(deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32), unmarked=st.booleans())
def test_nothing_of_a_canary_is_left(seed: int, *, unmarked: bool) -> None:
    rng = random.Random(seed)
    owner = make_person(rng)
    number = make_identity(rng, birth=owner.birth, sex="male") if owner.birth else ""
    canaries = [number, owner.phone, owner.email, "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0"]
    names = [owner.name, "hunter2secret"]
    sent = {
        "ChuHoSo": owner.name,
        "password": "hunter2secret",
        "GhiChu": f"Gọi {owner.phone}, CCCD {number}; {owner.email}",
        "unknown": {"deep": [{"x": f"({number})", "token": canaries[3]}, number, owner.email]},
        number: "as a name",
        "log": f"Authorization: Bearer {canaries[3]} session=hunter2secret&x=1",
    }
    schema = None if unmarked else {"properties": {"ChuHoSo": mark("name"), "GhiChu": mark("text")}}
    text = json.dumps(redact(sent, schema, KEY).value, ensure_ascii=False)
    for canary in canaries + names:
        assert canary not in text
    assert number[6:] not in text


def test_numbers_are_redacted_without_becoming_texts() -> None:
    value = redact({"a": 912345678901, "b": 20261122, "c": 1.5, "d": True, "SoCMND": 123456789}, None, KEY).value
    assert value["a"] != 912345678901
    assert len(str(value["a"])) == 12
    assert (value["b"], value["c"], value["d"]) == (20261122, 1.5, True)
    assert value["SoCMND"] != 123456789
    assert redact({"x": 1.5}, {"properties": {"x": mark("text")}}, KEY).value == {"x": 0.0}


def test_what_is_too_deep_is_left_out() -> None:
    value: Any = "097190001234"
    for _ in range(900):
        value = [value]
    result = redact(value, None, KEY)
    assert result.count == 1
    assert json.dumps(result.value) == "[" * DEEPEST + f'"{TOO_DEEP}"' + "]" * DEEPEST


@given(value=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip  # noqa: E501
def test_any_json_comes_out_in_its_own_shape(value: Any) -> None:
    clean = redact(value, None, KEY).value
    assert type(clean) is type(value)
    json.dumps(clean)


def test_a_push_of_two_kilobytes_takes_far_less_than_a_millisecond() -> None:
    sent = call()
    best = min(_seconds(sent) for _ in range(50))
    assert best < 0.001


def _seconds(sent: dict[str, Any]) -> float:
    start = time.perf_counter()
    redact(sent, DOSSIER, KEY)
    return time.perf_counter() - start
