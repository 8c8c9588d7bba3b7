"""The table of sentences: whole in every language, strings in English, readable however long."""

from __future__ import annotations

import json
from string import Formatter

import pytest

from search.query.notices import Notice, NoticeText, brief, in_language
from search.query.parser import parse
from search.query.request import read_request
from search.query.sentence_data import read_sentences


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("notice", list(Notice), ids=lambda notice: notice.name)
def test_a_sentence_says_the_same_in_every_language(notice: Notice) -> None:
    row = read_sentences("notices")[notice]
    assert list(row) == ["en", "ru"]
    english, russian = row.values()
    assert places(english) == places(russian)
    assert english.endswith(".") == russian.endswith(".")


def test_every_sentence_of_the_file_has_a_notice() -> None:
    assert set(read_sentences("notices")) == set(Notice)


SAID = (
    ("grain (", "A bracket without its partner was taken literally."),
    ("grain (", "Непарная скобка прочитана как обычный знак."),
    ('"grain', 'The quotation mark in "grain has no partner and was taken literally.'),
    ("harvest~7", "«harvest~7» искалось с ~2: больше нельзя."),
    (
        "kind:song",
        "“kind:song” is not one of speech, narrative, anonymous; it was taken literally.",
    ),
    (
        "kind:song",
        "«kind:song» прочитано как слова: ожидается одно из speech, narrative, anonymous.",
    ),
    ("no " * 1_000, "Искались только первые слова запроса, не более 200; опущено слов: 466."),
)


@pytest.mark.parametrize(("written", "sentence"), SAID)
def test_what_was_not_taken_as_written_is_said_in_the_readers_language(
    written: str, sentence: str
) -> None:
    dropped = parse(written).dropped
    assert sentence in [in_language(one, lang) for one in dropped for lang in ("en", "ru")]


def test_numbers_are_parted_as_each_language_does() -> None:
    told = Notice.TOO_LONG.with_values(most=10_000)
    assert "10,000 characters" in told
    assert "10\u00a0000 знаков" in told.in_language("ru")
    assert told.in_language("fr") == told


def test_a_value_that_cannot_be_read_is_told_in_both_languages() -> None:
    _, (sentence,) = read_request([("from", "abc")])
    assert in_language(sentence, "ru") == (
        "from='abc' не учтено: ожидается день (2012-05-07), месяц (2012-05) или год (2012)"
    )
    assert sentence == "from='abc' is not a day (2012-05-07), month (2012-05) or year (2012)"


def test_a_told_sentence_is_a_plain_string_to_everybody_else() -> None:
    told = Notice.LONE_BRACKET.with_values()
    assert isinstance(told, NoticeText)
    assert json.dumps([told]) == json.dumps([str(told)])
    assert in_language("whatever else", "ru") == "whatever else"


def test_what_is_quoted_in_a_sentence_is_short() -> None:
    assert brief("x" * 80) == "x" * 80
    assert brief("x" * 81) == "x" * 80 + "…"
