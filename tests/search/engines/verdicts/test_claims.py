"""What is claimed beside a quotation: whose words, of which day, in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council_texts import GRAIN
from search.quotes.notes import Note

if TYPE_CHECKING:
    from search.quotes.checker import QuoteChecker


@pytest.mark.parametrize(
    ("quote", "speaker", "day", "verdict", "changes"),
    [
        (GRAIN, "Berg", None, "verbatim", []),
        (GRAIN, "А. Берг", "2012", "verbatim", []),
        (GRAIN, "President Anna Berg", "2012-05-07", "verbatim", []),
        (GRAIN, "Ivan Petrov", None, "by_another", ["speaker"]),
        (GRAIN, "Ivan Petrov", "2013", "by_another", ["speaker", "date"]),
        (GRAIN, "Anna Berg", "2013", "near", ["date"]),
        (GRAIN, None, "2012-05-08", "near", ["date"]),
        (GRAIN.replace("not ", ""), "Ivan Petrov", None, "near", ["negation", "speaker"]),
        (GRAIN.replace("tonnes", "sacks"), "Petrov", "2013", "near", ["speaker", "date", "word"]),
        (GRAIN, "Nobody Known", None, "by_another", ["speaker"]),
    ],
)
def test_what_is_claimed_is_checked(
    checker: QuoteChecker,
    quote: str,
    speaker: str | None,
    day: str | None,
    verdict: str,
    changes: list[str],
) -> None:
    found = checker.check(quote, speaker, day)
    assert (found.verdict.value, [one.value for one in found.changes]) == (verdict, changes)


def test_the_official_text_of_the_other_language_is_told(checker: QuoteChecker) -> None:
    found = checker.check("The railway over the pass will be built by our own hands")
    assert found.twin is not None
    assert found.twin.text == "Железную дорогу через перевал мы построим своими руками."
    assert not found.other_language
    other = checker.check("The railway over the pass will be built by our own hands", lang="ru")
    assert (other.verdict.value, other.other_language) == ("near", True)
    assert [one.value for one in other.changes] == ["language"]
    assert Note.OTHER_LANGUAGE in other.notes
    assert not other.is_harmless


@pytest.mark.parametrize("lang", ["EN", "en-GB", "English", "английский"])
def test_a_language_is_read_as_people_write_it(checker: QuoteChecker, lang: str) -> None:
    assert checker.check(GRAIN, lang=lang).is_harmless


def test_a_language_that_cannot_be_read_is_left_aside_and_said(checker: QuoteChecker) -> None:
    found = checker.check(GRAIN, lang="?")
    assert (found.verdict.value, found.notes) == ("verbatim", (Note.LANG_UNREAD,))


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("Anna Berg: ", "verbatim"),
        ("А. Берг: ", "verbatim"),
        ("<b>President Anna Berg:</b> ", "verbatim"),
        ("“Anna Berg: ", "verbatim"),
        ("Ivan Petrov: ", "by_another"),
        ("As Anna Berg said: ", "near"),
        ("A promise: ", "near"),
    ],
)
def test_a_label_pasted_before_the_words_names_the_claimed_speaker(
    checker: QuoteChecker, label: str, verdict: str
) -> None:
    found = checker.check(f"{label}{GRAIN}.")
    assert found.verdict.value == verdict
    assert (Note.LABEL_READ in found.notes) == (verdict != "near")
    again = checker.check(found.quote, found.speaker)
    assert (again.verdict, again.notes) == (found.verdict, found.notes)
    given = checker.check(found.quote, "Anna Berg")
    assert given.verdict.value == ("near" if verdict == "near" else "verbatim")


def test_a_date_that_cannot_be_read_is_left_aside_and_said(checker: QuoteChecker) -> None:
    found = checker.check(GRAIN, None, "someday")
    assert (found.verdict.value, found.notes) == ("verbatim", (Note.DATE_UNREAD,))
