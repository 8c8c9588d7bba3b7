"""The site in Debian’s Chromium: the whole way without script, then what script adds.

Without Chromium these tests skip, or fail where `ONRECORD_BROWSER` is `required`. Screenshots of
every page lie in the folder that `ONRECORD_SHOTS` names, else in a temporary one.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

CHROMIUM: Final = Path("/usr/bin/chromium")
ARGUMENTS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WIDTHS: Final = {"phone": (390, 844), "desk": (1280, 900)}
ADDRESSES: Final = {
    "home": "/",
    "results": "/search?q=treaty",
    "nothing": "/search?q=zeppelin&from=abc",
    "almost": "/search?q=treaty+granary&year=2012&year=2014",
    "statement": "/s/en-90001?q=treaty#t5",
    "russian": "/s/ru-90001",
    "turn": "/s/en-90001/7",
    "speakers": "/speakers",
    "speaker": "/speaker/ilya-tarn",
    "help": "/help/search",
    "hostile": "/s/en-90004?q=hostile",
    "error": "/nowhere",
}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    required = os.environ.get("ONRECORD_BROWSER") == "required"
    if not CHROMIUM.exists():
        missing = pytest.fail if required else pytest.skip
        missing(f"{CHROMIUM} is missing; on Debian: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def root(app: Flask) -> Iterator[str]:
    """The address of the site on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complained of, a blocked style for one; there must be nothing."""
    heard: list[str] = []
    yield heard
    assert [one for one in heard if "404" not in one] == []  # the error page is visited on purpose


@pytest.fixture
def open_page(browser: Any, complaints: list[str]) -> Callable[..., Any]:
    """Opens a page, by default without script."""

    def opened(
        width: str = "desk", scheme: str = "light", locale: str = "en", *, script: bool = False
    ) -> Any:
        wide, high = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": wide, "height": high},
            color_scheme=scheme,
            locale=locale,
            java_script_enabled=script,
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text))
        return page

    return opened


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_box_to_the_very_turn_and_on_to_the_next_mark(
    open_page: Callable[..., Any], root: str, width: str
) -> None:
    page = open_page(width)
    page.goto(root)
    assert page.locator("#q").is_visible()
    page.fill("#q", "treaty speaker:Oskel")
    page.click("main button[type=submit]")
    assert page.url == f"{root}/search?q=treaty+speaker%3AOskel"
    assert page.locator("h1").inner_text().startswith("1 statement")
    assert page.locator(".hit mark").first.inner_text() == "treaties"
    page.click("a.at")
    assert page.url == f"{root}/s/en-90001?q=treaty+speaker%3AOskel#t5"
    turn = page.locator("#t5")
    assert turn.is_visible()
    assert turn.locator("mark").inner_text() == "treaties"
    page.click("#t5 a.number")
    assert page.url == f"{root}/s/en-90001/5?q=treaty+speaker%3AOskel"
    page.close()


def test_the_form_asks_for_speaker_and_dates(open_page: Callable[..., Any], root: str) -> None:
    page = open_page()
    page.goto(root)
    page.click("summary")
    page.fill("#q", "treaty")
    page.fill("#f-speaker", "Tarn")
    page.fill("#f-from", "2013")
    page.click("main button[type=submit]")
    assert page.url == f"{root}/search?q=treaty&speaker=Tarn&from=2013-01-01"
    assert page.locator(".hit").count() == 1
    page.click("[aria-label='Take off From: 2013-01-01']")
    assert page.locator(".hit").count() == 2
    page.close()


def test_previous_and_next_mark_are_plain_links(open_page: Callable[..., Any], root: str) -> None:
    page = open_page()
    page.goto(f"{root}/s/en-90001?q=treaty")
    page.click("a.first")
    assert page.url.endswith("#m1")
    page.click("#t2 [aria-label='Next match']")
    assert page.url.endswith("#m4")
    assert page.locator("mark:target").inner_text() == "treaties"
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(
    open_page: Callable[..., Any], root: str, tmp_path: Path, width: str, scheme: str
) -> None:
    shots = Path(os.environ.get("ONRECORD_SHOTS") or tmp_path)
    page = open_page(width, scheme)
    for name, address in ADDRESSES.items():
        page.goto(root + address)
        page.screenshot(path=shots / f"{name}-{width}-{scheme}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= WIDTHS[width][0], name
    page.close()
