"""The difference word by word, and what of it turns the sense: a row a kind."""

from __future__ import annotations

import pytest
from laid_quotes import compared

ENGLISH = (
    "We will not sell 2.5 million tonnes of grain to Northland, said Anna Berg. The co-operation"
    " of our two countries won't end in 2012, and it can grow — that's our programme of"
    " twenty-five years. It was −5 degrees. Nobody can do it without them, and it is possible."
)
RUSSIAN = (
    "Мы не будем продавать зерно Анне Берг без контракта. Это нельзя сделать за пять лет."
    " Нет у нас ни одного порта, и никогда не было."
)


@pytest.mark.parametrize(
    ("quote", "changes", "steps"),
    [
        ("We will not sell 2.5 million tonnes", [], []),
        ("million tonnes of grain to Northland", [], []),
        (
            "billion tonnes of grain to Northland",
            ["number"],
            [("changed", "billion", "2.5 million")],
        ),
        ("We will sell 2.5 million tonnes", ["negation"], [("missing", "", "not")]),
        ("We will never sell 2.5 million tonnes", ["negation"], [("changed", "never", "not")]),
        ("it can not grow", ["negation"], [("added", "not", "")]),
        ("our two countries will end in 2012", ["negation"], [("changed", "will", "won't")]),
        ("our two countries will not end", ["word"], [("changed", "will not", "won't")]),
        ("Nobody can do it with them", ["negation"], [("changed", "with", "without")]),
        ("Anybody can do it without them", ["negation"], [("changed", "anybody", "nobody")]),
        ("and it is impossible", ["negation"], [("changed", "impossible", "possible")]),
        ("not sell 25 million tonnes", ["number"], [("changed", "25 million", "2.5 million")]),
        ("not sell 2.5 billion tonnes", ["number"], [("changed", "2.5 billion", "2.5 million")]),
        ("It was 5 degrees", ["number"], [("changed", "5", "−5")]),
        ("end in 2013, and it", ["number"], [("changed", "2013", "2012")]),
        ("programme of 25 years", ["word"], [("changed", "25", "twenty five")]),
        (
            "that is our program",
            ["word"],
            [("changed", "that is", "that's"), ("changed", "program", "programme")],
        ),
        ("The cooperation of our two", ["word"], [("changed", "cooperation", "co operation")]),
        ("of grain to Southland, said", ["name"], [("changed", "southland", "northland")]),
        ("of wheat to Northland, said", ["word"], [("changed", "wheat", "grain")]),
        ("tonne of grain to Northland", ["word"], [("changed", "tonne", "tonnes")]),
        ("will not really sell 2.5 million", ["word"], [("added", "really", "")]),
        ("tonnes grain to Northland", ["word"], [("missing", "", "of")]),
    ],
)
def test_english(quote: str, changes: list[str], steps: list[tuple[str, str, str]]) -> None:
    assert compared(quote, ENGLISH) == (changes, steps)


@pytest.mark.parametrize(
    ("quote", "changes"),
    [
        ("Мы будем продавать зерно", ["negation"]),
        ("продавать зерно Анне Берг с контрактом", ["negation"]),
        ("Это можно сделать за пять лет", ["negation"]),
        ("Есть у нас хоть один порт", ["negation"]),
        ("и всегда было", ["negation"]),
        ("Это нельзя сделать за шесть лет", ["number"]),
        ("Это нельзя сделать за 5 лет", ["word"]),
        ("продавать зерно Анны Берг без контракта", ["word"]),
        ("продавать зерно Ольге Берг без контракта", ["name"]),
    ],
)
def test_russian(quote: str, changes: list[str]) -> None:
    assert compared(quote, RUSSIAN)[0] == changes


@pytest.mark.parametrize(
    ("text", "quote", "kind"),
    [
        ("We met Volodymyr Zelenskyy there", "We met Volodymyr Zelensky there", ["word"]),
        ("We met Sergei Khrushchev there", "We met Sergey Khruschev there", ["word"]),
        ("We met Mikhail Berg there", "We met Mihail Berg there", ["word"]),
        ("We met Mikhail Berg there", "We met Ivan Berg there", ["name"]),
        (
            "The labour of the centre was recognised",
            "The labor of the center was recognized",
            ["word"],
        ),
    ],
)
def test_other_spellings_and_transliterations_are_no_gate(
    text: str, quote: str, kind: list[str]
) -> None:
    assert compared(quote, text)[0] == kind


@pytest.mark.parametrize(
    ("quote", "changes"),
    [
        ("We will not sell of grain 2.5 million tonnes to Northland", ["order"]),
        ("will we not sell 2.5 million", ["order"]),
        ("We not will sell 2.5 million", ["order"]),
    ],
)
def test_words_that_changed_their_place_are_called_moved(quote: str, changes: list[str]) -> None:
    found, steps = compared(quote, ENGLISH)
    assert found == changes
    assert {op for op, _, _ in steps} == {"moved"}


def test_names_that_changed_places_are_a_changed_name() -> None:
    found, _ = compared("So Petrov thanked Berg for it", "So Berg thanked Petrov for it")
    assert found == ["name", "order"]


def test_what_gravely_differs_is_named_first() -> None:
    found, _ = compared("We will sell 25 million tons of wheat to Southland", ENGLISH)
    assert found == ["negation", "number", "name", "word"]


def test_a_name_known_to_the_index_is_one_where_a_sentence_begins_too() -> None:
    text = "It rained. Berg was there all day."
    assert compared("Ostrov was there all day", text, names=("berg",))[0] == ["name"]


@pytest.mark.parametrize(
    ("text", "quote", "first"),
    [
        # a name is told by another form of it within a sentence of the turn
        ("В Орландии ждут. Орландия построит порт к осени", "Вестия построит порт к осени", "name"),
        ("We saw Orland. Orland's ships are all in port", "Vesta's ships are all in port", "name"),
        # a quotation may begin with the last word of a sentence
        ("We came to Orland. It rained there all day", "Vesta. It rained there all day", "name"),
        ("In Orland it rained all day. Orland was dry", "it rained all day. Vesta", "name"),
        ("We came to the sea. It rained there all day", "Then. It rained there all day", "word"),
        # neither "I" nor a preposition is a name, though initials are
        ("It rained. I like the old pier there", "like the old pier there I", "word"),
        ("It rained. I like the old pier there", "You like the old pier there", "word"),
        ("Шёл дождь. В порту ждали корабль", "У порту ждали корабль", "word"),
    ],
)
def test_which_words_at_the_edge_of_a_sentence_are_names(text: str, quote: str, first: str) -> None:
    assert compared(quote, text, names=("i", "в", "у"))[0][0] == first


def test_two_words_are_no_other_spelling_of_one_where_they_stand_themselves() -> None:
    text = "The work, as I have said, goes on. I believe that ASI knows"
    assert compared("The work, as I have said, goes on. I believe", text) == ([], [])


def test_a_word_in_capitals_elsewhere_is_a_plain_word_in_small_letters() -> None:
    text = "It states so, and the State of Orm must state why it does."
    assert compared("must say why it does", text)[0] == ["word"]


def test_own_cuts_are_passed_over_and_told() -> None:
    found, steps = compared("We will not sell … to Northland", ENGLISH)
    assert found == []
    assert steps == [("cut", "", "2.5 million tonnes of grain")]


@pytest.mark.parametrize(
    ("text", "quote", "first"),
    [
        ("I do not think that he is right", "I think that he is not right", "negation"),
        ("It is not totally right of them", "It is totally not right of them", "negation"),
        ("We shall not only sell but buy", "We shall only not sell but buy", "negation"),
        ("We shall not sell it now", "We not shall sell it now", "order"),
        ("It is an independent paper there", "It is a dependent paper there", "negation"),
        ("It was a harmless thing to say", "It was a harmful thing to say", "negation"),
        ("They were informed of it there", "They were formed of it there", "word"),
        ("We didn't sell it then", "We didnt sell it then", "word"),
        ("We cannot sell it now", "We can not sell it now", "word"),
        ("We cannot sell it now", "We c\u0430nnot sell it now", "word"),
        ("The non-food trade is open", "The nonfood trade is open", "word"),
        ("The non-food trade is open", "The food trade is open", "negation"),
        ("Это неверно для нас всех", "Это не верно для нас всех", "word"),
        ("Это неверно для нас всех", "Это верно для нас всех", "negation"),
        ("Hет у нас такого дома", "Есть у нас такой дом", "negation"),
        ("У нас негде это взять", "У нас где-то это взять", "negation"),
        ("It grew by 5 percent then", "It grew by 5 percentage points then", "number"),
        ("It grew by 2.5 percent then", "It grew by 2,5 percent then", "number"),
        ("It was from 5 to 9 there", "It was from 9 to 5 there", "number"),
        ("It was on May 7 there", "It was on 7 May there", "order"),
        ("It took five years of work", "It took five months of work", "number"),
        ("They say half of it is ours", "They say most of it is ours", "number"),
        ("They say dozens of it are ours", "They say hundreds of it are ours", "number"),
        ("They couldn't've sold it then", "They could have sold it then", "negation"),
        ("They mustn't sell it then", "They must sell it then", "negation"),
        ("Today Mr Peters sold it all", "Today Mr Peter sold it all", "name"),
        ("Today Mr Peter sold it all", "Today Mr Peter's sold it all", "word"),
        ("Today most Americans sold it", "Today most American sold it", "word"),
        ("It took five years of work", "It took five of work", "word"),
        ("It cost 5 billion dollars then", "It cost 5 billion euros then", "number"),
        ("It cost 5 billion dollars then", "It cost $5 billion then", "word"),
        ("It was the second war there", "It was the first war there", "number"),
        ("It was World War II there", "It was World War I there", "number"),
        ("It was the XX century there", "It was the 20th century there", "word"),
        ("Это был ХХ век тогда", "Это был XX век тогда", "word"),
        ("It was half of them there", "It was a quarter of them there", "number"),
        ("In the days of A.B.Berg there", "In the days of A.B.Ostrov there", "name"),
    ],
)
def test_what_turns_the_sense_is_named_first(text: str, quote: str, first: str) -> None:
    assert compared(quote, text)[0][0] == first


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("It rained. Orm has never yet sold grain to them", "Orm sold grain to them"),
        ("They sold grain to us but never to Orm", "They sold grain to us to Orm"),
        ("Орм никогда не отказывался от этого. Мы знаем", "Орм отказывался от этого. Мы знаем"),
    ],
)
def test_words_left_out_after_the_first_one_are_missing(text: str, quote: str) -> None:
    changes, steps = compared(quote, text)
    assert changes == ["negation"]
    assert {op for op, _, _ in steps} == {"missing"}


def test_one_of_two_numbers_is_not_quoted_alone() -> None:
    assert compared("five degrees and rain", "It was minus five degrees and rain")[0] == ["number"]
    assert compared("five tonnes of grain", "sold twenty-five tonnes of grain")[0] == ["number"]
