"""A statement → its head and turn documents, and back from what Whoosh stores of them."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from search.engines.whoosh.schema import GAP
from search.shapes import statement_from, statement_shape, turn_from, turn_shape
from search.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search.records import Statement, Turn

_PARAGRAPH_BREAK: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class Document:
    """What goes into the index of one document, field by field, analysed."""

    words: Mapping[str, Sequence[str]]
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
    title, lead = words(statement.title), words(statement.lead or "")
    shape = statement_shape(replace(statement, turns=(), indexed=None))
    named = {"id": statement.id, "statement": statement.id, "lang": statement.lang}
    return Document(
        words={
            "title": [stem(word) for word in title],
            "title_exact": title,
            "lead": [stem(word) for word in lead],
            "lead_exact": lead,
        },
        values={
            **{name: (value,) for name, value in named.items()},
            "place": (statement.place,) if statement.place else (),
            "section": statement.sections,
            "topic": statement.topics,
            "persons": statement.persons,
            "geography": statement.geography,
        },
        stored=_alike({**named, "title": statement.title, "head": _json(shape)}),
    )


def _turn(statement: Statement, turn: Turn, date: datetime | None) -> Document:
    row = list(body_words(turn))
    label = words(turn.label or "")
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
        words={
            "body": [stem(word) for word in row],
            "exact": row,
            "label": [stem(word) for word in label],
            "label_exact": label,
        },
        values={name: (value,) for name, value in named.items()},
        stored=_alike(stored) if date is None else {**_alike(stored), "date": date},
        date=date,
    )


def body_words(turn: Turn) -> Iterator[str]:
    """The folded words of a turn, with a gap for every mark between two of its paragraphs."""
    marked = {mark.after for mark in turn.marks}
    last = len(turn.paragraphs) - 1
    for position, paragraph in enumerate(turn.paragraphs):
        yield from words(paragraph)
        if position in marked and position < last:
            yield GAP


def spoken_words(turn: Document) -> int:
    """How many words a turn document has, gaps left out."""
    row = turn.words["exact"]
    return len(row) - row.count(GAP)


def _alike(stored: dict[str, str]) -> dict[str, str]:
    """The same with equal texts made one object, as a pickle's bytes tell whether they are."""
    return {name: sys.intern(text) for name, text in stored.items()}


def stored_head(stored: Mapping[str, Any]) -> Statement:
    """The statement of a head document, its turns left out."""
    return statement_from(json.loads(stored["head"]))


def stored_turn(stored: Mapping[str, Any]) -> Turn:
    """The turn of a turn document."""
    shape = json.loads(stored["turn"])
    lengths: list[int] = shape["paragraphs"]
    step = len(_PARAGRAPH_BREAK)
    starts = accumulate((length + step for length in lengths[:-1]), initial=0)
    body: str = stored["body"]
    shape["paragraphs"] = [
        body[start : start + length] for start, length in zip(starts, lengths, strict=False)
    ]
    return turn_from(shape)


def _json(shape: Mapping[str, Any]) -> str:
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
