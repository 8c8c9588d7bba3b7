"""A statement → its head and turn documents, and back from what Whoosh stores of them."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from search.analysis.tokenizer import words
from search.engines.whoosh.format.schema import GAP
from search.statement_json import statement_read, statement_shape, turn_from, turn_shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search.records import Statement, Turn

_PARAGRAPH_BREAK: Final = "\n\n"


class Document(NamedTuple):
    """What goes into the index of one document, field by field.

    `texts` go by the field of their stems (`EXACT_OF` names the other one); between two pieces of
    one, None stands for words that the editors left out.
    """

    texts: Mapping[str, Sequence[str | None]]
    values: Mapping[str, Sequence[str]]
    stored: Mapping[str, Any]
    date: datetime | None = None


def documents(statement: Statement) -> Iterator[Document]:
    """The head of a statement, then its turns in order."""
    yield _head(statement)
    date = datetime.combine(statement.date, time()) if statement.date else None
    for turn in statement.turns:
        yield _turn(statement, turn, date)


def _head(statement: Statement) -> Document:
    shape = statement_shape(replace(statement, turns=(), indexed=None))
    named = {"id": statement.id, "statement": statement.id, "lang": statement.lang}
    return Document(
        texts={"title": (statement.title or "",), "lead": (statement.lead or "",)},
        values={
            **{name: (value,) for name, value in named.items()},
            "place": (statement.place,) if statement.place else (),
            "section": statement.sections,
            "topic": statement.topics,
            "persons": statement.persons,
            "geography": statement.geography,
        },
        stored=_alike({**named, "title": statement.title or "", "head": _json(shape)}),
    )


def _turn(statement: Statement, turn: Turn, date: datetime | None) -> Document:
    given = {
        "id": statement.turn_id(turn),
        "statement": statement.id,
        "lang": statement.lang,
        "speaker": turn.speaker,
        "person": turn.person,
        "role": turn.role,
        "role_inferred": turn.role_inferred,
        "kind": turn.kind.value,
        "evidence": turn.evidence.value,
    }
    named = {name: value for name, value in given.items() if value}
    shape = turn_shape(turn)
    shape["paragraphs"] = [len(paragraph) for paragraph in turn.paragraphs]
    stored = {**named, "body": _PARAGRAPH_BREAK.join(turn.paragraphs), "turn": _json(shape)}
    return Document(
        texts={"body": _with_gaps(turn), "label": (turn.label or "",)},
        values={name: (value,) for name, value in named.items()},
        stored=_alike(stored) if date is None else {**_alike(stored), "date": date},
        date=date,
    )


def _with_gaps(turn: Turn) -> Sequence[str | None]:
    """A turn's paragraphs, with a gap for every mark between two of them."""
    if not turn.marks:
        return turn.paragraphs
    marked = {mark.after for mark in turn.marks}
    last = len(turn.paragraphs) - 1
    pieces: list[str | None] = []
    for position, paragraph in enumerate(turn.paragraphs):
        pieces.append(paragraph)
        if position in marked and position < last:
            pieces.append(None)
    return pieces


def words_and_gaps(turn: Turn) -> list[str]:
    """The folded words of a turn, `GAP` where the editors left some out."""
    return [word for text in _with_gaps(turn) for word in ((GAP,) if text is None else words(text))]


def _alike(stored: dict[str, str]) -> dict[str, str]:
    """The same with equal texts made one object, as a pickle's bytes tell whether they are."""
    return {name: sys.intern(text) for name, text in stored.items()}


def stored_head(stored: Mapping[str, Any], indexed: datetime | None = None) -> Statement:
    """The statement of a head document, its turns left out; `indexed` as it is to be told."""
    return statement_read(stored["head"], indexed)


def stored_turn(stored: Mapping[str, Any]) -> Turn:
    """The turn of a turn document."""
    shape = msgspec.json.decode(stored["turn"])
    body: str = stored["body"]
    paragraphs: list[str] = []
    start, step = 0, len(_PARAGRAPH_BREAK)
    for length in shape["paragraphs"]:
        end = start + length
        paragraphs.append(body[start:end])
        start = end + step
    shape["paragraphs"] = paragraphs
    return turn_from(shape)


def _json(shape: Mapping[str, Any]) -> str:
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
