"""Words looked up in the bytes of a written lexicon, against the lexicon made of them all."""

from __future__ import annotations

import json
from random import Random

import pytest

from search.analysis.lexicon import Lexicon
from search.engines.whoosh.read.written_lexicon import WrittenLexicon

LETTERS = "abyz09'яёй日𝔸"


def some_words(seed: int, most: int) -> list[str]:
    some = Random(seed)
    made = {"".join(some.choices(LETTERS, k=some.randint(1, 6))) for _ in range(most)}
    return sorted(made)


def both(words: list[str]) -> tuple[WrittenLexicon, Lexicon]:
    """As a writer of generations leaves it, and made of the same."""
    counts = [at * at % 977 + 1 for at in range(len(words))]
    written = json.dumps(dict(zip(words, counts, strict=True)), ensure_ascii=False)
    return WrittenLexicon(written.encode()), Lexicon(words, counts)


@pytest.mark.parametrize("most", [0, 1, 2, 3, 500])
def test_every_word_and_no_other_is_found(most: int) -> None:
    words = some_words(most, most)
    written, made = both(words)
    others = [*some_words(most + 1, 500), "", "\U0010ffff", '"', ",", "\ud800", "a\0"]
    for word in (*words, *others):
        fresh, _ = both(words)
        assert fresh.count(word) == made.count(word), word
        assert "_columns" not in vars(fresh)
        assert (word in written) == (word in made)


@pytest.mark.parametrize("most", [0, 1, 500])
def test_words_that_begin_alike_are_found_all(most: int) -> None:
    written, made = both(some_words(most, most))
    for prefix in ("", *LETTERS, "ab", "я0", "zzzz", "\U0010ffff"):
        assert list(written.beginning_with(prefix)) == list(made.beginning_with(prefix))
        assert written.prefixed(prefix) == made.prefixed(prefix)


def test_a_prefix_a_pattern_and_a_misspelling_decode_the_words_of_their_letter_alone() -> None:
    written, made = both(some_words(7, 500))
    for word in ("a", "ab", "я0"):
        assert written.prefixed(word, 5) == made.prefixed(word, 5)
        assert written.like(f"{word}?*") == made.like(f"{word}?*")
        assert written.near(word, 1) == made.near(word, 1)
    assert "_columns" not in vars(written)
    assert written.like("*a", 3) == made.like("*a", 3)


def test_nothing_is_kept_of_letters_and_lengths_that_no_word_has() -> None:
    written, _ = both(["grain", "harvest"])
    for word in ("grain", "ж", "grainery" * 40, "日" * 9):
        written.near(word, 2)
        written.prefixed(word)
        written.forms(word)
    assert set(written._letters) == {"g"}
    assert set(written._lengths) == {("g", 5)}


def test_few_words_are_looked_up_without_decoding_the_rest() -> None:
    written, made = both(["grain", "grains", "granary", "harvest"])
    assert (written.count("grain"), written.count("grai")) == (1, 0)
    assert written.forms("grain") == made.forms("grain") == ["grain", "grains"]
    assert "_columns" not in vars(written)
    assert list(written) == list(made)
    assert "_columns" in vars(written)


def test_for_many_words_their_letters_are_decoded() -> None:
    words = some_words(1, 500)
    written, made = both(words)
    asked = [*words, "", *(f"{word}x" for word in words), "日" * 9]
    assert [*map(written.count, asked)] == [*map(made.count, asked)]
    assert written._letters
    assert "_columns" not in vars(written)
