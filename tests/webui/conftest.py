"""A small invented index behind the site: pages are asked of it as a browser would ask."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from browsing import browser as browser
from browsing import complaints as complaints
from browsing import open_page as open_page
from browsing import root as root
from search.errors import NoIndex
from search.settings import Settings, read_settings
from search.store.versions import FILE_NAME, Version, Versions
from search.text_version import text_version
from site_statements import STATEMENTS, make_engine
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from search.engine import SearchEngine
    from search.records import Statement


class Shelf:
    """Serves whichever engine was put on it last; nothing at first."""

    def __init__(self) -> None:
        self.held: SearchEngine | None = None

    def engine(self) -> SearchEngine:
        if self.held is None:
            raise NoIndex("nothing is indexed yet; run: onrecord index PATH…")
        return self.held


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"data": tmp_path}, environ={})


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.held = make_engine()
    return shelf


@pytest.fixture
def app(settings: Settings, shelf: Shelf) -> Flask:
    return create_app(settings, shelf)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def page(client: FlaskClient) -> Callable[[str], str]:
    """The text of a page that must answer 200."""

    def get(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code, response.text[:300])
        return response.text

    return get


@pytest.fixture
def words() -> Callable[[str], str]:
    """What a reader sees of markup: tags gone, spaces single."""

    def read(markup: str) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())

    return read


@pytest.fixture
def seen(page: Callable[[str], str], words: Callable[[str], str]) -> Callable[[str], str]:
    """What a reader sees of a page that must answer 200."""
    return lambda address: words(page(address))


@pytest.fixture
def make() -> Callable[..., SearchEngine]:
    """Makes engines over other statements, or as another generation."""
    return make_engine


@pytest.fixture
def statements() -> tuple[Statement, ...]:
    """The statements of the invented index."""
    return STATEMENTS


@pytest.fixture
def revised(settings: Settings) -> Statement:
    """A statement of which another text was saved before, without a “not” and the last turn."""
    now = next(one for one in STATEMENTS if one.id == "en-90001")
    narrative, first, *rest = now.turns
    words = first.paragraphs[0].replace("will not wait", "will wait")
    turns = (narrative, replace(first, paragraphs=(words, *first.paragraphs[1:])), *rest[:-1])
    before = replace(now, turns=turns, title=f"{now.title} (in part)", updated=date(2012, 5, 20))
    seen = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    Versions(settings.data / FILE_NAME).add(
        [
            Version(before, page="0" * 64, rules="1", place="a.html", saved=seen, seen=seen),
            Version(now, page="1" * 64, rules="1", place="b.html", saved=seen, seen=seen),
        ]
    )
    return now


@pytest.fixture
def former(settings: Settings, revised: Statement) -> str:
    """The name of the text that was saved before."""
    kept = Versions(settings.data / FILE_NAME).of_statement(revised.id)
    return next(text_version(one.statement) for one in kept if one.statement != revised)
