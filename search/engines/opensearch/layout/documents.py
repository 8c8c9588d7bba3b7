"""A statement → its document in the cluster, in the fields that `mapping` defines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar

import orjson
from whoosh.util.numeric import byte_to_length, length_to_byte

from search import site_names
from search.analysis.tokenizer import folded
from search.engines.opensearch.layout.mapping import MOST_TOKEN_CHARS
from search.engines.opensearch.layout.vocabulary import Row, Vocabulary
from search.statement_json import statement_shape, turn_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from search.records import Statement, Turn

Document = dict[str, Any]
Key = TypeVar("Key")
_CACHED_VALUES: Final = 10_000  # names and offices come again and again


@dataclass(frozen=True, slots=True)
class StoredRows:
    """The words of a turn, in pieces between what the editors left out, and of its label."""

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
    """The words of a statement, place by place, as numbers of the vocabulary `known`."""

    title: Row
    lead: Row
    turns: tuple[StoredRows, ...]
    known: Vocabulary


def analysed(statement: Statement, known: Vocabulary | None = None) -> Analysis:
    """The words of a statement; statements that are counted together share a vocabulary."""
    known = Vocabulary() if known is None else known
    return Analysis(
        known.row(statement.title or ""),
        known.row(statement.lead or ""),
        tuple(
            StoredRows(tuple(turn_pieces(turn, known)), known.row(turn.label or ""))
            for turn in statement.turns
        ),
        known,
    )


def document(statement: Statement, analysis: Analysis) -> Document:
    """The document of a statement; what is unknown is left out."""
    head = statement_shape(replace(statement, turns=(), indexed=None))
    day = statement.date
    words = analysis.known
    said = chain.from_iterable(turn.words for turn in analysis.turns)
    labels = chain.from_iterable(dict.fromkeys(turn.label for turn in analysis.turns))
    values = {
        "id": statement.id,
        "lang": statement.lang,
        "number": statement.number,
        "day": day and day.toordinal(),
        "date": day and day.isoformat(),
        "year": day and str(day.year),
        "month": day and day.isoformat()[:7],
        "minute": statement.minute,
        "indexed": statement.indexed and int(statement.indexed.timestamp()),
        "place": _cut(site_names.value_key("place", statement.place)) if statement.place else None,
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
    """The nested documents that speakers and offices are counted by.

    Turns of one speaker in the same offices make a voice, and are its own. A choice of a facet
    whose turns lie in several voices gets one more, with copies of all of them. So all the words of
    a choice stand in one document, and every turn is own in one and may be counted there.
    """
    speakers = [speaker_key(turn) for turn in turns]
    roles = [role_keys(turn) for turn in turns]
    said_as = [[(speaker, frozenset(own))] for speaker, own in zip(speakers, roles, strict=True)]
    own_voices = set(_positions(said_as).values())
    choices: dict[tuple[int, ...], dict[str, list[str]]] = {at: {} for at in own_voices}
    for facet, keys in (("speaker", [[one] if one else [] for one in speakers]), ("role", roles)):
        for key, at in _positions(keys).items():
            choices.setdefault(at, {}).setdefault(facet, []).append(key)
    for at in sorted(choices):
        rows = [(position, turns[position], analysis.turns[position]) for position in at]
        said = chain.from_iterable(words.words for _, _, words in rows)
        yield {
            **choices[at],
            **_mentioned(said, analysis.known),
            "turns": [_turn(*row, analysis.known, own=at in own_voices) for row in rows],
        }


def _positions(keys: Sequence[Iterable[Key]]) -> dict[Key, tuple[int, ...]]:
    """For each key the positions of those that have it; `keys` are those of each position."""
    found: dict[Key, list[int]] = {}
    for position, own in enumerate(keys):
        for key in own:
            found.setdefault(key, []).append(position)
    return {key: tuple(positions) for key, positions in found.items()}


def _turn(
    position: int, turn: Turn, words: StoredRows, known: Vocabulary, *, own: bool
) -> Document:
    """A turn and its place among all; of a copy only what queries match."""
    matched = {
        "person": turn.person and _cut(turn.person),
        "speaker": value_key(turn.speaker) if turn.speaker else None,
    }
    shown = {
        "speaker_print": turn.speaker and _cut(turn.speaker),
        "role_print": turn.role and _cut(turn.role),
        "role_inferred_print": turn.role_inferred and _cut(turn.role_inferred),
        "words": len(words.words),
        "shape": orjson.dumps(turn_shape(turn)).decode(),
        "brief": orjson.dumps(
            {"n": turn.n, "at": position, "kind": turn.kind.value, "label": turn.label}
        ).decode(),
    }
    given = matched | shown if own else matched
    return {
        "n": turn.n,
        "own": own,
        "role": list(role_keys(turn)),
        "kind": turn.kind.value,
        "evidence": turn.evidence.value,
        "length": rounded_length(words.places),
        "label_length": rounded_length(len(words.label)),
        **{name: value for name, value in given.items() if value is not None},
        **_worded("body", "exact", words.pieces, known),
        **_worded("label", "label_exact", [words.label], known),
    }


def _listed(name: str, texts: Iterable[str]) -> Document:
    """Values of a statement, and how they are printed."""
    printed = list(dict.fromkeys(texts))
    return {
        name: list(dict.fromkeys(_cut(site_names.value_key(name, one)) for one in printed)),
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
    once = dict.fromkeys(known.with_halves(said))
    return {
        "any": " ".join(dict.fromkeys(known.stems[one] for one in once)),
        "any_exact": " ".join(known.words[one] for one in once),
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
