"""What is worked out of very many words is kept for the last ones that asked, and for no more."""

from __future__ import annotations

from search.analysis.last_kept import VERY_MANY, LastKept
from search.analysis.lexicon import Lexicon


def test_the_one_asked_for_longest_ago_goes() -> None:
    kept = LastKept(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.find("a") == 1
    kept.put("c", 3)
    assert [kept.find(key) for key in "abc"] == [1, None, 3]


def test_words_are_counted_together_as_they_are_one_by_one() -> None:
    words = sorted(f"{letter}{number:03}" for letter in "ab" for number in range(VERY_MANY))
    lexicon = Lexicon(words, range(1, len(words) + 1))
    asked = [*words[::2], "c", "a"]
    expected = {word: lexicon.count(word) for word in asked}
    assert lexicon.counts_of(asked) == expected
    assert lexicon.counts_of(asked[:3]) == {word: expected[word] for word in asked[:3]}
