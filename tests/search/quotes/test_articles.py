"""The quotations of an article: where they stand, and who is said to have said them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from search.engines.reference import ReferenceEngine
from search.quotes.articles.article_check import check_article
from search.quotes.articles.quoted_spans import quoted_spans
from search.quotes.checker import QuoteChecker
from search.quotes.claimed_speaker import SpeakerIndex
from search.records import (
    Coverage,
    Evidence,
    Manifest,
    Role,
    SpeakerRow,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)

ROWS = (
    SpeakerRow(
        "ilda-tarn", "Ilda Tarn", (("Ilda Tarn", 9), ("И. Тарн", 2)), (), 9, 11, ("Ильда Тарн",)
    ),
    SpeakerRow("jon-orm", "Jon Orm", (("Jon Orm", 3),), (), 3, 3, ("Йон Орм",)),
    SpeakerRow(None, "Mara Oskel", (("Mara Oskel", 1),), (), 1, 1),
)


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in quoted_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “we will all go there”.", ["we will all go there"]),
        ('He said "we will all go there".', ["we will all go there"]),
        ("Он сказал: «мы все поедем туда».", ["мы все поедем туда"]),
        ("Er sagte: „we will all go there“.", ["we will all go there"]),
        ("«Мы все „поедем“ туда», – сказал он.", ["Мы все „поедем“ туда"]),
        ("«Мы все «поедем» туда», – сказал он.", ["Мы все «поедем» туда"]),
        (
            "“We will go there,” he said, “and then come home.”",
            ["We will go there,", "and then come home."],
        ),
        (
            "“One two three four.\n\n“Five six seven eight.” So.",
            ["One two three four.\n\n“Five six seven eight."],
        ),
        ("“One two three four.\n\nFive six seven eight.” So.", []),
        ("The “so-called friends” of it.", []),
        ('It was 5" long and 7" wide, no more and no less', []),
        ("No marks at all.", []),
        # British: single marks, and apostrophes that are none
        ("He said: ‘We don’t all go there.’ So.", ["We don’t all go there."]),
        ("He said: 'We don't all go there.' So.", ["We don't all go there."]),
        ("‘The ministers’ ships are here,’ he said.", ["The ministers’ ships are here,"]),
        ("'The ministers' ships are here,' he said.", ["The ministers' ships are here,"]),
        ("It was ‘one of their ships’ there.", ["one of their ships"]),
        (
            "‘We go there now,’ he said, ‘and then come home.’",
            ["We go there now,", "and then come home."],
        ),
        ("‘He said “we go” to them,’ said Tarn.", ["He said “we go” to them,"]),
        ("“He said ‘we go now’ to them,” said Tarn.", ["He said ‘we go now’ to them,"]),
        (
            "‘One two three four.\n\n‘Five six seven eight.’ So.",
            ["One two three four.\n\n‘Five six seven eight."],
        ),
        ("‘One two three four.\n\nFive six seven eight.’ So.", []),
        ("The ministers' ships and the captains' letters are Orm's.", []),
        ("The '90s weren't good, and 'tis said rock 'n' roll's gone.", []),
        ("L'an dernier, c'est l'homme d'Orm qu'il a vu", []),
        # an article's own words between dashes part a passage, a speaker's own dashes do not
        (
            "«Мы все поедем туда, — сказал Йон Орм, — и потом вернёмся мы домой».",
            ["Мы все поедем туда", "и потом вернёмся мы домой"],
        ),
        (
            "«Мы все поедем туда, — отметил он. — Потом мы вернёмся домой».",
            ["Мы все поедем туда", "Потом мы вернёмся домой"],
        ),
        (
            "«Мы поедем туда — так сказал отец — и все вернёмся».",
            ["Мы поедем туда — так сказал отец — и все вернёмся"],
        ),
        (
            "«Мы поедем, — кто сказал, что нет, — и вернёмся».",
            ["Мы поедем, — кто сказал, что нет, — и вернёмся"],
        ),
        ("Open “and never closed again at all", []),
    ],
)
def test_passages_of_four_words_and_more_are_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_very_many_marks_are_not_looked_at_again_and_again() -> None:
    assert found("“a " * 20_000) == []


@pytest.fixture
def checker() -> QuoteChecker:
    turns = tuple(
        Turn(
            n,
            ("We will all go there.",),
            TurnKind.SPEECH,
            Evidence.LABEL,
            row.name,
            row.name,
            row.person,
        )
        for n, row in enumerate(ROWS, start=1)
    )
    held = Statement(StatementId("en-1"), "en", "Talks", turns, number=1, date=date(2012, 5, 7))
    coverage = Coverage(1, 3, held.date, held.date, 0, 0, 0)
    forms = {row.person: row.also for row in ROWS if row.person}
    manifest = Manifest("g", 1, "1", "reference", "2020", coverage)
    return QuoteChecker(ReferenceEngine([held], manifest, forms), date.today)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Ilda Tarn said: “We will all go there.”", ["Ilda Tarn"]),
        ("“We will all go there,” said Tarn.", ["Ilda Tarn"]),
        ("“We will all go there,” President Tarn told Jon Orm.", ["Ilda Tarn"]),
        ("Tarn told Orm: “We will all go there.”", ["Ilda Tarn"]),
        ("Jon Orm came late. “We will all go there,” he said.", ["Jon Orm"]),
        ("According to Mara Oskel, “we will all go there”. Tarn was away.", ["Mara Oskel"]),
        ("«Мы все поедем туда», – сказал Ильда Тарн. Йон Орм молчал.", ["Ilda Tarn"]),
        ("По словам Тарна, «мы все поедем туда».", ["Ilda Tarn"]),
        ("«Мы все поедем туда, — сказал Тарн, — и потом все вернёмся».", ["Ilda Tarn"] * 2),
        ("‘We don’t all go there,’ said Tarn. Orm’s ships waited.", ["Ilda Tarn"]),
        (
            "“We will all go there,” Tarn said. “We will all come back,” he added.",
            ["Ilda Tarn", "Ilda Tarn"],
        ),
        ("‘It rained.’ Tarn was blunt. ‘We will all go there.’", ["Ilda Tarn"]),
        ("“We will all go there.” Orm said nothing of the kind.", [None]),
        ("Tarn spoke.\n\nIt rained.\n\n“We will all go there,” somebody said.", [None]),
        ("J. Orm said: “We will all go there.”", ["Jon Orm"]),
        ("Ilda Tarn, who met Jon Orm, said “we will all go there”.", ["Ilda Tarn"]),
        ("Тарн, который встретил Йона Орма, сказал: «Мы все поедем туда».", ["Ilda Tarn"]),
    ],
)
def test_the_speaker_is_read_from_the_sentence_or_the_one_before(
    checker: QuoteChecker, text: str, speakers: list[str | None]
) -> None:
    assert [one.claimed_speaker for one in check_article(checker, text)] == speakers


def test_each_passage_has_its_verdict_and_stands_where_it_is_said_to(checker: QuoteChecker) -> None:
    text = "Ilda Tarn said: “We will all go there.” And “we will not all go there”, said Orm."
    first, second = check_article(checker, text)
    assert text[slice(*first.at)] == "We will all go there."
    assert (first.check.verdict.value, first.check.times) == ("verbatim", 1)
    assert [one.value for one in second.check.changes] == ["negation"]


@pytest.mark.parametrize(
    ("name", "persons"),
    [
        ("Tarn", {"ilda-tarn"}),
        ("I. Tarn", {"ilda-tarn"}),
        ("И. Тарн", {"ilda-tarn"}),
        ("Тарну", {"ilda-tarn"}),
        ("ilda-tarn", {"ilda-tarn"}),
        ("President of Averna Ilda Tarn", {"ilda-tarn"}),
        ("J. Tarn", set()),
        ("I.K. Tarn", {"ilda-tarn"}),
        ("Tarn I. K.", {"ilda-tarn"}),
        ("Ilda Petrovna Tarn", {"ilda-tarn"}),
        ("Ильда Петровна Тарн", {"ilda-tarn"}),
        ("Il'da Tarn", {"ilda-tarn"}),
        ("Tymor Tarn", set()),
        ("the late Queen Tarn", {"ilda-tarn"}),
        ("Jon Tarn", set()),
        ("Tarn Orm", set()),
        ("Nobody", set()),
        ("", set()),
    ],
)
def test_a_name_means_whoever_bears_it_in_any_form(name: str, persons: set[str]) -> None:
    assert SpeakerIndex(ROWS).meant(name).persons == persons


@pytest.mark.parametrize(
    ("office", "role", "theirs"),
    [
        ("President of Averna", "President of Averna", True),
        ("the President", "President of Averna", True),
        ("Avernan President", "President of Averna", True),
        ("Prime Minister", "President of Averna", False),
        ("President of Averna", "President of Oskel", False),
        ("President of Averna", None, True),
        ("Prime Minister", None, False),
    ],
)
def test_an_office_means_whoever_speaks_in_it(
    office: str, role: str | None, *, theirs: bool
) -> None:
    rows = (
        replace(ROWS[0], roles=(Role("President of Averna", None, None, 9),)),
        replace(ROWS[1], roles=(Role("Prime Minister", None, None, 9),)),
    )
    turn = Turn(1, ("…",), TurnKind.SPEECH, Evidence.LABEL, "Ilda Tarn", role, "ilda-tarn")
    turn = replace(turn, role=role)
    assert SpeakerIndex(rows).meant(office).spoke(turn) is theirs
