"""A quotation as somebody writes it: what it leaves out, what it puts in."""

from __future__ import annotations

import pytest

from search.quotes.quotation import read_quotation


def words(text: str) -> list[str]:
    return [word.key for word in read_quotation(text).words]


@pytest.mark.parametrize("mark", ["…", "...", "[…]", "(…)", "[...]", "(...)", "<…>", ". . ."])
def test_every_sign_of_a_cut_is_read(mark: str) -> None:
    found = read_quotation(f"We shall not {mark} sell grain")
    assert [word.key for word in found.words] == ["we", "shall", "not", "sell", "grain"]
    assert found.cuts == (3,)
    assert found.pieces() == ((0, 3), (3, 5))


def test_a_cut_at_an_edge_leaves_nothing_out() -> None:
    assert read_quotation("…we shall not sell grain…").cuts == ()


def test_words_in_brackets_are_the_writers_own_and_can_be_read_as_words() -> None:
    found = read_quotation("We [the farmers] shall not … sell [any] grain")
    assert words("We [the farmers] shall not sell") == ["we", "shall", "not", "sell"]
    assert [(at, [word.key for word in its]) for at, its in found.inserted] == [
        (1, ["the", "farmers"]),
        (4, ["any"]),
    ]
    printed = found.as_words()
    assert [word.key for word in printed.words][:4] == ["we", "the", "farmers", "shall"]
    assert printed.cuts == (5,)
    assert found.bracketed() == {1, 2, 6}


def test_a_cut_before_words_in_brackets_is_one_before_them() -> None:
    found = read_quotation("We shall … [the farmers] sell grain … [any]")
    assert found.as_words().cuts == (2, 6)
