"""Only simulators and the province are ever talked to."""

import pytest

from harness.errors import Refused
from harness.target import canonical_names, refuse_national


def nothing(_host: str) -> list[str]:
    """A resolver that knows no other name."""
    return []


@pytest.mark.parametrize(
    "url",
    [
        "https://dichvucong.gov.vn",
        "https://LIENTHONG.dichvucong.GOV.VN:8443/x",
        "http://dichvucong.gov.vn./",
        "http://dvc.moet.gov.vn",
        "http://anyministry.gov.vn",
        "http://ｄichvucong.gov.vn/",
        "http://dichvucong。gov。vn/",
        "http://vneid.gov.vn:1",
    ],
)
def test_a_national_name_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="is a public national host"):
        refuse_national(url, resolve=nothing)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "http://localhost",
        "https://dvc.thanhhoa.gov.vn",
        "http://tinh.example",
    ],
)
def test_others_are_allowed(url: str) -> None:
    refuse_national(url, resolve=nothing)


def test_an_alias_is_refused_by_its_canonical_name() -> None:
    with pytest.raises(Refused, match=r"sim\.example leads to api\.dichvucong\.gov\.vn"):
        refuse_national("http://sim.example", resolve=lambda _: ["cdn.example", "api.dichvucong.gov.vn"])


@pytest.mark.parametrize("url", ["", "dichvucong", "http://", "http://[::1", "/path"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="is no address"):
        refuse_national(url, resolve=nothing)


def test_the_resolver_of_the_machine() -> None:
    assert canonical_names("127.0.0.1") in ([], ["127.0.0.1"])
    assert canonical_names("a" * 70 + ".invalid") == []
