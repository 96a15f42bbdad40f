"""Records of earlier releases, one a release: they verify with their signatures for ever, and keep their answer.

A release adds one, made by this release's own code, and never changes those that are there:

    LIENTHONG_WRITE_GOLDEN=0.2.0 python -m pytest tests/golden/records
"""

import json
import os
from pathlib import Path

import pytest

from harness.signature import load_public
from harness.verify import verify
from tests.unit.harness.sealed import AT, FIRST, make_record, nowhere
from tests.unit.harness.test_signature import key, signed

HERE = Path(__file__).parent
RELEASES = sorted(folder.name for folder in HERE.iterdir() if (folder / "record").is_dir())


def test_a_release_has_a_record(tmp_path: Path) -> None:
    release = os.environ.get("LIENTHONG_WRITE_GOLDEN", "")
    if release.count(".") == 2 and not (HERE / release).exists():
        pair = key(tmp_path / "keys")
        signed(make_record(HERE / release, [FIRST]), pair)
        (tmp_path / "keys" / "assessor.pub.json").rename(HERE / release / "assessor.pub.json")
    assert RELEASES or release


@pytest.mark.parametrize("release", RELEASES)
def test_a_record_of_an_earlier_release_verifies(release: str) -> None:
    folder = HERE / release
    verified = verify(folder / "record", [load_public(folder / "assessor.pub.json")], find=nowhere, today=AT.date())

    assert verified.readiness == json.loads((folder / "readiness.json").read_bytes())
    assert (verified.readiness["answer"], verified.roles) == ("NO_GO", {"assessor"})
    assert verified.told == ()
    assert not verified.unanswered
