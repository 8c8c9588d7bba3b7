"""Invented statements on disk, long and short, in two languages, for an assistant to ask about."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from published import publish
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
from search.text_version import text_version

if TYPE_CHECKING:
    from search.settings import Settings

ENGLISH = (
    "the treaty on lake Orm will not wait for harvest and the railway of Highmark is open while"
    " ministers weigh grain prices harbour dues winter roads and twelve new bridges"
)
RUSSIAN = (
    "договор по озеру Орм не будет ждать ещё одной зимы а железная дорога открыта и министры"
    " обсуждают цены на зерно новые мосты и гавань"
)
WORDS = {"en": ENGLISH.split(), "ru": RUSSIAN.split()}
SPEAKERS = (("Ilya Tarn", "President of Averna"), ("Mara Oskel", "Minister of Waters"))


def sentence(draw: random.Random, lang: str, words: int) -> str:
    """Words in any order: no two paragraphs are alike."""
    text = " ".join(draw.choice(WORDS[lang]) for _ in range(words))
    return f"{text.capitalize()}, {draw.randint(2, 999_999):,}."


def statement(draw: random.Random, number: int) -> Statement:
    """One of every voice; every ninth with a very long paragraph."""
    lang = "ru" if number % 4 == 3 else "en"
    turns = [Turn(1, (sentence(draw, lang, 9),), TurnKind.NARRATIVE, Evidence.NONE)]
    ordinal = 2
    for at in range(draw.randint(2, 6)):
        long = number % 9 == 0 and at == 1
        sizes = [4_000] if long else [draw.randint(5, 60) for _ in range(draw.randint(1, 4))]
        paragraphs = tuple(sentence(draw, lang, many) for many in sizes)
        name, role = SPEAKERS[at % 2]
        turn = Turn(
            ordinal,
            paragraphs,
            TurnKind.SPEECH,
            Evidence.LABEL,
            label=f"{role} {name}",
            speaker=name,
            person=name.lower().replace(" ", "-"),
            role=role,
            qualifiers=("retranslated",) if at == 2 else (),
            marks=(Mark(0, MarkKind.ABRIDGED, "<…>"),) if at == 3 and len(paragraphs) > 1 else (),
            ordinals=tuple(range(ordinal, ordinal + len(paragraphs))),
        )
        turns.append(turn)
        ordinal += len(paragraphs) + 1
    asked = Turn(
        ordinal, (sentence(draw, lang, 7),), TurnKind.ANONYMOUS, Evidence.LABEL, "Question"
    )
    made = Statement(
        StatementId(f"{lang}-{number}"),
        lang,
        f"Meeting {number} on {draw.choice(WORDS['en'])}",
        (*turns, asked),
        number=number,
        date=date(2012, 1, 1) + timedelta(days=17 * number),
        place="Port Averna",
        abridged=number % 5 == 0,
        publisher="office.averna.example" if number % 7 == 0 else None,
    )
    return replace(made, version=text_version(made))


@pytest.fixture(scope="session")
def statements() -> tuple[Statement, ...]:
    draw = random.Random(22)
    return tuple(statement(draw, number) for number in range(1, 61))


@pytest.fixture(scope="session")
def settings(
    tmp_path_factory: pytest.TempPathFactory, statements: tuple[Statement, ...]
) -> Settings:
    """A data folder that holds them."""
    settings = read_settings({"data": tmp_path_factory.mktemp("data")}, environ={})
    days = [one.date for one in statements if one.date]
    turns = sum(len(one.turns) for one in statements)
    coverage = Coverage(60, turns, min(days), max(days), 0, 12, 0, {"en": 45, "ru": 15})
    publish(settings, *statements, coverage=coverage)
    return settings
