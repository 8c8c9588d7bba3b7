"""An office given as the speaker is compared with the office a turn was spoken by."""

from __future__ import annotations

from datetime import date

import pytest

from search.engines.reference import ReferenceEngine
from search.quotes.checker import QuoteChecker
from search.quotes.notes import Note
from search.records import Coverage, Evidence, Manifest, Statement, StatementId, Turn, TurnKind

DAY = date(2012, 5, 7)
WORDS = "The railway over the pass will be built by our own hands"


def checker(role: str | None, inferred: str | None, label: str = "Ilda Tarn") -> QuoteChecker:
    def turn(n: int, text: str, name: str, office: str | None) -> Turn:
        return Turn(
            n,
            (text,),
            TurnKind.SPEECH,
            Evidence.LABEL,
            label,
            name,
            person=name.lower().replace(" ", "-"),
            role=office,
            role_inferred=inferred if name == "Ilda Tarn" else None,
        )

    turns = (
        turn(1, f"{WORDS}.", "Ilda Tarn", role),
        turn(2, "We thank you all for the warm words of today.", "Averna Today", "Journalist"),
    )
    held = Statement(StatementId("en-1"), "en", "Talks", turns, number=1, date=DAY)
    manifest = Manifest("g", 1, "1", "reference", "2020", Coverage(1, 1, DAY, DAY, 0, 0, 0))
    return QuoteChecker(ReferenceEngine([held], manifest), date.today)


@pytest.mark.parametrize(
    ("role", "inferred"),
    [("President of Averna", None), (None, "President of Averna"), ("Avernan President", None)],
)
@pytest.mark.parametrize("office", ["President of Averna", "the President", "Президент"])
def test_the_office_a_turn_was_spoken_by_is_no_other(
    role: str | None, inferred: str | None, office: str
) -> None:
    found = checker(role, inferred).check(WORDS, office)
    assert (found.verdict.value, found.notes) == ("verbatim", ())


@pytest.mark.parametrize("office", ["President of Borduria", "Prime Minister", "Министр обороны"])
def test_an_office_nobody_spoke_by_is_told(office: str) -> None:
    found = checker("President of Averna", None).check(WORDS, office)
    assert found.verdict.value == "by_another"
    assert found.notes == (Note.OFFICE_UNKNOWN,)


def test_a_russian_office_is_that_of_an_english_label() -> None:
    assert checker("President of Russia", None).check(WORDS, "Президент России").is_harmless
    assert checker("Prime Minister of Russia", None).check(WORDS, "премьер-министр РФ").notes


def test_a_name_with_its_office_stays_a_name() -> None:
    given = checker("President of Averna", None)
    assert given.check(WORDS, "President of Borduria Ilda Tarn").is_harmless
    assert given.check(WORDS, "President Ilda Tarn").is_harmless
    assert given.check(WORDS, "Averna Today").verdict.value == "by_another"
