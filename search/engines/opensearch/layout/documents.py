"""A statement → the document that the cluster holds of it (`mapping` tells of what kind)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import orjson
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.analysis.tokenizer import folded
from search.engines.opensearch.layout.mapping import MOST_TOKEN_CHARS
from search.engines.opensearch.layout.vocabulary import Row, Vocabulary
from search.statement_json import statement_shape, turn_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from search.records import Statement, Turn

Document = dict[str, Any]
_CACHED_VALUES: Final = 10_000  # names and offices come again and again
_CLOCK: Final = re.compile("([0-9]{1,2}):([0-9]{2})")


@dataclass(frozen=True, slots=True)
class TurnWords:
    """The words of a turn: pieces between what the editors left out, and those of its label."""

    pieces: tuple[Row, ...]
    label: Row

    @property
    def words(self) -> Row:
        """The words of all pieces."""
        if len(self.pieces) == 1:
            return self.pieces[0]
        return tuple(chain.from_iterable(self.pieces))

    @property
    def places(self) -> int:
        """How many words and gaps between pieces there are."""
        return sum(map(len, self.pieces)) + len(self.pieces) - 1


@dataclass(frozen=True, slots=True)
class Analysis:
    """The words of a statement, place by place, and what their numbers stand for."""

    title: Row
    lead: Row
    turns: tuple[TurnWords, ...]
    known: Vocabulary


def analysed(statement: Statement, known: Vocabulary | None = None) -> Analysis:
    """The words of a statement; `known` is what was met in others."""
    known = Vocabulary() if known is None else known
    return Analysis(
        known.row(statement.title),
        known.row(statement.lead or ""),
        tuple(
            TurnWords(tuple(turn_pieces(turn, known)), known.row(turn.label or ""))
            for turn in statement.turns
        ),
        known,
    )


def document(statement: Statement, analysis: Analysis) -> Document:
    """The document of a statement; what is unknown is left out."""
    head = statement_shape(replace(statement, turns=(), indexed=None))
    day = statement.date
    words = analysis.known
    said = chain.from_iterable(its.words for its in analysis.turns)
    labels = chain.from_iterable(dict.fromkeys(its.label for its in analysis.turns))
    values = {
        "id": statement.id,
        "lang": statement.lang,
        "number": statement.number,
        "day": day and day.toordinal(),
        "date": day and day.isoformat(),
        "year": day and str(day.year),
        "month": day and day.isoformat()[:7],
        "minute": _minute(statement.time),
        "indexed": statement.indexed and int(statement.indexed.timestamp()),
        "place": value_key(statement.place) if statement.place else None,
        "place_print": _cut(statement.place or "") or None,
    }
    return {
        **{name: value for name, value in values.items() if value is not None},
        **_listed("section", statement.sections),
        **_listed("topic", statement.topics),
        **_worded("title", "title_exact", [analysis.title], words),
        **_worded("lead", "lead_exact", [analysis.lead], words),
        **_mentioned(chain(analysis.title, analysis.lead, said, labels), words),
        "title_length": rounded_length(len(analysis.title)),
        "lead_length": rounded_length(len(analysis.lead)),
        "head": {"shape": head},
        "voices": list(_voices(statement.turns, analysis)),
    }


def speaker_key(turn: Turn) -> str | None:
    """The choice of the speaker facet that a turn is of: a person, else a printed name."""
    if turn.person:
        return person_key(turn.person)
    return name_key(turn.speaker) if turn.speaker else None


def person_key(person: str) -> str:
    """The choice that is a person."""
    return _cut(f"p:{person}")


def name_key(speaker: str) -> str:
    """The choice that is a printed name."""
    return _cut(f"n:{value_key(speaker)}")


@lru_cache(maxsize=_CACHED_VALUES)
def value_key(text: str) -> str:
    """What is equal for values that read alike."""
    return _cut(folded(text))


def role_keys(turn: Turn) -> tuple[str, ...]:
    """The choices of the role facet that a turn is of: printed and inferred offices alike."""
    given = (turn.role, turn.role_inferred)
    return tuple(dict.fromkeys(value_key(role) for role in given if role is not None))


def rounded_length(words: int) -> int:
    """A number of words as Whoosh keeps it, in one byte; scores are made from it."""
    return int(byte_to_length(length_to_byte(words)))


def _voices(turns: Sequence[Turn], analysis: Analysis) -> Iterator[Document]:
    """The turns as choices of facets have them, each turn once as its own and else as a copy.

    Turns of one speaker in one office make a voice. A speaker, or an office, whose turns are
    spread over several voices gets a voice more, which holds copies of them all: so that all the
    words of a choice stand in one document.
    """
    keys = [(speaker_key(turn), role_keys(turn)) for turn in turns]
    voices: dict[tuple[object, ...], list[int]] = {}
    for position, (speaker, roles) in enumerate(keys):
        voices.setdefault((speaker, frozenset(roles)), []).append(position)
    own = {tuple(positions) for positions in voices.values()}
    choices: dict[tuple[int, ...], dict[str, list[str]]] = {positions: {} for positions in own}
    for name, listed in (
        ("speaker", [[key] if key else [] for key, _ in keys]),
        ("role", [roles for _, roles in keys]),
    ):
        for key in dict.fromkeys(chain.from_iterable(listed)):
            positions = tuple(at for at, its in enumerate(listed) if key in its)
            choices.setdefault(positions, {}).setdefault(name, []).append(key)
    for positions in sorted(choices):
        rows = [(turns[at], analysis.turns[at]) for at in positions]
        yield {
            **choices[positions],
            **_mentioned(chain.from_iterable(its.words for _, its in rows), analysis.known),
            "turns": [_turn(turn, its, analysis.known, own=positions in own) for turn, its in rows],
        }


def _turn(turn: Turn, its: TurnWords, known: Vocabulary, *, own: bool) -> Document:
    """A turn; of a copy only what a query looks at."""
    looked_at = {
        "person": turn.person and _cut(turn.person),
        "speaker": value_key(turn.speaker) if turn.speaker else None,
    }
    shown = {
        "speaker_print": turn.speaker and _cut(turn.speaker),
        "role_print": turn.role and _cut(turn.role),
        "role_inferred_print": turn.role_inferred and _cut(turn.role_inferred),
        "words": len(its.words),
        "shape": orjson.dumps(turn_shape(turn)).decode(),
    }
    given = looked_at | shown if own else looked_at
    return {
        "n": turn.n,
        "own": own,
        "role": list(role_keys(turn)),
        "kind": turn.kind.value,
        "evidence": turn.evidence.value,
        "length": rounded_length(its.places),
        "label_length": rounded_length(len(its.label)),
        **{name: value for name, value in given.items() if value is not None},
        **_worded("body", "exact", its.pieces, known),
        **_worded("label", "label_exact", [its.label], known),
    }


def _listed(name: str, texts: Iterable[str]) -> Document:
    """Values of a statement, and how they are printed."""
    printed = list(dict.fromkeys(texts))
    return {
        name: list(dict.fromkeys(map(value_key, printed))),
        f"{name}_print": list(map(_cut, printed)),
    }


def _worded(stemmed: str, exact: str, rows: Sequence[Row], known: Vocabulary) -> Document:
    """Words in order, as stems and as written, a gap between rows."""
    return {
        stemmed: [" ".join(known.stemmed(row)) for row in rows],
        exact: [" ".join(known.written(row)) for row in rows],
    }


def _mentioned(said: Iterable[int], known: Vocabulary) -> Document:
    """Words, each once, as stems and as written."""
    once = dict.fromkeys(said)
    return {
        "any": " ".join(dict.fromkeys(known.stemmed(once))),
        "any_exact": " ".join(known.written(once)),
    }


def turn_pieces(turn: Turn, known: Vocabulary) -> Iterator[Row]:
    """The words of a turn, cut where a mark stands between two of its paragraphs."""
    marked = {mark.after for mark in turn.marks}
    last = len(turn.paragraphs) - 1
    piece: Row = ()
    for position, paragraph in enumerate(turn.paragraphs):
        piece += known.row(paragraph)
        if position in marked and position < last:
            yield piece
            piece = ()
    yield piece


def _cut(text: str) -> str:
    return text[:MOST_TOKEN_CHARS]


def _minute(clock: str | None) -> int | None:
    """`HH:MM` as minutes of the day; None when it is no clock time."""
    match = _CLOCK.fullmatch(clock or "")
    return int(match[1]) * 60 + int(match[2]) if match else None
