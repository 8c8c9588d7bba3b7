"""What quotations leave out of a sentence, and put into it, that turns its sense."""

from __future__ import annotations

import pytest

from search.quotes.alignment.denials import denials, holds_denial, holds_shade
from search.quotes.alignment.quoted_words import quoted_words
from search.quotes.alignment.sentences import sentence_edges

TEXT = (
    "Mr. A. Berg said so in 1998. I do not think this will help our ports, and yet we try. Will it"
    " rain? Проблемы с портами, г. Тарн, у нас нет.\n\nNobody asked us"
)


@pytest.mark.parametrize(
    ("quoted", "before", "after", "denying"),
    [
        ("this will help our ports", "I do not think", "and yet we try", ("not",)),
        ("I do not think this will help", "", "our ports, and yet we try", ()),
        ("Berg said so", "Mr. A.", "in 1998", ()),
        ("Проблемы с портами", "", "г. Тарн, у нас нет", ("нет",)),
        ("asked us", "Nobody", "", ("Nobody",)),
    ],
)
def test_the_rest_of_a_sentence(
    quoted: str, before: str, after: str, denying: tuple[str, ...]
) -> None:
    start = TEXT.index(quoted)
    found = sentence_edges(TEXT, start, start + len(quoted))
    assert found is not None
    assert (found.before, found.after, found.denials) == (before, after, denying)


@pytest.mark.parametrize("quoted", ["Will it rain", "Nobody asked us"])
def test_a_whole_sentence_has_no_rest(quoted: str) -> None:
    start = TEXT.index(quoted)
    assert sentence_edges(TEXT, start, start + len(quoted)) is None


@pytest.mark.parametrize(
    "words",
    [
        *(
            "refused to",
            "failed to",
            "a lack of",
            "unable",
            "we doubt",
            "impossible",
            "denied that",
        ),
        *("they stopped", "can't", "few", "forbade", "it is false that"),
        *(
            "отказались",
            "невозможно без",
            "вряд ли",
            "едва ли",
            "запретили",
            "отсутствие",
            "мы сомневаемся",
        ),
        *("нельзя", "неспособны", "якобы", "недопустимо", "воздержались", "прекратили", "избежать"),
    ],
)
def test_words_that_deny(words: str) -> None:
    assert holds_denial(quoted_words(words))
    assert denials(quoted_words(words))
    assert holds_shade(quoted_words(words))


@pytest.mark.parametrize(
    "words",
    [
        *("the harbour", "in the spring", "we agreed to", "united", "international", "important"),
        *("мы договорились", "несколько недель", "независимость", "необходимо", "в порту", "нефть"),
    ],
)
def test_words_that_do_not(words: str) -> None:
    assert not holds_denial(quoted_words(words))
    assert not holds_shade(quoted_words(words))


@pytest.mark.parametrize(
    "words", ["might", "only", "alone", "reportedly", "unelected", "almost all", "лишь", "частично"]
)
def test_words_that_shade_what_is_said(words: str) -> None:
    assert holds_shade(quoted_words(words))
    assert not holds_denial(quoted_words(words))
