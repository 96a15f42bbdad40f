"""Placeholders made together are those made one by one, and are keyed by HMAC-SHA256."""

import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specs.letters import written_like
from specs.placeholders import placeholder, placeholders
from specs.redaction_rules import CLASSES

KEY = b"a key of the run"
TEXTS = (
    st.text(min_size=1)
    | st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàạảấầẩẫậắềểễệốờợứữựAĂÂĐÊÔƠƯẤỆỮ0123456789 .,-/", min_size=1)
    | st.text(alphabet="0123456789", min_size=8, max_size=13)
    | st.sampled_from(["000000001", "999999999", "097190001234", "+84 912 345 678", "...", "đ"])
)
VALUES = st.lists(st.tuples(TEXTS, st.sampled_from(sorted(CLASSES))), max_size=20)


@settings(deadline=None)
@given(pairs=VALUES, key=st.binary(max_size=100))
def test_made_together_they_are_as_made_one_by_one(pairs: list[tuple[str, str]], key: bytes) -> None:
    made = placeholders([value for value, _ in pairs], [mark for _, mark in pairs], key)
    assert made == [placeholder(value, mark, key) for value, mark in pairs]


@given(value=TEXTS, stream=st.binary(min_size=1))
def test_a_text_is_written_at_once_as_character_by_character(value: str, stream: bytes) -> None:
    stream = (stream * (len(value) // len(stream) + 1))[: len(value)]
    one_by_one = "".join(written_like(char, bytes([byte])) for char, byte in zip(value, stream, strict=True))
    assert written_like(value, stream) == one_by_one


@pytest.mark.parametrize("key", [b"", b"k", b"k" * 64, b"k" * 65, b"k" * 200])
@pytest.mark.parametrize("mark", ["secret", "file"])
def test_the_digest_is_hmac_sha256_of_class_and_value(key: bytes, mark: str) -> None:
    digest = hmac.digest(key, f"{mark}\0giá trị".encode(), "sha256").hex()
    assert placeholder("giá trị", mark, key).startswith(f"{mark}-{digest[:16]}")
