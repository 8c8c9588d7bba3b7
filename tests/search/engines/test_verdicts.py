"""Verdicts on quotations, the same whichever engine finds the passages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from search.quotes.checker import QuoteChecker
from search.quotes.notes import Note
from search.records import Evidence, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine

    Build = Callable[..., Any]

FILL = "The harvest of the northern valleys came in early that year, and the mills worked. " * 14
CUT = (
    "We opened the mill on the river in spring, which nobody had thought possible, and the bread"
    " has been ours ever since."
)


@pytest.fixture
def checker(
    build: Callable[..., SearchEngine], make_statement: Build, make_turn: Build
) -> QuoteChecker:
    def turn(name: str | None, *text: str, **more: Any) -> Any:
        given = {"person": name.lower().replace(" ", "-")} if name else {}
        return make_turn(name, *text, **(given | more))

    question = turn(
        None,
        "Will the old harbour stay open for all our ships?",
        kind=TurnKind.ANONYMOUS,
        evidence=Evidence.LABEL,
        label="Question",
    )
    engine = build(
        make_statement(
            1,
            turn(None, "The meeting was held in the old customs house by the sea."),
            turn("Anna Berg", "We will not sell 2.5 million tonnes of grain to Northland."),
            turn("Ivan Petrov", FILL, CUT, FILL, "So ended the year of the long bridge."),
            question,
            turn("Anna Berg", "Thank you all for your work and patience."),
            title="Meeting of the council on the price of grain",
            date=date(2012, 5, 7),
        ),
        make_statement(
            2,
            turn("Ivan Petrov", "Thank you all for your work and patience."),
            turn("Anna Berg", "The railway over the pass will be built by our own hands."),
            title="Talks",
            lead="Anna Berg spoke to the farmers about the coming winter.",
            date=date(2014, 1, 2),
        ),
        make_statement(
            3,
            turn("Olga Ostrov", "Thank you all for your work and patience."),
            date=date(2015, 3, 4),
        ),
        make_statement(
            2,
            turn("Иван Петров", "Спасибо всем за работу и терпение.", person="ivan-petrov"),
            turn(
                "Анна Берг",
                "Железную дорогу через перевал мы построим своими руками.",
                person="anna-berg",
            ),
            lang="ru",
            date=date(2014, 1, 2),
        ),
        forms={"anna-berg": ["Анна Берг", "А. Берг"]},
    )
    return QuoteChecker(engine, lambda: date(2020, 1, 1))


GRAIN = "We will not sell 2.5 million tonnes of grain to Northland"


@pytest.mark.parametrize(
    ("quote", "verdict", "changes", "first"),
    [
        (GRAIN, "verbatim", [], "en-1/2"),
        (f"“{GRAIN.upper()}!”", "verbatim", [], "en-1/2"),
        ("the railway over\nthe pass — will be built by our own hands", "verbatim", [], "en-2/2"),
        ("We will sell 2.5 million tonnes of grain to Northland", "near", ["negation"], "en-1/2"),
        ("We will not sell 25 million tonnes of grain to Northland", "near", ["number"], "en-1/2"),
        ("We will not sell 2.5 million tonnes of grain", "verbatim", [], "en-1/2"),
        ("We will not sell any tonnes of grain to Northland", "near", ["number"], "en-1/2"),
        ("not sell 2.5 million tonnes of grain to Southland", "near", ["name"], "en-1/2"),
        (
            "The railway will be built over the pass by our hands",
            "near",
            ["order", "word"],
            "en-2/2",
        ),
        ("railway over the pass built by our own hands will be", "near", ["order"], "en-2/2"),
        ("We will not sell … of grain to Northland", "verbatim_with_cuts", [], "en-1/2"),
        ("We will … sell 2.5 million tonnes of grain", "near", ["negation"], "en-1/2"),
        ("We opened the mill … and the bread has been ours", "verbatim_with_cuts", [], "en-1/3"),
        ("We [the council] will not sell 2.5 million tonnes", "verbatim_with_cuts", [], "en-1/2"),
        ("We will not [ever] sell 2.5 million tonnes of bread", "near", ["word"], "en-1/2"),
        (
            "The railway over the pass will [not] be built by our own hands",
            "near",
            ["negation"],
            "en-2/2",
        ),
        ("Will the old harbour stay open for all our ships?", "by_another", ["speaker"], "en-1/7"),
        ("held in the old customs house by the sea", "about", [], "en-1/1"),
        ("council on the price of grain", "about", [], "en-1"),
        ("spoke to the farmers about the coming winter", "about", [], "en-2"),
        (
            "not sell 2.5 million tonnes of grain … the railway over the pass will be built",
            "joined",
            [],
            "en-1/2",
        ),
        (
            "We opened the mill on the river in spring by our hands over the pass will be built",
            "not_found",
            [],
            "en-2/2",
        ),
        ("We will not sell 2.5 … of grain to Northland", "near", ["number"], "en-1/2"),
        (
            "We will not sell … million tonnes of grain to Northland",
            "verbatim_with_cuts",
            [],
            "en-1/2",
        ),
        (
            "We will not sell 2.5 … million tonnes of grain to Northland",
            "verbatim",
            [],
            "en-1/2",
        ),
        ("We will not sell [some] … of grain to Northland", "near", ["number"], "en-1/2"),
        ("We will not sell 2.5 million tonnes of grain to [Southland]", "near", ["name"], "en-1/2"),
        (
            "[W]e will&nbsp;<b>not</b> sell 2.5 mil-\nlion tonnes of grain.[1]",
            "verbatim",
            [],
            "en-1/2",
        ),
        (
            "and the bread has been ours … We opened the mill on the river in spring",
            "near",
            ["order"],
            "en-1/3",
        ),
        ("Thank you all for", "too_short", [], "en-1/8"),
        ("Zeppelins fly over seven green hills of wool", "not_found", [], None),
        ("Soon over Monday pass built by will be", "not_found", [], "en-2/2"),  # in any order
    ],
)
def test_a_quotation_by_itself(
    checker: QuoteChecker, quote: str, verdict: str, changes: list[str], first: str | None
) -> None:
    found = checker.check(quote)
    best = found.matches[0] if found.matches else None
    ids = best and (best.statement.turn_id(best.turn) if best.turn else best.statement.id)
    assert (found.verdict.value, [one.value for one in found.changes]) == (verdict, changes)
    assert ids == first


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


def test_a_formula_said_three_times_has_no_source_and_is_narrowed(checker: QuoteChecker) -> None:
    formula = "Thank you all for your work and patience."
    found = checker.check(formula)
    assert (found.verdict.value, found.times, found.is_unique) == ("verbatim", 3, False)
    assert [one.statement.id for one in found.matches] == ["en-1", "en-2", "en-3"]
    narrowed = checker.check(formula, "Olga Ostrov")
    assert (narrowed.times, narrowed.matches[0].statement.id) == (1, "en-3")
    dated = checker.check(formula, None, "2014")
    assert (dated.times, dated.is_unique) == (1, True)


def test_a_long_cut_that_leaves_out_a_negation_keeps_the_verdict_and_is_not_harmless(
    checker: QuoteChecker,
) -> None:
    found = checker.check("We opened the mill on the river … and the bread has been ours")
    assert found.verdict.value == "verbatim_with_cuts"
    (cut,) = found.matches[0].cuts
    assert (cut.words, cut.negation, cut.long) == (7, True, False)
    assert cut.text == "in spring, which nobody had thought possible"
    assert not found.is_harmless
    assert Note.CUT_NEGATION in found.notes


def test_a_cut_over_two_hundred_words_is_said(checker: QuoteChecker) -> None:
    found = checker.check(f"{CUT[:-1]} … So ended the year of the long bridge")
    assert found.verdict.value == "verbatim_with_cuts"
    (cut,) = found.matches[0].cuts
    assert (cut.words, cut.long, cut.negation) == (210, True, False)
    assert found.notes == (Note.LONG_CUT,)
    assert found.is_harmless


@pytest.mark.parametrize(
    ("quote", "verdict", "changes"),
    [
        ("[They] will not sell 2.5 million tonnes of grain", "near", ["word"]),
        ("We will not [refuse to] sell 2.5 million tonnes", "near", ["word"]),
        ("We [might] not sell 2.5 million tonnes of grain", "near", ["word"]),
        ("We [allegedly] will not sell 2.5 million tonnes", "near", ["word"]),
        ("We will not [buy] 2.5 million tonnes of grain", "near", ["word"]),
        ("We [will] sell 2.5 million tonnes of grain", "near", ["negation"]),
        ("We will not sell [all] 2.5 million tonnes of grain", "near", ["word"]),
        ("we opened the [un]mill on the river in spring", "near", ["negation"]),
        ("We opened the mill [in Averna] on the river in spring", "verbatim_with_cuts", []),
        ("We opened the mill on the river [sic] in spring", "verbatim_with_cuts", []),
        ("We opened the mill on the river [emphasis added]", "verbatim_with_cuts", []),
        ("[The farmers:] We will not sell 2.5 million tonnes", "verbatim_with_cuts", []),
    ],
)
def test_what_brackets_may_put_in_and_what_they_may_not(
    checker: QuoteChecker, quote: str, verdict: str, changes: list[str]
) -> None:
    found = checker.check(quote)
    assert (found.verdict.value, [one.value for one in found.changes]) == (verdict, changes)


def test_words_in_brackets_are_shown_where_they_were_put(checker: QuoteChecker) -> None:
    (match,) = checker.check("We opened the mill [in Averna] on the river in spring").matches
    assert [(one.op.value, one.quote) for one in match.difference] == [
        ("equal", "We opened the mill"),
        ("added", "[in Averna]"),
        ("equal", "on the river in spring"),
    ]
    (match,) = checker.check("We opened the [harbour] on the river in spring").matches
    assert [(one.op.value, one.quote, one.text) for one in match.difference][1] == (
        *("changed", "[harbour]", "mill"),
    )
    assert not match.cuts


def test_words_taken_out_of_a_sentence_that_denies_are_shown_with_the_rest(
    checker: QuoteChecker,
) -> None:
    found = checker.check("had thought possible, and the bread has been ours")
    edges = found.matches[0].sentence
    assert edges is not None
    assert edges.before == "We opened the mill on the river in spring, which nobody"
    assert edges.after == "ever since"
    assert edges.denials == ("nobody",)
    assert (found.verdict.value, found.is_harmless) == ("verbatim", True)
    assert Note.SENTENCE_DENIAL in found.notes
    whole = checker.check(GRAIN)
    assert whole.matches[0].sentence is None
    assert Note.SENTENCE_DENIAL not in whole.notes


def test_of_several_ways_to_cut_the_shortest_is_told(checker: QuoteChecker) -> None:
    found = checker.check("The harvest of the northern valleys … and the bread has been ours")
    (cut,) = found.matches[0].cuts
    assert cut.words < 40


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


def test_a_question_made_a_statement_is_told(checker: QuoteChecker) -> None:
    asked = "Will the old harbour stay open for all our ships"
    assert Note.QUESTION in checker.check(f"{asked}.").notes
    assert Note.QUESTION in checker.check(f"{GRAIN}?").notes
    assert Note.QUESTION not in checker.check(f"{asked}?").notes
    assert Note.QUESTION not in checker.check(asked).notes


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


def test_an_added_first_word_is_not_set_beside_the_sentence_before(checker: QuoteChecker) -> None:
    found = checker.check("Perhaps so ended the year of the long bridge")
    first = found.matches[0].difference[0]
    assert (first.op.value, first.quote, first.text) == ("added", "Perhaps", "")


def test_what_shows_a_verdict_can_be_found_again(checker: QuoteChecker) -> None:
    (match,) = checker.check("2.5 million tonnes of grain").matches
    assert match.turn is not None
    whole = "\n\n".join(match.turn.paragraphs)
    assert match.prefix + match.exact + match.suffix in whole
    assert [match.text[slice(*span)] for span in match.spans] == ["2.5 million tonnes of grain"]
    assert match.paragraph == 2


def test_what_was_searched_is_told_with_the_nearest_passage(checker: QuoteChecker) -> None:
    found = checker.check(
        "In spring, on the river, bread and the mill were thought possible by all"
    )
    assert found.verdict.value == "not_found"
    assert found.coverage is not None
    assert [one.statement.id for one in found.matches] == ["en-1"]


def test_a_date_that_cannot_be_read_is_left_aside_and_said(checker: QuoteChecker) -> None:
    found = checker.check(GRAIN, None, "someday")
    assert (found.verdict.value, found.notes) == ("verbatim", (Note.DATE_UNREAD,))
