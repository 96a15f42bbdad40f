"""The live page in a real browser: exchanges come by themselves, and a fault is armed and disarmed by hand."""

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest

from mocks.control.page import FILES, FOLDER
from mocks.stage.played import Wish
from tests.browser.devtools import Tab, browsing
from tests.unit.mocks.playing import TOKEN, Side
from tests.unit.mocks.probe import probing

Story: TypeAlias = Callable[[Tab, Side, str], Awaitable[None]]
Play: TypeAlias = Callable[[Story], None]
WIDTHS = (400, 1200)
BEYOND = """Array.from(document.querySelectorAll("body *")).filter(function (box) {
  return box.checkVisibility() && !box.closest("pre") && box.getBoundingClientRect().right > innerWidth + 1;
}).map(function (box) { return box.outerHTML.slice(0, 80); })"""


@pytest.fixture
def play(program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Play:
    """Tells a story with a page, the probe, and the base address of its control port; the page may not complain."""

    def tell(story: Story) -> None:
        async def run(side: Side) -> None:
            base = side.running.control.removesuffix(side_prefix)
            async with browsing(program, tmp_path) as tab:
                await story(tab, side, base)
                assert tab.trouble == []
                assert {url.partition("//")[2].partition("/")[0] for url in tab.requests if "//" in url} == {
                    base.partition("//")[2]
                }
                assert not any(TOKEN in url for url in tab.requests)

        side_prefix = "/probe"
        beside = [Wish(system="dvcqg", prefix="/dvcqg")]
        with probing(monkeypatch, tmp_path, beside=beside) as (side, _):
            asyncio.run(run(side))

    return tell


async def enter(tab: Tab, base: str, token: str = TOKEN) -> None:
    if not (await tab.ask("location.href")).startswith(base):
        await tab.open(f"{base}/")
    await tab.until("!document.getElementById('door').hidden")
    await tab.ask(f"document.getElementById('token').value = {json.dumps(token)}")
    await tab.ask("document.querySelector('#door button').click()")


async def call(side: Side, method: str = "GET", path: str = "/things/first", **options: Any) -> int:
    def send() -> httpx.Response:
        return side.national.request(method, path, **options)

    return (await asyncio.to_thread(send)).status_code


def test_it_asks_for_the_token_and_keeps_it_in_the_tab(play: Play) -> None:
    async def story(tab: Tab, side: Side, base: str) -> None:
        await enter(tab, base, "wrong")
        await tab.until("!document.getElementById('refused').hidden")
        assert await tab.ask("document.getElementById('inside').hidden")
        await enter(tab, base)
        await tab.until("!document.getElementById('inside').hidden")
        assert TOKEN not in await tab.ask("location.href + document.cookie + JSON.stringify(localStorage)")
        await tab.tell("Page.reload")
        await tab.until("document.getElementById('inside') && !document.getElementById('inside').hidden")
        await tab.ask("document.getElementById('leave').click()")
        await tab.until("document.getElementById('inside').hidden")
        assert await tab.ask("sessionStorage.getItem('lienthong-token')") is None
        # The browser itself notes that a 401 came, sooner or later.
        tab.trouble[:] = [line for line in tab.trouble if "401 (Unauthorized)" not in line]

    play(story)


def test_an_exchange_appears_by_itself_with_what_was_wrong(play: Play) -> None:
    async def story(tab: Tab, side: Side, base: str) -> None:
        await enter(tab, base)
        await tab.until("document.querySelectorAll('#systems > li').length === 2")
        markup = "<img src=x onerror=alert(1)>"
        assert await call(side, "POST", "/things", json={"id": "", markup: 1}) == 400
        await tab.until("document.querySelectorAll('#exchanges > li.wrong').length === 1")
        row = await tab.ask("document.querySelector('#exchanges summary').textContent")
        assert "Keep" in row
        assert "400" in row
        assert "malformed" in row
        await tab.ask("document.querySelector('#exchanges details').open = true")
        defects = await tab.until("document.querySelector('#exchanges .defects')?.textContent")
        assert "/id minLength" in defects
        assert markup in await tab.ask("document.querySelector('#exchanges details').textContent")
        assert await tab.ask("document.querySelectorAll('#exchanges img').length") == 0
        assert await call(side) == 200
        await tab.until("document.querySelectorAll('#exchanges > li').length === 2")
        assert await tab.ask("document.querySelector('#exchanges details[open]') !== null"), "what was open stays open"
        figures = await tab.until("document.querySelector('#systems .figures').textContent")
        assert "2" in figures
        await tab.ask("document.getElementById('only-wrong').click()")
        assert await tab.ask("document.querySelectorAll('#exchanges > li').length") == 1

    play(story)


def test_a_fault_is_armed_and_disarmed(play: Play) -> None:
    async def story(tab: Tab, side: Side, base: str) -> None:
        await enter(tab, base)
        await tab.until("document.querySelectorAll('#fault option').length > 10")
        await tab.ask("fault.value = 'unavailable'; fault.dispatchEvent(new Event('change'))")
        await tab.ask("document.querySelector('[data-argument=status]').value = '503'")
        await tab.ask("document.getElementById('arm-now').click()")
        await tab.until("document.querySelector('[data-disarm]')")
        assert await call(side) == 503
        await tab.until("document.querySelector('#exchanges .tag.fault')?.textContent === 'unavailable'")
        await tab.until("document.querySelector('#armed').textContent.includes('1 đã dùng')")
        await tab.ask("document.querySelector('[data-disarm]').click()")
        await tab.until("!document.querySelector('[data-disarm]')")
        assert await call(side) == 200
        await tab.ask("document.querySelector('[data-argument=status]').value = '200'")
        await tab.ask("document.getElementById('arm-now').click()")
        refusal = await tab.until("document.getElementById('arm-refused').textContent")
        assert "unavailable does not take" in refusal
        tab.trouble.clear()  # the browser itself notes that a 422 came

    play(story)


def test_a_fault_with_limits_for_one_operation(play: Play) -> None:
    async def story(tab: Tab, side: Side, base: str) -> None:
        await enter(tab, base)
        await tab.until("document.querySelectorAll('#fault option').length > 10")
        await tab.ask("fault.value = 'answer-lost'; fault.dispatchEvent(new Event('change'))")
        await tab.ask("operation.value = 'Show'; times.value = '1'; document.getElementById('for-s').value = '60'")
        await tab.ask("document.getElementById('arm-now').click()")
        await tab.until("document.querySelector('[data-disarm]')")
        assert await call(side, "POST", "/things", json={"id": "a"}) == 201
        assert [await call(side), await call(side)] == [500, 200]
        await tab.until("document.querySelector('#armed li.over')")

    play(story)


def test_it_speaks_one_language_at_a_time(play: Play) -> None:
    async def story(tab: Tab, side: Side, base: str) -> None:
        await enter(tab, base)
        await tab.until("document.getElementById('state').textContent === 'trực tiếp'")
        assert await tab.ask("document.documentElement.lang") == "vi"
        assert await tab.ask("document.querySelector('h1').textContent") == "Hệ thống quốc gia giả lập"
        vi = await tab.ask("document.body.innerText")
        await tab.ask("document.querySelector('[data-language=en]').click()")
        assert await tab.ask("document.documentElement.lang") == "en"
        en = await tab.ask("document.body.innerText")
        assert await tab.ask("document.getElementById('state').textContent") == "live"
        assert "The national side, simulated" in en
        assert "Exchanges" not in vi
        assert "Trao đổi" not in en

    play(story)


def test_nothing_sticks_out(play: Play) -> None:
    async def story(tab: Tab, side: Side, base: str) -> None:
        await enter(tab, base)
        await call(side, "POST", "/things", json={"id": "x" * 200, "owner": "Nguyễn Thị Thử Nghiệm"})
        await call(side, "GET", "/" + "very-long-address" * 12)
        await call(side)
        side.behave("answer-late", delay_s=0.01, times=3)
        await call(side)
        await tab.until("document.querySelectorAll('#exchanges > li').length === 4")
        for width, opened in itertools.product(WIDTHS, ("false", "true")):
            await tab.ask(f"for (const box of document.querySelectorAll('#inside details')) box.open = {opened}")
            await tab.resize(width)
            assert await tab.ask(BEYOND) == [], width
            picture = await tab.photograph()
            assert picture.startswith(b"\x89PNG")
            assert len(picture) > 20_000

    play(story)


@pytest.mark.parametrize("name", [name for name, _ in FILES.values()])
def test_the_page_takes_nothing_from_elsewhere_and_makes_no_markup(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "http://",
        "https://",
        "style=",
    ):
        assert forbidden not in text, forbidden
