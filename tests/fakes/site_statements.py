"""The statements of the invented index behind the site, and an engine over them in memory."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from search.engines.reference import ReferenceEngine
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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.engine import SearchEngine

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
