"""The faults that change how a province signs in: seen at the portal."""

from tests.unit.province.conftest import Office, Play
from tests.unit.province.samples import until
from tests.unit.province.stories import FOREIGN, one, two_acts


def expiring(office: Office) -> None:
    office.portal.sessions.clear()


def test_password_in_address(play: Play) -> None:
    portal = play(one, fault="password-in-address")
    assert "password=not-a-real-password" in portal.requests[0][0]
    assert portal.calls[0][1]["password"] == "not-a-real-password"
    assert all("password" not in address for address, _ in portal.requests[1:])


def test_login_every_call(play: Play) -> None:
    portal = play(two_acts, fault="login-every-call")
    assert portal.count("login") > len(portal.calls) - portal.count("login")
    used = [body["session"] for _, body in portal.calls if "session" in body]
    assert len(used) == len(set(used))


def test_login_every_call_meets_an_expired_session_too(play: Play) -> None:
    async def story(office: Office) -> None:
        await one(office)
        expiring(office)
        await office.act(FOREIGN, "process")
        await until(lambda: office.portal.steps[FOREIGN] == ["2", "4"])
        look_ups = [body["session"] for name, body in office.portal.calls if name == "TraCuuHoSo"]
        assert look_ups[1] not in office.portal.sessions
        assert look_ups[2] in office.portal.sessions

    play(story, fault="login-every-call")


def test_login_per_worker(play: Play) -> None:
    async def story(office: Office) -> None:
        await two_acts(office)
        assert office.portal.count("login") == 1
        for logins in (3, 5):
            expiring(office)
            codes = [await office.accept() for _ in range(4)]
            for code in codes:
                await office.until_told(code, "2")
            assert office.portal.count("login") == logins

    play(story, fault="login-per-worker")


def test_keeps_expired_session(play: Play) -> None:
    async def story(office: Office) -> None:
        await one(office)
        expiring(office)
        code = await office.accept()
        await office.until_told(code, "2")
        used = [body["session"] for name, body in office.portal.calls if name == "TraCuuHoSo"][1:]
        assert used[0] == used[1] != used[2]
        assert office.portal.count("login") == 2

    play(story, fault="keeps-expired-session")
