"""A small index, and the commands run on it as a user would run them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from published import publish
from search.cli.main import main
from search.records import (
    Coverage,
    Evidence,
    Mark,
    MarkKind,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


def statement(number: int, lang: str, title: str, *turns: Turn, **more: Any) -> Statement:
    """A statement of these turns."""
    return Statement(StatementId(f"{lang}-{number}"), lang, title, turns, number=number, **more)


STATEMENTS = (
    statement(
        1,
        "en",
        "Talks on grain",
        Turn(1, ("The talks began.",), TurnKind.NARRATIVE, Evidence.NONE),
        Turn(
            2,
            ("We will not raise the tax.", "=Grain is dear."),
            TurnKind.SPEECH,
            Evidence.LABEL,
            label="President of Averna Ilda Tarn (retranslated)",
            speaker="Ilda Tarn",
            person="ilda-tarn",
            role="President of Averna",
            qualifiers=("retranslated",),
            marks=(Mark(0, MarkKind.ABRIDGED, "<…>"),),
        ),
        date=date(2012, 5, 7),
        time="17:00",
        place="Port Averna",
        url="http://en.kremlin.ru/events/president/news/1",
        abridged=True,
    ),
    statement(
        2,
        "en",
        "+Budget",
        Turn(1, ("=tax and tax",), TurnKind.SPEECH, Evidence.LABEL, label="Oskel", speaker="Oskel"),
        date=date(2014, 3, 2),
    ),
    statement(
        2,
        "ru",
        "Бюджет",
        Turn(1, ("Налога не будет.",), TurnKind.SPEECH, Evidence.LABEL, speaker="Оскел"),
        date=date(2014, 3, 2),
    ),
)
COVERAGE = Coverage(3, 4, date(2012, 5, 7), date(2014, 3, 2), 0, 1, 0, {"en": 2, "ru": 1})


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `onrecord --data …` with arguments, over the index of `STATEMENTS`."""
    settings = read_settings({"data": tmp_path}, {})
    publish(settings, *STATEMENTS, coverage=COVERAGE, sample=True)
    return lambda *arguments: CliRunner().invoke(main, ["--data", str(tmp_path), *arguments])


@pytest.fixture
def run_without_index(tmp_path: Path) -> Run:
    """Runs `onrecord --data …` over an empty folder."""
    return lambda *arguments: CliRunner().invoke(main, ["--data", str(tmp_path), *arguments])


@pytest.fixture
def talks() -> tuple[Statement, ...]:
    """The statements of the index."""
    return STATEMENTS
