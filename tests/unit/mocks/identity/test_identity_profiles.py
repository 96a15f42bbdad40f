"""The two profiles say what the sources say, and call the rest assumed."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mocks.identity.product import read_product
from specs.errors import SpecError
from specs.openapi import render_openapi
from specs.profile import Profile, load_profile

VNEID, VNCONNECT = load_profile("vneid", "vneid-2025"), load_profile("vnconnect", "vnconnect-2021")


@pytest.mark.parametrize("profile", [VNEID, VNCONNECT], ids=lambda profile: profile.system)
def test_the_published_document_is_that_of_the_profile(profile: Profile) -> None:
    assert Path(profile.folder / "openapi.json").read_text(encoding="utf-8") == render_openapi(profile)


def test_what_was_not_found_is_assumed() -> None:
    found = {row.name for profile in (VNEID, VNCONNECT) for row in profile.operations if row.fidelity != "assumed"}
    assert found == {"Authorize", "ViewInfo", "Token", "UserInfo", "ValidateToken", "Revoke", "Logout"}
    assert {row.name for row in VNEID.operations if row.fidelity != "assumed"} == {"Authorize", "ViewInfo"}
    for profile in (VNEID, VNCONNECT):
        assert {profile.settings[name]["fidelity"] for name in ("pkce", "nonce", "loas", "ial", "code_s")} == {
            "assumed"
        }


def site_of(profile: Profile) -> Any:
    """As much of a site as the settings need."""
    return SimpleNamespace(profile=profile, base="http://127.0.0.1:1", session_s=1800.0)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("pkce", {"value": "perhaps"}, "'perhaps' is none of optional, required"),
        ("access_token", {"value": "saml"}, "'saml' is none of jwt, opaque"),
        ("cookie", {}, "a value is needed"),
        ("issuer", {"value": "/elsewhere"}, "Discovery stands elsewhere than under the issuer"),
    ],
)
def test_a_bad_setting_refuses_the_profile(setting: str, value: dict[str, str], said: str) -> None:
    bad = replace(VNEID, settings={**VNEID.settings, setting: value})
    with pytest.raises(SpecError, match=said):
        read_product(site_of(bad))


@pytest.mark.parametrize("name", ["pkce", "nonce"])
def test_an_overlay_may_require_pkce_or_a_nonce(name: str) -> None:
    stricter = replace(VNEID, settings={**VNEID.settings, name: {"value": "required"}})
    product = read_product(site_of(stricter))
    assert (product.pkce_required, product.nonce_required) == (name == "pkce", name == "nonce")
