"""Words looked up by the piece are the words that the tokenizer gives."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.tokenizer import stem, words
from search.engines.whoosh.format.schema import GAP
from search.engines.whoosh.format.word_numbers import FieldTexts, Pieces, sorted_terms

ODD = "аёЁй’ʼ'`´\u0301\u00ad\u200b\u2060\ufeff\u00a0\u2009\x1c-–—_.,!?()«»“”&@0123456789ßİǰﬁ…\0"
texts = st.lists(st.text(st.one_of(st.sampled_from(ODD + "abcdeXYZ \n"), st.characters())))


def numbered(documents: list[list[str | None]]) -> list[list[str]]:
    """The words of each document, by way of numbers."""
    pieces, field = Pieces(), FieldTexts()
    for number, given_texts in enumerate(documents):
        field.add(number, pieces, given_texts)
    found = field.words(pieces)
    known = list(pieces.words)
    flat = [known[number] for number in found.numbers.tolist()]
    rows: list[list[str]] = [[] for _ in documents]
    for document, length in zip(found.documents.tolist(), found.lengths.tolist(), strict=True):
        rows[document], flat = flat[:length], flat[length:]
    assert flat == []
    assert found.per_document(len(documents)).tolist() == [len(row) for row in rows]
    return rows


@given(st.lists(texts))
def test_numbers_stand_for_the_words_of_each_document(documents: list[list[str]]) -> None:
    expected = [[word for text in document for word in words(text)] for document in documents]
    assert numbered([list(document) for document in documents]) == expected


def test_no_character_of_a_word_is_white_space() -> None:
    spaces = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()]
    assert len(spaces) > 20
    assert [space for space in spaces if words(f"a{space}b") != ["a", "b"]] == []


@pytest.mark.parametrize("mark", '()[],.;:!?"“”«»')
def test_a_mark_at_the_edge_of_a_piece_is_no_part_of_the_word(mark: str) -> None:
    assert words(f"{mark}word{mark}") == ["word"]
    assert numbered([[f"{mark}Word{mark} {mark} a{mark}b"]]) == [["word", "a", "b"]]


def test_a_gap_is_a_word_of_its_own_that_no_text_has() -> None:
    assert numbered([["We will", None, "not … wait"]]) == [["we", "will", GAP, "not", "wait"]]


def test_a_gap_is_counted_apart() -> None:
    pieces, field = Pieces(), FieldTexts()
    field.add(0, pieces, ["a b", None, "c", None, "d"])
    field.add(3, pieces, ["a"])
    found = field.words(pieces)
    assert found.times(pieces.words.get(GAP), 5).tolist() == [2, 0, 0, 0, 0]
    assert found.times(None, 5).tolist() == [0, 0, 0, 0, 0]


def test_stems_go_by_the_words_they_are_of() -> None:
    pieces = Pieces()
    FieldTexts().add(0, pieces, ["Boats boat boating лодки лодка"])
    stems, stem_of = pieces.stems()
    names = list(stems)
    assert [names[number] for number in stem_of] == [stem(word) for word in pieces.words]


def test_terms_stand_in_the_order_of_their_bytes() -> None:
    terms = sorted_terms(["б", "a", "я", "z", "é"])
    assert terms.names == sorted(terms.names)
    assert np.argsort(terms.ranks).tolist() == [1, 3, 4, 0, 2]
