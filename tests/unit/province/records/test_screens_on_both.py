"""What a clerk's screens answer does not depend on the database."""

import pytest

from tests.postgres import both_engines
from tests.unit.province.conftest import Office, Play
from tests.unit.province.samples import ACTS, make_accept


@both_engines
@pytest.mark.parametrize("code", ["%00", "H56.14%00", "x" * 5000, "%ED%A0%80", "%F0%9F%98%80"])
def test_a_code_that_nobody_has_is_not_found(play: Play, code: str) -> None:
    async def story(office: Office) -> None:
        assert (await office.call("POST", f"/dossiers/{code}/process", ACTS["process"]))[0] == 404
        assert (await office.call("GET", f"/records/dossiers/{code}"))[0] == 404

    play(story)


@both_engines
def test_awkward_texts_are_kept_and_clashes_told(play: Play) -> None:
    async def story(office: Office) -> None:
        code = await office.accept(code="G09.20-20260609-0092637", summary="a\0b \U0001f600 Đỗ")
        again = make_accept(code=code)
        assert (await office.call("POST", "/dossiers", again))[0] == 409
        assert (await office.call("POST", f"/dossiers/{code}/return", ACTS["return"]))[0] == 409
        assert (await office.call("GET", "/outbox"))[1]["oldest"].endswith("+07:00")

    play(story)
