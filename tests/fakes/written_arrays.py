"""Texts → the file of arrays that a segment of them has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.engines.whoosh.format.posting_arrays import ArraysFile
from search.engines.whoosh.format.word_forms import WordForms
from search.engines.whoosh.format.word_numbers import FieldTexts, Pieces, sorted_terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def written(path: Path, texts: Sequence[str]) -> Path:
    """The arrays of a segment whose documents have these words as their bodies."""
    pieces, given = Pieces(), FieldTexts()
    for number, text in enumerate(texts):
        given.add(number, pieces, [text])
    halves = pieces.halves()
    stems, stem_of = pieces.stems()
    forms = WordForms(sorted_terms(pieces.words), sorted_terms(stems), stem_of, halves)
    with path.open("wb") as file:
        arrays = ArraysFile(file)
        arrays.write("body", "exact", forms.inverted(given.words(pieces)))
        arrays.close()
    return path
