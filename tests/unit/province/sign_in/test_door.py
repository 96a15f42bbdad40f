"""People before the web door: let in, refused, shown what is theirs, let go."""

import asyncio
from collections.abc import Callable

import pytest

from tests.unit.province.samples import until
from tests.unit.province.sign_in.conftest import House

Play = Callable[..., None]
OWN = "/ho-so-cua-toi"


@pytest.mark.parametrize("query", ["", "?nguon=vneid", "?nguon=vnconnect"])
def test_a_citizen_sees_what_was_handed_in_at_the_counter(play: Play, query: str) -> None:
    async def story(house: House) -> None:
        code, other = await house.accept(), await house.accept("citizen-2")
        async with house.visitor() as visitor:
            page = await visitor.sign_in(query)
            assert (page.status, page.location) == (303, OWN)
            own = (await visitor.open(OWN)).told
            assert [row["dossier"] for row in own["dossiers"]] == [code]
            assert own["identity"] == "*" * 9 + house.number()[-3:]
            assert (await visitor.open(f"{OWN}/{code}")).told["status"] == "2"
            assert (await visitor.open(f"{OWN}/{other}")).status == 404

    play(story)


@pytest.mark.parametrize("path", [OWN, f"{OWN}/H56.14-261122-0001", "/can-bo", "/can-bo/ho-so/H56.14-261122-0001"])
def test_nobody_sees_anything_without_signing_in(play: Play, path: str) -> None:
    async def story(house: House) -> None:
        await house.accept()
        async with house.visitor() as visitor:
            assert (await visitor.open(path)).status == 401

    play(story)


@pytest.mark.parametrize("query", ["?nguon=facebook", "?nguon=vnconnect&vai=can-bo"])
def test_there_is_no_other_way_in(play: Play, query: str) -> None:
    async def story(house: House) -> None:
        async with house.visitor() as visitor:
            assert (await visitor.open(f"/dang-nhap{query}")).status == 400

    play(story)


def test_the_way_back_is_used_once_and_by_its_browser(play: Play) -> None:
    async def story(house: House) -> None:
        async with house.visitor() as visitor, house.visitor() as other:
            back = await visitor.back()
            await other.open("/dang-nhap")
            assert (await other.open(back)).status == 400
            assert (await visitor.open(back)).status == 303
            assert (await visitor.open(back)).status == 400
            assert (await visitor.open(OWN)).status == 200

    play(story)


def test_a_sign_in_under_way_is_given_up_after_ten_minutes(play: Play) -> None:
    async def story(house: House) -> None:
        async with house.visitor() as visitor:
            back = await visitor.back()
            await house.shift_clock(minutes=11)
            assert (await visitor.open(back)).status == 400

    play(story)


def test_of_two_tabs_the_later_one_to_come_back_begins_again(play: Play) -> None:
    async def story(house: House) -> None:
        async with house.visitor() as visitor:
            first, second = await visitor.back(), await visitor.back()
            assert (await visitor.open(second)).status == 303
            # The browser has another cookie now, so the first tab begins again; nobody else could use its address.
            assert (await visitor.open(first)).status == 400

    play(story)


def test_whom_the_provider_refuses_is_not_let_in(play: Play) -> None:
    async def story(house: House) -> None:
        house.vneid.behave("refuse", operation="Authorize", error="access_denied")
        async with house.visitor() as visitor:
            assert (await visitor.sign_in()).status == 403
            assert (await visitor.open(OWN)).status == 401

    play(story)


@pytest.mark.parametrize("operation", ["Discovery", "Token", "Jwks", "UserInfoByPost"])
def test_a_provider_that_is_away_is_said_to_be_and_comes_back(play: Play, operation: str) -> None:
    async def story(house: House) -> None:
        house.vneid.behave("unavailable", operation=operation, times=1, status=503)
        async with house.visitor() as visitor:
            page = await (visitor.open("/dang-nhap") if operation == "Discovery" else visitor.sign_in())
            assert page.status == 503
            assert (await visitor.sign_in()).status == 303

    play(story)


def test_an_officer_comes_in_by_number_and_goes_with_the_account(play: Play) -> None:
    async def story(house: House) -> None:
        right = {"role": "processing", "agency": "H56.14", "procedure": "*"}
        account = {"account": "cb-a", "name": "Khác Tên", "identity": house.number(), "agency": "H56.14"}
        await house.call("POST", "/desk/open-account", {**account, "roles": [right]})
        mine, theirs = await house.accept(), await house.accept(agency="H56.107")
        async with house.visitor() as visitor, house.visitor() as citizen:
            assert (await visitor.sign_in("?vai=can-bo")).location == "/can-bo"
            assert (await visitor.open("/can-bo")).told["account"] == "cb-a"
            assert (await visitor.open(f"/can-bo/ho-so/{mine}")).status == 200
            assert (await visitor.open(f"/can-bo/ho-so/{theirs}")).status == 403
            assert (await visitor.open("/can-bo/ho-so/H56.14-000101-0001")).status == 404
            await citizen.sign_in()
            assert (await citizen.open("/can-bo")).status == 401
            await house.call("POST", "/desk/lock-account", {"account": "cb-a", "reason": "suspended"})
            assert (await visitor.open("/can-bo")).status == 401
            assert (await visitor.sign_in("?vai=can-bo")).status == 403

    play(story)


def test_leaving_ends_it_here_and_at_the_provider(play: Play) -> None:
    async def story(house: House) -> None:
        async with house.visitor() as visitor:
            await visitor.sign_in()
            cookies = [f"{one.key}={one.value}" for one in visitor.session.cookie_jar if one.key == "phien"]
            house.vneid.behave("unavailable", operation="Revoke", times=2, status=503)
            page = await visitor.open("/dang-xuat", "POST")
            assert page.location.startswith(house.vneid.running.national)
            assert (await visitor.open(page.location)).location == f"{house.base}/"
            headers = {"Cookie": cookies[0]}
            async with house.http.get(f"{house.base}{OWN}", headers=headers) as answer:
                assert answer.status == 401
        await until(lambda: _revoked(house))
        assert (await house.call("GET", "/outbox"))[1]["pending"] == 0

    play(story)


def _revoked(house: House) -> bool:
    return any(one["operation"] == "Revoke" and one["response"]["status"] == 200 for one in house.vneid.journal())


def test_leaving_without_being_there_is_no_error(play: Play) -> None:
    async def story(house: House) -> None:
        async with house.visitor() as visitor:
            assert (await visitor.open("/dang-xuat", "POST")).location == f"{house.base}/"
            assert (await visitor.open("/dang-xuat")).status == 405

    play(story)


def test_a_session_survives_a_restart_and_ends_when_nobody_is_seen(play: Play) -> None:
    cookies: dict[str, str] = {}

    async def first(house: House) -> None:
        async with house.visitor() as visitor:
            await visitor.sign_in()
            cookies.update({one.key: one.value for one in visitor.session.cookie_jar if one.key == "phien"})

    async def second(house: House) -> None:
        async with house.http.get(f"{house.base}{OWN}", cookies=cookies) as answer:
            assert answer.status == 200
        await house.shift_clock(minutes=31)
        async with house.http.get(f"{house.base}{OWN}", cookies=cookies) as answer:
            assert answer.status == 401

    play(first)
    play(second)


@pytest.mark.parametrize(("url", "name"), [(None, "phien"), ("https://dvc.example.vn", "__Host-phien")])
def test_the_cookie_is_kept_from_scripts_and_over_https_from_plain_http(play: Play, url: str | None, name: str) -> None:
    async def story(house: House) -> None:
        async with house.visitor() as visitor:
            (cookie,) = (await visitor.open("/dang-nhap")).cookies
            assert cookie.startswith(f"{name}=")
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
            assert ("Secure" in cookie) == (url is not None)

    play(story, **({"public_url": url} if url else {}))


def test_at_the_same_moment_several_people_come_in(play: Play) -> None:
    async def story(house: House) -> None:
        async def come() -> int:
            async with house.visitor() as visitor:
                await visitor.sign_in()
                return (await visitor.open(OWN)).status

        assert await asyncio.gather(*(come() for _ in range(6))) == [200] * 6

    play(story)
