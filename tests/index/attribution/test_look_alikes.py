"""What only looks like a label, and when the page around it makes it one. `*…*` is bold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_labels import PAGE, block, read

from index.attribution.labels import Label, Rejected, RejectionReason, read_label
from index.names.page_names import PageNames

EMPTY = PageNames()


NOT_LABELS = [
    ("*The document reads, in full:*", RejectionReason.NO_NAME),
    ("*Entry from 10.00 am to 11.00 am:*", RejectionReason.NO_NAME),
    ("*First: *roads.", RejectionReason.NO_NAME),
    ("*Second question:* roads.", RejectionReason.UNVOUCHED),
    ("*Vera Lindgren said:* roads.", RejectionReason.NO_NAME),
    ("*Vera Lindgren said:* Roads.", RejectionReason.NO_NAME),
    ("*First:* Roads.", RejectionReason.NO_NAME),
    ("*On healthcare:* Money is there.", RejectionReason.NO_NAME),
    ("*Теперь о дорогах:* Надо строить.", RejectionReason.NO_NAME),
    ("*Lake Testal:* the water is clean.", RejectionReason.UNVOUCHED),
    ("*Healthcare:* the money is there.", RejectionReason.NO_NAME),
    ("*I told you. We agreed:* Roads.", RejectionReason.SENTENCE),
    ("Energy Minister Ivan Testov: “Hello.”", RejectionReason.UNVOUCHED),
    ("*Prizes for young people have been awarded to:*", RejectionReason.NO_NAME),
    ("*Speech at the opening of the Nord Treasures: Pictures and Maps*", RejectionReason.HEADING),
    ("*Meeting with Pavel Orlov: excerpts*", RejectionReason.HEADING),
    ("Minister of Foreign Affairs: Pavel Orlov.", RejectionReason.NO_NAME),
    ("Deadline: April 15, 2018.", RejectionReason.NO_NAME),
    ("Norland: “This is a matter for us.”", RejectionReason.NO_NAME),
    ("My question is: why?", RejectionReason.NO_NAME),
    ("One more thing: the road.", RejectionReason.NO_NAME),
    ("Question: at what expense? Where do we get the money?", RejectionReason.UNVOUCHED),
    ("Question: “How much?” “A lot.” Reply: “Not enough.”", RejectionReason.UNVOUCHED),
    ("Orlov: 20 Years (now at example.org) is an album.", RejectionReason.NO_NAME),
    ("Ivan Unknown: he came first.", RejectionReason.UNVOUCHED),
    ("I said it. Ivan Testov: yes.", RejectionReason.SENTENCE),
    ("Attending the ceremony were: Pavel Orlov and others.", RejectionReason.NO_NAME),
    ("(In Russian): If I may, I will ask in English.", RejectionReason.NO_NAME),
]


@pytest.mark.parametrize(("marked", "reason"), NOT_LABELS)
def test_what_only_looks_like_a_label_is_none_and_says_why(
    marked: str, reason: RejectionReason
) -> None:
    found = read_label(block(marked), PAGE)
    assert isinstance(found, Rejected)
    assert found.reason is reason


@pytest.mark.parametrize(
    "marked",
    [
        "Nothing here ends in a colon.",
        "*Beginning of meeting with President of Norland Pavel Orlov*",
        "*The Lake* is in Norland.",
        "*Lindgren* Then came the others.",
        "*May 9. Main Square – http://example.org/accreditation*",
        "At 10:30 the meeting began.",
    ],
)
def test_text_and_bold_headings_are_not_even_considered(marked: str) -> None:
    assert read_label(block(marked), PAGE) is None


def test_a_name_without_bold_is_a_label_where_the_page_vouches_for_it() -> None:
    assert read("Vera Lindgren: Yes, they did.").speaker == "Vera Lindgren"


def test_a_question_without_bold_is_one_only_when_a_label_answers_it() -> None:
    asked = block("Question: Are you tired?")
    assert isinstance(read_label(asked, PAGE, answered=True), Label)
    assert isinstance(read_label(asked, PAGE, answered=False), Rejected)


def test_on_a_page_without_bold_the_shape_of_office_and_name_must_do() -> None:
    plain = replace(PAGE, marked=False)
    label = read("President of Norland Ivan Testov: Good day.", plain)
    assert (label.speaker, label.role) == ("Ivan Testov", "President of Norland")
    odd = read_label(block("He wrote in the Honoured Guestbook: thank you."), plain)
    assert isinstance(odd, Rejected)


@pytest.mark.parametrize(
    "marked",
    [
        "*Contact telephone numbers:* 555 55 55",
        "*Meeting points:* By the gate",
        "*Email: *press@example.org",
        "*World War II:* The years",
        "*Lake Testal:* the years",
        "*Female voice:* The years",
    ],
)
def test_bold_words_that_name_nobody_are_no_voice_where_nobody_speaks(marked: str) -> None:
    assert isinstance(read_label(block(marked), EMPTY), Rejected)


@pytest.mark.parametrize(
    "marked",
    [
        "*Contact telephone numbers:* 555 55 55",
        "*Meeting points:* By the gate",
        "*Deadline:* April 15, 2032.",
        "*The main thing:* We stay.",
        "*Главное:* Мы остаёмся.",
    ],
)
def test_a_thing_in_bold_ends_no_turn_amid_a_dialogue(marked: str) -> None:
    assert isinstance(read_label(block(marked), PAGE), Rejected)


@pytest.mark.parametrize(
    ("line", "speaker", "role"),
    [
        ("Ivan Testov (Moscow): Yes.", "Ivan Testov", "Moscow"),
        ("Nailya Testova, KTV: Yes.", "Nailya Testova", "KTV"),
        ("Queen of the Netherlands Anna: Yes.", "Anna", "Queen of the Netherlands"),
    ],
)
def test_without_bold_amid_a_dialogue_a_name_with_where_it_belongs_is_a_label(
    line: str, speaker: str, role: str
) -> None:
    label = read(line, replace(PAGE, marked=False))
    assert (label.speaker, label.role) == (speaker, role)


@pytest.mark.parametrize("line", ["*.:", "*. .*:", "*…:* Words."])
def test_a_bold_dot_before_a_colon_is_no_label_and_breaks_nothing(line: str) -> None:
    assert not isinstance(read_label(block(line), replace(PAGE, marked=False)), Label)


def test_a_nameless_office_is_no_voice_where_nobody_speaks() -> None:
    found = read_label(block("*Chairman of the Board:* Petrov"), EMPTY)
    assert isinstance(found, Rejected)


@given(st.text(alphabet="IVa ВбP.,:;()-’'*–1of\n", max_size=60), st.booleans())
def test_no_text_breaks_the_reading_and_no_word_is_lost(marked: str, bold_page: bool) -> None:
    one = block(marked)
    found = read_label(one, replace(PAGE, marked=bold_page))
    if isinstance(found, Label):
        kept = found.printed + one.text[found.words_start :]
        letters = [letter for letter in one.text if letter.isalnum()]
        assert [letter for letter in kept if letter.isalnum()] == letters
