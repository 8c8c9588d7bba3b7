"""An index of many random statements, built once, for tests that look under the port."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from published import coverage_of, publish
from search.records import Coverage, Evidence, Statement, StatementId, Turn, TurnKind
from search.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from search.settings import Settings


VOCABULARY = tuple(f"{a}{b}{c}" for a in "bdg" for b in "aeiou" for c in ("ran", "tor", "лин"))
COMMON = ("the", "of", "not", "и", "the", "the")


@dataclass(frozen=True)
class Built:
    """A data folder with one generation, and what is in it."""

    settings: Settings
    folder: Path
    statements: tuple[Statement, ...]
    coverage: Coverage


def random_statements(count: int, seed: int) -> tuple[Statement, ...]:
    """Statements of words whose frequencies fall off as those of a language do."""
    some = Random(seed)
    weights = [1 / (n + 1) for n in range(len(VOCABULARY))]

    def text(longest: int) -> str:
        chosen = some.choices(VOCABULARY, weights, k=some.randint(0, longest))
        return " ".join(word if some.random() < 0.6 else some.choice(COMMON) for word in chosen)

    def turn(n: int) -> Turn:
        speaker = some.choice(("Anna Berg", "Ivan Petrov", "Мария Лунд"))
        return Turn(
            n,
            (text(60), text(some.choice((5, 400)))),
            TurnKind.SPEECH,
            Evidence.LABEL,
            label=f"Minister {speaker}",
            speaker=speaker,
            role="Minister",
        )

    return tuple(
        Statement(
            id=StatementId(f"en-{number}"),
            lang="en",
            number=number,
            title=text(8),
            lead=text(20),
            date=date(2000, 1, 1) + timedelta(days=some.randint(0, 7000)),
            place=some.choice(("Sund", None)),
            topics=tuple(some.sample(("Grain", "Sea", "Foreign policy, trade"), k=2)),
            turns=tuple(turn(2 * n + 1) for n in range(some.randint(0, 9))),
        )
        for number in range(1, count + 1)
    )


def build_index(data: Path, statements: tuple[Statement, ...]) -> Built:
    """Publish statements in the data folder."""
    settings = read_settings({"data": data}, {})
    folder = data / "generations" / publish(settings, *statements)
    return Built(settings, folder, statements, coverage_of(statements))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """150 statements, about 700 turns."""
    return build_index(tmp_path_factory.mktemp("built"), random_statements(150, seed=5))


@pytest.fixture
def built_of(tmp_path: Path) -> Callable[..., Built]:
    """Statements → a published index of them."""
    return lambda *statements: build_index(tmp_path, statements)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a data folder that keeps one generation beside the one that serves."""
    return read_settings({"data": tmp_path / "data", "keep_generations": 1}, {})
