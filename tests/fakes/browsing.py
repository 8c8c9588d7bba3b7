"""The site in Debian’s Chromium: fixtures that open its pages, on screens of two widths."""

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, once for a module; without it a test skips, or fails where it is required."""
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
