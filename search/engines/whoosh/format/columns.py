"""Statements and turns → one row each in a handful of arrays; written beside the Whoosh index.

Whoosh's files are the truth: the arrays hold nothing that its stored fields do not, and only spare
a reader the walk through them when it opens. Rows of documents follow Whoosh's document numbers:
a head, then its turns. A code is a place in a list of texts; -1 stands for "none". A file holds
each column in the smallest type that its numbers fit into.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import numpy as np

from search.engines.numbers import TextNumbers
from search.records import Evidence, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from search.records import Statement

ARRAYS_NAME: Final = "columns.npz"
TEXTS_NAME: Final = "texts.json"
KINDS: Final = tuple(TurnKind)
EVIDENCES: Final = tuple(Evidence)
NONE: Final = -1
"""The code of a text that is missing, and the number, day or moment of what has none."""

_OF_STATEMENTS: Final = ("head", "number", "day", "minute", "year", "lang", "place", "indexed")
"""Columns with a row a statement."""


class CodeLists(NamedTuple):
    """For each statement a list of codes: of statement s `codes[starts[s] : starts[s + 1]]`."""

    starts: NDArray[np.int32]
    codes: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class CodedTexts:
    """The texts that codes stand for, in order of first sight."""

    ids: Sequence[str]
    speakers: Sequence[str]
    people: Sequence[str]
    roles: Sequence[str]
    langs: Sequence[str]
    places: Sequence[str]
    sections: Sequence[str]
    topics: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)  # arrays are not equal as a whole
class Columns:
    """The rows of an index."""

    # a row a document
    statement: NDArray[np.int32]
    paragraph: NDArray[np.int32]  # a turn's `n`; 0 for a head
    speaker: NDArray[np.int32]
    person: NDArray[np.int32]
    role: NDArray[np.int32]
    role_inferred: NDArray[np.int32]
    kind: NDArray[np.int32]
    evidence: NDArray[np.int32]
    words: NDArray[np.int32]  # how many a turn has; Whoosh's own length is rounded to a byte
    # a row a statement
    head: NDArray[np.int64]  # its document
    number: NDArray[np.int64]
    day: NDArray[np.int64]  # proleptic ordinal, as `date.toordinal`
    minute: NDArray[np.int64]  # of the day
    year: NDArray[np.int64]
    lang: NDArray[np.int64]
    place: NDArray[np.int64]
    indexed: NDArray[np.int64]  # seconds since 1970; the only column that documents do not hold
    section_starts: NDArray[np.int32]
    section_codes: NDArray[np.int32]
    topic_starts: NDArray[np.int32]
    topic_codes: NDArray[np.int32]
    texts: CodedTexts

    @property
    def sections(self) -> CodeLists:
        """Sections of statements."""
        return CodeLists(self.section_starts, self.section_codes)

    @property
    def topics(self) -> CodeLists:
        """Topics of statements."""
        return CodeLists(self.topic_starts, self.topic_codes)

    @property
    def is_turn(self) -> NDArray[np.bool_]:
        """Which documents are turns."""
        turns = np.ones(len(self.statement), np.bool_)
        turns[self.head] = False
        return turns

    def turn(self, document: int) -> Turn:
        """A turn without its text, its label and what else is printed of it."""
        texts = self.texts
        return Turn(
            int(self.paragraph[document]),
            (),
            KINDS[self.kind[document]],
            EVIDENCES[self.evidence[document]],
            speaker=_text(texts.speakers, self.speaker[document]),
            person=_text(texts.people, self.person[document]),
            role=_text(texts.roles, self.role[document]),
            role_inferred=_text(texts.roles, self.role_inferred[document]),
        )

    def turns_of(self, statement: int) -> range:
        """The documents of a statement's turns."""
        following = statement + 1 < len(self.head)
        end = self.head[statement + 1] if following else len(self.statement)
        return range(int(self.head[statement]) + 1, int(end))

    def write(self, folder: Path, prefix: str = "") -> None:
        """Write arrays and texts into `folder`, in files whose names begin with `prefix`."""
        names = (one.name for one in fields(self) if one.name != "texts")
        arrays: dict[str, Any] = {name: _smallest(getattr(self, name)) for name in names}
        np.savez(folder / f"{prefix}{ARRAYS_NAME}", **arrays)
        texts = {one.name: list(getattr(self.texts, one.name)) for one in fields(CodedTexts)}
        path = folder / f"{prefix}{TEXTS_NAME}"
        path.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")


def _text(texts: Sequence[str], code: np.int32) -> str | None:
    """The text that a code stands for."""
    return None if code == NONE else texts[int(code)]


def _smallest(numbers: NDArray[np.integer]) -> NDArray[np.signedinteger]:
    """The numbers in the smallest type that holds them all; it has a sign, for -1."""
    lowest, highest = int(numbers.min(initial=0)), int(numbers.max(initial=0))
    return numbers.astype(np.min_scalar_type(min(lowest, -1 - highest)))


def _kind(name: str) -> type[np.signedinteger]:
    """The type of a column that is read."""
    return np.int64 if name in _OF_STATEMENTS else np.int32


def read_columns(folder: Path, prefix: str = "") -> Columns:
    """The columns written in `folder` under `prefix`."""
    texts = msgspec.json.decode((folder / f"{prefix}{TEXTS_NAME}").read_bytes())
    with np.load(folder / f"{prefix}{ARRAYS_NAME}", allow_pickle=False) as arrays:
        given = {name: arrays[name].astype(_kind(name)) for name in arrays.files}
    return Columns(**given, texts=CodedTexts(**texts))


@dataclass(slots=True)
class ColumnsBuilder:
    """Collects rows as statements are written."""

    rows: list[tuple[int, ...]] = field(default_factory=list)
    heads: list[tuple[int, ...]] = field(default_factory=list)
    section_lists: list[list[int]] = field(default_factory=list)
    topic_lists: list[list[int]] = field(default_factory=list)
    codes: Mapping[str, TextNumbers] = field(
        default_factory=lambda: {one.name: TextNumbers() for one in fields(CodedTexts)}
    )

    def add(self, statement: Statement) -> None:
        """Take in a statement and its turns."""
        codes = self.codes
        number = codes["ids"][statement.id]
        self.heads.append(
            (
                len(self.rows),
                -1 if statement.number is None else statement.number,
                statement.date.toordinal() if statement.date else -1,
                -1 if statement.minute is None else statement.minute,
                statement.date.year if statement.date else -1,
                codes["langs"][statement.lang],
                codes["places"].optional(statement.place or None),
                int(statement.indexed.timestamp()) if statement.indexed else -1,
            )
        )
        sections, topics = dict.fromkeys(statement.sections), dict.fromkeys(statement.topics)
        self.section_lists.append([codes["sections"][text] for text in sections])
        self.topic_lists.append([codes["topics"][text] for text in topics])
        self.rows.append((number, 0, -1, -1, -1, -1, -1, -1))
        self.rows.extend(self._row(number, turn) for turn in statement.turns)

    def _row(self, number: int, turn: Turn) -> tuple[int, ...]:
        codes = self.codes
        return (
            number,
            turn.n,
            codes["speakers"].optional(turn.speaker),
            codes["people"].optional(turn.person),
            codes["roles"].optional(turn.role),
            codes["roles"].optional(turn.role_inferred),
            KINDS.index(turn.kind),
            EVIDENCES.index(turn.evidence),
        )

    def columns(self, words: NDArray[np.int32]) -> Columns:
        """The rows collected, as arrays; `words` are those of each document, see `Columns`."""
        by_document = np.array(self.rows, np.int32).reshape(-1, 8).T.copy()
        by_statement = np.array(self.heads, np.int64).reshape(-1, 8).T.copy()
        lists = (*_flat(self.section_lists), *_flat(self.topic_lists))
        names = [one.name for one in fields(Columns)]
        arrays = dict(zip(names, [*by_document, words, *by_statement, *lists], strict=False))
        texts = CodedTexts(**{name: list(codes) for name, codes in self.codes.items()})
        return Columns(**arrays, texts=texts)


def _flat(lists: Iterable[Sequence[int]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Lists → where each starts, and all of them one after the other."""
    given = list(lists)
    starts = np.cumsum([0, *map(len, given)]).astype(np.int32)
    return starts, np.array([code for codes in given for code in codes], np.int32)
