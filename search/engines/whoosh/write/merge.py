"""Pieces of segments → what a whole generation keeps beside them: its columns and its lexicon."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from search.engines.numbers import TextNumbers
from search.engines.whoosh.format.columns import CodedTexts, Columns
from search.engines.whoosh.format.merged_dictionary import DICTIONARY_NAME, MergedDictionary
from search.engines.whoosh.format.schema import EXACT_WORDS, GAP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[Any]

# which texts the codes of a column stand for
_CODED: Final = {
    "speaker": "speakers",
    "person": "people",
    "role": "roles",
    "role_inferred": "roles",
    "lang": "langs",
    "place": "places",
    "section_codes": "sections",
    "topic_codes": "topics",
}
_STARTS: Final = {"section_starts": "section_codes", "topic_starts": "topic_codes"}


def joined_columns(pieces: Sequence[Columns], indexed: Sequence[datetime | None]) -> Columns:
    """The columns of all segments, one after the other; `indexed` the moment of each statement."""
    codes = {one.name: TextNumbers() for one in fields(CodedTexts)}
    arrays: dict[str, list[Array]] = {one.name: [] for one in fields(Columns)}
    before = Counter[str]()
    for piece in pieces:
        for name, rows in _shifted(piece, _tables(piece.texts, codes), before).items():
            arrays[name].append(rows)
        before.update(documents=len(piece.statement), statements=len(piece.head))
        before.update({name: len(getattr(piece, name)) for name in _STARTS.values()})
    whole = {name: np.concatenate(rows) for name, rows in arrays.items() if rows}
    for name, listed in _STARTS.items():
        whole[name] = np.append(whole[name], before[listed]).astype(np.int32)
    whole["indexed"] = np.array([-1 if one is None else int(one.timestamp()) for one in indexed])
    return Columns(
        **whole, texts=CodedTexts(**{name: list(known) for name, known in codes.items()})
    )


def _tables(texts: CodedTexts, codes: Mapping[str, TextNumbers]) -> Mapping[str, Array]:
    """For each list of texts the codes they have in the whole; a last -1 that the code -1 finds."""
    return {
        name: np.array([*(known[text] for text in getattr(texts, name)), -1])
        for name, known in codes.items()
    }


def _shifted(
    piece: Columns, tables: Mapping[str, Array], before: Mapping[str, int]
) -> dict[str, Array]:
    """A piece's arrays as they stand in the whole; `before` counts the rows of earlier pieces."""
    shifted: dict[str, Array] = {}
    for one in fields(Columns):
        if one.name in ("texts", "indexed"):
            continue
        rows: Array = getattr(piece, one.name)
        if one.name in _CODED:
            shifted[one.name] = tables[_CODED[one.name]][rows].astype(rows.dtype)
        elif one.name in _STARTS:
            shifted[one.name] = rows[:-1] + before[_STARTS[one.name]]
        elif one.name == "head":
            shifted[one.name] = rows + before["documents"]
        elif one.name == "statement":
            shifted[one.name] = (rows + before["statements"]).astype(rows.dtype)
        else:
            shifted[one.name] = rows
    return shifted


def joined_lexicon(folder: Path) -> dict[str, int]:
    """Every folded word of the exact fields with the number of places that hold it, sorted.

    Taken from the dictionary of the generation.
    """
    counts: Counter[str] = Counter()
    with closing(MergedDictionary(folder / DICTIONARY_NAME)) as dictionary:
        for field in EXACT_WORDS:
            if field in dictionary.fields:
                own = dictionary.fields[field]
                counts.update(dict(zip(own.words(), own.holders().tolist(), strict=True)))
    del counts[GAP]
    return dict(sorted(counts.items()))
