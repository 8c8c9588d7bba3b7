"""Two texts of one statement, told apart word by word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from search.store.text_diff import Change, LineKind, difference, lines, pieces

GONE, COME, SAME = Change.DELETED, Change.INSERTED, Change.SAME


def said(n: int, label: str, *paragraphs: str) -> Turn:
    """A turn of an invented minister."""
    return Turn(n, paragraphs, TurnKind.SPEECH, Evidence.LABEL, label=label, speaker=label)


OLD = Statement(
    StatementId("en-90001"),
    "en",
    "Talks on the river",
    (
        said(1, "Irena Dovast", "We will not sell the river.", "It is ours."),
        said(4, "Bo Tam", "So."),
    ),
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We will not go.", "We will go.", [(SAME, "We will "), (GONE, "not "), (SAME, "go.")]),
        ("ten boats", "two boats", [(GONE, "ten"), (COME, "two"), (SAME, " boats")]),
        (
            "the old red boat",
            "the new blue boat",
            [(SAME, "the "), (GONE, "old red"), (COME, "new blue"), (SAME, " boat")],
        ),
        ("", "All new", [(COME, "All new")]),
        ("Так и есть", "Так не есть", [(SAME, "Так "), (GONE, "и"), (COME, "не"), (SAME, " есть")]),
    ],
)
def test_texts_are_told_apart_word_by_word(
    old: str, new: str, expected: list[tuple[Change, str]]
) -> None:
    assert [tuple(piece) for piece in pieces(old, new)] == expected


@given(st.text("ab .не", max_size=40), st.text("ab .не", max_size=40))
def test_nothing_is_lost_and_nothing_added(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(text for fate, text in found if fate is not COME) == old
    assert "".join(text for fate, text in found if fate is not GONE) == new


def test_a_text_too_long_for_words_is_told_apart_by_sentences() -> None:
    long = " ".join(f"Sentence {n} of the treaty says it." for n in range(3_000))
    changed = long.replace("Sentence 1500 of", "Sentence 1500 not of")
    found = pieces(long, changed)
    assert [piece for piece in found if piece.change is not SAME] == [(COME, "not ")]
    assert "".join(piece.text for piece in found) == changed


def test_a_change_of_speaker_stands_in_a_row_of_its_own() -> None:
    new = replace(OLD, turns=(OLD.turns[0], replace(OLD.turns[1], label="Bo Tamm")))
    found = difference(OLD, new)
    assert [(row.part, row.change, row.n) for row in found.rows if row.change is not SAME] == [
        (LineKind.LABEL, None, 4)
    ]
    assert (found.deleted, found.inserted, found.changed) == (1, 1, 1)


def test_a_lost_not_is_counted_and_marked() -> None:
    first = replace(OLD.turns[0], paragraphs=("We will sell the river.", "It is ours."))
    found = difference(OLD, replace(OLD, turns=(first, OLD.turns[1])))
    assert [row.pieces for row in found.rows if row.change is None] == [
        ((SAME, "We will "), (GONE, "not "), (SAME, "sell the river."))
    ]
    assert (found.deleted, found.inserted) == (1, 0)


def test_paragraphs_that_have_little_in_common_are_one_gone_and_one_come() -> None:
    first = replace(OLD.turns[0], paragraphs=("Boats sail at dawn tomorrow.", "It is ours."))
    found = difference(OLD, replace(OLD, turns=(first, OLD.turns[1])))
    assert [row.change for row in found.rows if row.change is not SAME] == [COME, GONE]


@given(st.lists(st.sampled_from(["a b.", "a c.", "d", "не d", "e f g"]), max_size=8), st.data())
def test_rows_hold_every_line_of_both_texts(old: list[str], data: st.DataObject) -> None:
    new = data.draw(st.lists(st.sampled_from(["a b.", "a c.", "d", "h", "e g"]), max_size=8))
    both = [replace(OLD, turns=(said(1, "Bo", *some),)) for some in (old, new)]
    rows = difference(*both).rows
    for statement, other in zip(both, (COME, GONE), strict=True):
        kept = ["".join(p.text for p in row.pieces if p.change is not other) for row in rows]
        assert sorted(filter(None, kept)) == sorted(line.text for line in lines(statement))
