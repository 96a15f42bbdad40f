"""In free text, headers and queries only the personal part goes."""

import time

import pytest

from specs.placeholders import placeholder
from specs.redaction import redact, redact_headers, redact_text
from tests.unit.specs.marked import KEY


def test_nine_digits_are_personal_only_where_the_name_says_so() -> None:
    value = redact({"SoCMND": "123456789", "SoTien": "123456789"}, None, KEY).value
    assert value["SoCMND"] != "123456789"
    assert value["SoTien"] == "123456789"


@pytest.mark.parametrize(
    "text",
    [
        "H56.14-261122-0001",
        "000.00.14.H56-261122-0001",
        "G09.20-20260609-0092637",
        "20261122081502",
        "2026-11-22T08:15:02.123456Z",
        "5f0c6a8e-1b2c-4d3e-8f90-123456789012",
        "sha256:1234567890123456789012345678901234567890123456789012345678901234",
        "VN:GOV:000.00.00.G22:dvcqg",
        "DongBoHoSoMC, Thành công",
        "https://one-stop.example/files/17",
    ],
)
def test_what_only_looks_like_a_number_is_kept(text: str) -> None:
    result = redact_text(text, KEY)
    assert (result.value, result.count) == (text, 0)


@pytest.mark.parametrize(
    ("before", "secret", "after"),
    [
        ("Gọi ", "0912 345 678", " nhé"),
        ("tel:", "+84912345678", ""),
        ("số CMND: ", "123456789", "."),
        ("CCCD", "097190001234", ""),
        ("/login?username=u&password=", "hunter2", "&x=1"),
        ('{"matKhau": "', "hunter2", '", broken'),
        ("Bearer ", "abcdefghijkl", ""),
        ("", "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0", " end"),
        ("mail ", "an.nguyen@example.com", ", thanks"),
    ],
)
def test_free_text_loses_only_the_personal_part(before: str, secret: str, after: str) -> None:
    result = redact_text(before + secret + after, KEY)
    assert result.count == 1
    assert result.value.startswith(before)
    assert result.value.endswith(after)
    assert secret not in result.value


def test_a_value_has_one_placeholder_in_a_field_and_in_a_text() -> None:
    number = "097190001234"
    assert redact_text(f"CCCD {number}", KEY).value == f"CCCD {placeholder(number, 'identity', KEY)}"


def test_headers_lose_credentials_and_keep_the_rest() -> None:
    headers = {"Authorization": "Bearer x", "cookie": "a=b", "dstcode": "VN:GOV:dvcqg", "x-note": "0912345678"}
    result = redact_headers(headers, KEY)
    assert result.value["dstcode"] == "VN:GOV:dvcqg"
    assert result.value["Authorization"].startswith("secret-")
    assert result.value["cookie"].startswith("secret-")
    assert result.value["x-note"] != "0912345678"
    assert result.count == 3


def test_a_query_loses_its_password() -> None:
    value = redact({"username": ["h56"], "password": ["hunter2"]}, None, KEY).value
    assert value["username"] == ["h56"]
    assert value["password"][0].startswith("secret-")


@pytest.mark.parametrize("piece", ["a" * 99, "0" * 99, "a@", "eyJ.", "password=", "H56.14-", "0912-", "f" * 31 + "-"])
def test_no_text_from_outside_makes_it_slow(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.perf_counter()
    redact_text(text, KEY)
    assert time.perf_counter() - start < 5
