"""Queries longer, deeper and stranger than people write: cut, told, and read quickly."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.query import Phrase

from drawn_trees import TODAY, drawn
from search.query.grammar import (
    MOST_CHARS,
    MOST_DEPTH,
    MOST_ITEMS,
    MOST_PATTERNS,
    MOST_PHRASE_WORDS,
    within_limits,
)
from search.query.parser import parse


def test_a_query_that_is_too_long_is_cut_where_a_word_ends() -> None:
    parsed = parse("“grain " + "x" * 9_000 + " " + "y" * 9_000 + "”", TODAY)
    assert "text:y" not in drawn(parsed.tree)
    assert any(f"{MOST_CHARS:,} characters" in sentence for sentence in parsed.dropped)


@pytest.mark.parametrize(
    "written", ['"{}', "nosuch:{}", "*{}", "{}~9", "kind:{}", "date:{}", "€{}*"]
)
def test_what_is_told_stays_readable_however_long_the_word(written: str) -> None:
    parsed = parse(written.format("x" * 5_000), TODAY)
    assert all(len(sentence) < 400 for sentence in parsed.dropped)


@pytest.mark.parametrize(("sign", "closed"), [("«", "»"), ("“", "“"), ('"', '"')])
def test_a_quotation_that_is_cut_is_searched_as_the_quotation_it_is(sign: str, closed: str) -> None:
    parsed = parse(sign + "we shall " * 400 + closed, TODAY)
    assert isinstance(parsed.tree, Phrase)
    assert len(parsed.dropped) == 1
    assert parsed.dropped[0].startswith("The query is longer than")


def test_what_is_kept_of_a_query_is_kept_again() -> None:
    for written in ("grain " * 1_000, "«grain " * 1_000, "x" * 9_000, '"' + "x" * 9_000):
        kept = within_limits(written)
        assert len(kept) <= MOST_CHARS
        assert within_limits(kept) == kept


def test_patterns_beyond_the_most_are_left_out_and_told() -> None:
    parsed = parse(" ".join(f"w{n}*" for n in range(MOST_PATTERNS + 3)) + " grain", TODAY)
    assert len(parsed.tree.subqueries) == MOST_PATTERNS + 1
    assert any("3 more were left out" in sentence for sentence in parsed.dropped)


def test_a_row_of_too_many_patterns_is_left_out_whole() -> None:
    parsed = parse("grain " + "-".join(f"w{n}*" for n in range(MOST_PATTERNS + 1)), TODAY)
    assert drawn(parsed.tree) == "text:grain"
    assert any("1 more" in sentence for sentence in parsed.dropped)


def test_a_query_of_too_many_words_is_cut_and_told() -> None:
    parsed = parse(" ".join(f"w{n}" for n in range(MOST_ITEMS + 7)), TODAY)
    assert len(parsed.tree.subqueries) == MOST_ITEMS
    assert any("7 more were left out" in sentence for sentence in parsed.dropped)


def test_a_phrase_of_too_many_words_is_cut_and_told() -> None:
    parsed = parse('"' + "no " * (MOST_PHRASE_WORDS + 1) + '"', TODAY)
    assert len(parsed.tree.words) == MOST_PHRASE_WORDS
    assert any("the first" in sentence for sentence in parsed.dropped)


def test_brackets_too_deep_are_told_and_their_words_kept() -> None:
    deep = MOST_DEPTH + 5
    parsed = parse("(" * deep + "a OR b" + ")" * deep, TODAY)
    assert drawn(parsed.tree) == "|(text:a text:b)"
    assert any("deep" in sentence for sentence in parsed.dropped)


SYNTAX = st.sampled_from(
    [
        *("AND", "OR", "NOT", "-", "(", ")", '"', "“", "”", "«", "»", "*", "?", "~", "~2", ":"),
        *("speaker:", "date:", "year:", "title:", "kind:", "..", ">=", "2012", "grain", "мир"),
        *(" ", " ", " ", "\u00a0", "\u0301", "\x00", "=", "'", "’", "−", "ß", "İ", "😀"),
    ]
)


@given(st.lists(SYNTAX, max_size=40).map("".join) | st.text(max_size=200))
def test_no_string_raises_and_each_means_one_thing(text: str) -> None:
    parsed = parse(text, TODAY)
    assert parse(text, TODAY) == parsed
    assert len(set(parsed.dropped)) == len(parsed.dropped)
    assert drawn(parsed.tree)


@pytest.mark.parametrize(
    "unit", ["(", ")", '"', "NOT ", "-", "OR ", "speaker:", "date:", "a*", "a~ ", "1."]
)
def test_ten_thousand_characters_of_syntax_are_read_quickly(unit: str) -> None:
    started = time.process_time()
    parse(unit * (MOST_CHARS // len(unit)), TODAY)
    assert time.process_time() - started < 2.0
