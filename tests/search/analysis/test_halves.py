"""What is found at a word's place beside it: what follows an elision, the first of two letters."""

from __future__ import annotations

import pytest

from search.analysis.halves import half_span, halves
from search.analysis.tokenizer import placed_words, words

ELIDED = (
    ("d’Ivory", "ivory"),
    ("l’État", "état"),
    ("qu’il", "il"),
    ("aujourd'hui", ""),
    ("jusqu’à", "à"),
    ("n’est", "est"),
    ("dell’arte", "arte"),
    ("O’Brannon", "brannon"),
    ("D'Arlen", "arlen"),
    ("д’Артан", "артан"),
    ("О’Нейл", "нейл"),
    ("L’O’Merrin’s", "o'merrin's|merrin's"),
    # no elisions
    ("don’t", ""),
    ("n't", ""),
    ("Solvei’s", ""),
    ("D’s", ""),
    ("O’s", ""),
    ("we’re", ""),
    ("o'll", ""),
    ("they’d", ""),
    ("rock’n’roll", ""),
    ("n’roll", ""),
    ("c’mon", ""),
    ("o’clock", ""),
    ("O’5", ""),
    ("об’єкт", ""),
    ("п’ять", ""),
    ("м’яч", ""),
)


@pytest.mark.parametrize(("printed", "expected"), ELIDED)
def test_after_an_elision_the_half_is_a_word_too(printed: str, expected: str) -> None:
    (word,) = words(printed)
    assert "|".join(halves(word)) == expected


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Côte d’Ivory", "[Côte] [d’[Ivory]]"),
        ("L’O’Merrin", "[L’[O’[Merrin]]]"),
        ("日本語", "[[日]本] [[本]語] [語]"),
        ("かﾞカ\u3099ー", "[[かﾞ]カ\u3099] [[カ\u3099]ー] [ー]"),
        ("สวัส", "[[ส]วั] [[วั]ส] [ส]"),
        ("第１回 Q日", "[第] [１] [回] [Q] [日]"),
    ],
)
def test_a_half_has_offsets_of_its_own(text: str, marked: str) -> None:
    by_place: dict[int, list[tuple[int, int]]] = {}
    for one in placed_words(text):
        by_place.setdefault(one.place, []).append((one.start, one.end))
    printed = []
    for (start, end), *inner in by_place.values():
        opens = [start, *(first for first, _ in inner)]
        closes = [end, *(last for _, last in inner)]
        printed.append(
            "".join(
                "[" * opens.count(at) + text[at] + "]" * closes.count(at + 1)
                for at in range(start, end)
            )
        )
    assert " ".join(printed) == marked


def test_of_a_word_printed_with_a_mark_the_half_keeps_it() -> None:
    printed = "d’E\u0301tat"
    start, end = half_span(printed, "état")
    assert printed[start:end] == "E\u0301tat"
