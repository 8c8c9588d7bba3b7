"""Words of an index that a prefix, a pattern or a misspelling stands for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.analysis.lexicon import Lexicon
from search.analysis.tokenizer import stem, words

COUNTS = {"harvest": 9, "harvested": 2, "haste": 5, "price": 5, "priced": 1, "мир": 7, "миру": 3}
LEXICON = Lexicon(sorted(COUNTS), [COUNTS[word] for word in sorted(COUNTS)])


def test_a_word_has_its_count() -> None:
    assert dict(LEXICON) == COUNTS
    assert LEXICON.count("harvest") == 9
    assert LEXICON.count("harv") == 0
    assert "мир" in LEXICON
    assert "" not in LEXICON


FOUND = (
    (LEXICON.prefixed("har"), "harvest harvested"),
    (LEXICON.prefixed("м"), "мир миру"),
    (LEXICON.prefixed("z"), ""),
    (LEXICON.like("h*t"), "harvest"),
    (LEXICON.like("h?ste"), "haste"),
    (LEXICON.like("pric?"), "price"),
    (LEXICON.like("pri.*"), ""),
    (LEXICON.near("harvset", 1), "harvest"),
    (LEXICON.near("harvets", 1), "harvest"),
    (LEXICON.near("prise", 1), "price"),
    (LEXICON.near("prise", 2), "price priced"),
    (LEXICON.near("brice", 1), ""),
    (LEXICON.near("", 1), ""),
)


@pytest.mark.parametrize(("expansion", "words"), FOUND)
def test_what_a_pattern_stands_for(expansion: tuple[tuple[str, ...], int], words: str) -> None:
    assert expansion == (tuple(words.split()), 0)


def test_the_most_frequent_words_are_kept_and_the_cut_is_told() -> None:
    assert LEXICON.prefixed("h", most=2) == (("harvest", "haste"), 1)


@pytest.mark.parametrize(
    ("places", "kept"),
    [(0, "harvest"), (9, "harvest"), (13, "harvest"), (14, "harvest haste"), (16, "h")],
)
def test_the_most_frequent_words_are_kept_as_far_as_their_places_go(places: int, kept: str) -> None:
    expected = {"h": "harvest haste harvested"}.get(kept, kept).split()
    assert LEXICON.prefixed("h", places=places) == (tuple(sorted(expected)), 3 - len(expected))


def test_a_pattern_of_many_stars_is_matched_without_going_back() -> None:
    lexicon = Lexicon(["a" * 5_000], [1])
    assert lexicon.like("a*" * 30 + "b").words == ()  # going back, this would never end


WORD = st.text(alphabet="abcя𐐨", max_size=5)


@given(st.lists(WORD, unique=True), WORD, st.integers(0, 2))
def test_nothing_is_missed_and_nothing_is_added(found: list[str], word: str, edits: int) -> None:
    lexicon = Lexicon(sorted(found), [1] * len(found))
    assert set(lexicon.prefixed(word).words) == {one for one in found if one.startswith(word)}
    near = {one for one in found if one[:1] == word[:1] and OSA.distance(one, word) <= edits}
    assert set(lexicon.near(word, edits).words) == (near if word else set())
    pattern = re.compile(re.escape(word) + ".")
    assert set(lexicon.like(word + "?").words) == {one for one in found if pattern.fullmatch(one)}


@given(st.text(min_size=1))
def test_stemming_leaves_the_first_letter(text: str) -> None:
    for word in words(text):
        assert stem(word)[0] == word[0]


@pytest.mark.parametrize(
    "word", ["dying", "lying", "tying", "skies", "idly", "ugly", "early", "иду", "ёжик", "s", "ы"]
)
def test_irregular_words_too_leave_it(word: str) -> None:
    (folded,) = words(word)
    assert stem(folded)[0] == folded[0]


def test_the_forms_of_a_stem_are_all_words_that_have_it() -> None:
    held = sorted(["treaty", "treaties", "treat", "treaty's", "мир", "мира", "миром", "400"])
    lexicon = Lexicon(held, [1] * len(held))
    assert sorted(lexicon.forms(stem("treaties"))) == ["treaties", "treaty", "treaty's"]
    assert sorted(lexicon.forms(stem("миру"))) == ["мир", "мира", "миром"]
    assert list(lexicon.forms("400")) == ["400"]
    assert list(lexicon.forms("zeppelin")) == []
