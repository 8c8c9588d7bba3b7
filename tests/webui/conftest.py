"""A small invented index behind the site: pages are asked of it as a browser would ask."""

from __future__ import annotations

import html
import os
import re
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from werkzeug.serving import make_server

from search.engines.reference import ReferenceEngine
from search.errors import NoIndex
from search.records import (
    SCHEMA_VERSION,
    Coverage,
    Evidence,
    Manifest,
    Mark,
    MarkKind,
    Removed,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)
from search.settings import Settings, read_settings
from search.store.versions import FILE_NAME, Version, Versions
from search.text_version import text_version
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from search.engine import SearchEngine

CHROMIUM: Final = Path("/usr/bin/chromium")
ARGUMENTS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WIDTHS: Final = {"phone": (390, 844), "desk": (1280, 900)}

HOSTILE = "<script>alert(\"x\")</script><b onmouseover='y'>&amp;"

TARN = "President of Averna Ilya Tarn"


def speech(n: int, name: str, *paragraphs: str, role: str | None = None, **more: object) -> Turn:
    """A turn under a printed label."""
    label = f"{role} {name}" if role else name
    person = name.lower().replace(" ", "-")
    return Turn(
        n,
        paragraphs,
        TurnKind.SPEECH,
        Evidence.LABEL,
        label=label,
        speaker=name,
        person=person,
        role=role,
        **more,  # type: ignore[arg-type] # fields of Turn
    )


def narrative(n: int, *paragraphs: str) -> Turn:
    """Words of the editors."""
    return Turn(n, paragraphs, TurnKind.NARRATIVE, Evidence.NONE)


STATEMENTS = (
    Statement(
        id=StatementId("en-90001"),
        lang="en",
        number=90001,
        url="http://en.kremlin.ru/events/president/news/90001",
        title="Meeting on the Lake Orm water treaty",
        date=date(2012, 5, 14),
        time="17:00",
        place="Port Averna",
        lead="Ilya Tarn discussed the treaty with the ministers.",
        sections=("News", "Transcripts"),
        topics=("Water", "Foreign policy"),
        persons=("Tarn Ilya", "Oskel Mara"),
        geography=("Veldoria",),
        updated=date(2012, 6, 1),
        abridged=True,
        turns=(
            narrative(1, "The meeting took place at the old customs house."),
            speech(
                2,
                "Ilya Tarn",
                "Good afternoon. The treaty on Lake Orm will not wait for another winter.",
                "We owe the fishermen of both shores a clear answer. (Applause.)",
                role="President of Averna",
                marks=(Mark(0, MarkKind.SCENE, "* * *"),),
            ),
            speech(
                5,
                "Mara Oskel",
                "Mr President, three treaties were drafted and none of them was signed.",
                role="Minister of Waters",
                qualifiers=("retranslated",),
                marks=(Mark(0, MarkKind.ABRIDGED, "<…>"),),
            ),
            speech(7, "Ilya Tarn", "(Shows a map.)", "Then let us sign the fourth."),
            Turn(
                9,
                ("Will the harbour stay open?",),
                TurnKind.ANONYMOUS,
                Evidence.LABEL,
                label="Question",
            ),
            speech(10, "Ilya Tarn", "It will.", role_inferred="President of Averna"),
        ),
        removed=(
            Removed("pull quote", "The treaty on Lake Orm will not wait.", repeats=True),
            Removed("see also", "Another meeting", None),
        ),
    ),
    Statement(
        id=StatementId("ru-90001"),
        lang="ru",
        number=90001,
        url="http://kremlin.ru/events/president/news/90001",
        title="Совещание о договоре по озеру Орм",
        date=date(2012, 5, 14),
        time="17:00",
        place="Порт-Аверна",
        turns=(
            Turn(
                1,
                ("Добрый день. Договор по озеру Орм не будет ждать ещё одной зимы.",),
                TurnKind.SPEECH,
                Evidence.LABEL,
                label="И.Тарн",
                speaker="И.Тарн",
                person="ilya-tarn",
            ),
        ),
    ),
    Statement(
        id=StatementId("en-90002"),
        lang="en",
        number=90002,
        url="http://en.kremlin.ru/events/president/transcripts/90002",
        title="Speech at the harvest congress",
        date=date(2014, 9, 3),
        place="Goldenfield",
        sections=("Transcripts",),
        topics=("Agriculture",),
        turns=(
            Turn(
                1,
                ("Friends, the harvest is in. No treaty ever filled a granary.",),
                TurnKind.SPEECH,
                Evidence.PAGE,
                speaker="Ilya Tarn",
                person="ilya-tarn",
            ),
        ),
    ),
    Statement(
        id=StatementId("en-90003"),
        lang="en",
        number=90003,
        url="http://en.kremlin.ru/events/president/news/90003",
        title="Opening of the mountain railway",
        date=date(2016, 2, 29),
        place="Highmark",
        topics=("Railways",),
        turns=(
            speech(1, "Mara Oskel", "The railway is open.", role="Prime Minister of Averna"),
            speech(2, "Ben Ardo", "Thank you, Prime Minister.", role="Driver"),
        ),
    ),
    Statement(
        id=StatementId("en-90004"),
        lang="en",
        number=90004,
        title=f"Hostile {HOSTILE} title",
        lead=f"Hostile {HOSTILE} lead",
        place=f"Hostile {HOSTILE} place",
        date=date(2016, 3, 1),
        sections=(f"Section {HOSTILE}",),
        topics=(f"Topic {HOSTILE}",),
        persons=(f"Person {HOSTILE}",),
        geography=(f"Land {HOSTILE}",),
        turns=(
            Turn(
                1,
                (f"Hostile {HOSTILE} paragraph [and {HOSTILE} put in]",),
                TurnKind.SPEECH,
                Evidence.LABEL,
                label=f"Role {HOSTILE} Name {HOSTILE}",
                speaker=f"Name {HOSTILE}",
                role=f"Role {HOSTILE}",
                role_inferred=None,
                qualifiers=(f"aside {HOSTILE}",),
                marks=(Mark(0, MarkKind.ABRIDGED, f"<…>{HOSTILE}"),),
            ),
        ),
        removed=(Removed("pull quote", f"Quote {HOSTILE}", repeats=False),),
    ),
    Statement(
        id=StatementId("en-90005"),
        lang="en",
        number=90005,
        title="A page with a photograph only",
        turns=(),
    ),
)


def make_engine(
    statements: Iterable[Statement] = STATEMENTS,
    generation: str = "20260101T000000Z-s1",
    *,
    sample: bool = False,
) -> SearchEngine:
    """An engine over statements in memory, and what it says of itself."""
    held = tuple(statements)
    days = sorted(one.date for one in held if one.date)
    coverage = Coverage(
        statements=len(held),
        turns=sum(len(one.turns) for one in held),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        undated=sum(one.date is None for one in held),
        abridged=sum(one.abridged for one in held),
        without_speech=sum(not any(turn.speaker for turn in one.turns) for one in held),
        languages={"en": 5, "ru": 1},
    )
    manifest = Manifest(
        generation, SCHEMA_VERSION, "1", "reference", "2026-01-01T00:00:00+00:00", coverage, sample
    )
    return ReferenceEngine(held, manifest)


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
