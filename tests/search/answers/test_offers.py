"""What a query plainly means: which choices are offered, each finding what its count says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.answers.offers import MOST_OFFERED, MOST_PLAIN_WORDS, offers, with_offers
from search.answers.searcher import Searcher
from search.engines.reference import ReferenceEngine
from search.query.request import Request, read_request
from search.records import (
    Coverage,
    Evidence,
    Manifest,
    Statement,
    StatementId,
    Turn,
    TurnKind,
)
from search.suggest.meanings import Meanings

if TYPE_CHECKING:
    from search.records import FilterOffer

TODAY = date(2020, 8, 14)


def said(speaker: str, person: str | None, role: str | None, *paragraphs: str) -> Turn:
    return Turn(
        *(1, paragraphs, TurnKind.SPEECH, Evidence.LABEL),
        label=speaker,
        speaker=speaker,
        person=person,
        role=role,
    )


def statement(number: int, lang: str, day: date | None, place: str | None, turn: Turn) -> Statement:
    return Statement(
        StatementId(f"{lang}-{number}"), lang, "On water", (turn,), number, date=day, place=place
    )


ILDA = ("Ilda Tarn", "ilda-tarn", "Prime Minister of Averna")
ИЛЬДА = ("Ильда Тарн", "ilda-tarn", "Премьер-министр Аверны")
MAY = ("Mara May", "mara-may", None)
STATEMENTS = (
    statement(1, "en", date(2012, 5, 7), "Port Averna", said(*ILDA, "Grain in 2019 may be dear.")),
    statement(2, "en", date(2012, 5, 9), "The Fort, Port Averna", said(*ILDA, "Grain and fish.")),
    statement(3, "en", date(2019, 3, 1), "Highmark", said(*ILDA, "Fish of the S 400 lakes.")),
    statement(4, "en", date(2019, 3, 1), "Highmark", said(*MAY, "Grain, they may say. Tarn?")),
    statement(5, "ru", date(2012, 5, 7), "Порт-Аверна", said(*ИЛЬДА, "Зерно и вода подорожали.")),
    statement(6, "ru", date(2019, 4, 1), "Хаймарк", said("О.Оскел", None, None, "Зерно и рыба.")),
    statement(7, "en", None, None, said("Sava Oskel", "sava-oskel", "Regent", "Grain, I say.")),
)
COVERAGE = Coverage(7, 7, date(2012, 5, 7), date(2019, 4, 1), 1, 0, 0, {"en": 5, "ru": 2})
MANIFEST = Manifest("20200814T120000-s1", 1, "1", "reference", "2020-08-14T12:00:00", COVERAGE)
ENGINE = ReferenceEngine(STATEMENTS, MANIFEST)
MEANINGS = Meanings(ENGINE)


def offered(request: Request, lang: str = "en") -> list[FilterOffer]:
    return offers(request, Searcher(ENGINE, TODAY), MEANINGS, TODAY, lang)


def plainly(q: str, **chosen: object) -> list[str]:
    """Kind, value and count of each offer, and the query its link leaves."""
    found = offered(replace(Request(q), **chosen))  # type: ignore[arg-type] # fields of Request
    left = [dict(parse_qsl(one.link.partition("?")[2])).get("q", "") for one in found]
    return [
        f"{one.kind} {one.value} {one.count}: {rest}" for one, rest in zip(found, left, strict=True)
    ]


@pytest.mark.parametrize(
    ("q", "choices"),
    [
        # a year, a month, a day
        ("grain 2012", ["year 2012 2: grain"]),
        ("2019", ["year 2019 3: "]),
        ("grain in 2019?", ["year 2019 1: grain"]),
        ("зерно в 2012 году", ["year 2012 1: зерно"]),
        ("зерно 2012 г.", ["year 2012 1: зерно"]),
        ("grain May 2012", ["month 2012-05 2: grain"]),
        ("зерно в мае 2012 года", ["month 2012-05 1: зерно"]),
        ("зерно май 2012", ["month 2012-05 1: зерно"]),
        ("grain 7 May 2012", ["day 2012-05-07 1: grain"]),
        ("зерно 7 мая 2012 года", ["day 2012-05-07 1: зерно"]),
        ("grain 2012-05-09", ["day 2012-05-09 1: grain"]),
        ("grain 2012-2019", ["period 2012-01-01..2019-12-31 3: grain"]),
        ("зерно в 2012-2013 годах", ["period 2012-01-01..2013-12-31 1: зерно"]),
        ("зерно 2012–2013 гг.", ["period 2012-01-01..2013-12-31 1: зерно"]),
        ("fish 1999", []),
        ("grain since 2012", []),
        ("зерно до 2012", []),
        ("grain last year", []),
        # speakers
        ("Tarn grain", ["speaker ilda-tarn 2: grain"]),
        ("grain by Ilda Tarn", ["speaker ilda-tarn 2: grain"]),
        ("I. Tarn", ["speaker ilda-tarn 4: "]),
        ("I.V. Tarn fish", ["speaker ilda-tarn 2: fish"]),
        ("И.В. Тарн", ["speaker ilda-tarn 4: "]),
        ("слова Тарн", []),
        ("зерно Ильды Тарн", ["speaker ilda-tarn 1: зерно"]),
        ("grain Ilda Petrovna Tarn", ["speaker ilda-tarn 2: grain"]),
        ("зерно Оскела", ["speaker =О.Оскел 1: зерно"]),
        ("grain about Tarn", []),
        ("S-400", []),
        ("S. 400 fish", []),
        ("grain Tarn Oskel", []),
        # places and offices
        ("grain in Port Averna", ["place Port Averna 2: grain"]),
        ("grain in the Fort", ["place Fort 1: grain"]),
        ("зерно в Порт-Аверне", ["place Порт-Аверна 1: зерно"]),
        ("fish prime minister", ["role Prime Minister 2: fish"]),
        ("зерно премьер-министра", ["role Премьер-министр 1: зерно"]),
        ("grain Prime Minister of Averna", ["role Prime Minister of Averna 2: grain"]),
        ("regent grain", ["role Regent 1: grain"]),
        # in the order they stand in, and none without the words that are left
        ("Tarn Port Averna prime minister fish", []),
        ("tarn may", ["speaker ilda-tarn 1: may", "speaker mara-may 1: tarn"]),
        # only what is plain
        ('"grain 2012"', []),
        ("grain -2012", []),
        ("grain OR 2012", []),
        ("grain AND Tarn", []),
        ("(Tarn) grain", []),
        ("title:Tarn grain", []),
        ("tarn* grain", []),
        ("", []),
    ],
)
def test_choices_are_offered_for_what_words_plainly_mean(q: str, choices: list[str]) -> None:
    assert plainly(q) == choices


def test_tables_are_made_only_for_words_that_may_stand_in_them() -> None:
    meanings = Meanings(ENGINE)
    for q in ("grain harvest", "зерно", "x", "water treaty"):
        offers(Request(q), Searcher(ENGINE, TODAY), meanings, TODAY)
    assert not {"people", "roles", "places"} & vars(meanings).keys()
    offers(Request("grain Tarn"), Searcher(ENGINE, TODAY), meanings, TODAY)
    assert "people" in vars(meanings)


def test_the_same_is_offered_however_often_names_were_looked_for() -> None:
    meanings = Meanings(ENGINE)
    queries = ("grain Tarn", "grain harvest", "тарна зерно", "fish S. Oskel", "x y", "they may say")
    told = [
        [offers(Request(q), Searcher(ENGINE, TODAY), meanings, TODAY) for q in queries]
        for _ in range(30)
    ]
    assert "people" in vars(meanings)
    assert all(again == told[0] for again in told)


def test_nothing_is_offered_of_a_kind_that_is_chosen() -> None:
    assert plainly("grain 2012", year=("2019",)) == []
    assert plainly("grain 2012", since=date(2000, 1, 1)) == []
    assert plainly("grain 2012 date:2012..2019") == []
    assert plainly("Tarn grain", speaker=("mara-may",)) == []
    assert plainly("speaker:May Tarn") == []
    assert plainly("grain Highmark", place=("Highmark",)) == []
    assert plainly("Tarn grain", lang=("en",)) == ["speaker ilda-tarn 2: grain"]


def test_a_link_keeps_what_else_was_chosen_and_begins_at_the_first_page() -> None:
    asked = Request("grain Tarn", place=("Port Averna",), limit=5, page=3)
    (offer,) = offered(asked)
    assert offer.link == "/search?q=grain&speaker=ilda-tarn&place=Port+Averna&limit=5"


def test_labels_of_days_are_in_the_language_asked_for() -> None:
    labels = [one.label for one in offered(Request("зерно май 2012"), "ru")]
    assert labels == ["май 2012"]
    assert [one.label for one in offered(Request("grain 7 May 2012"))] == ["7 May 2012"]


def test_a_small_word_that_stands_everywhere_is_no_name() -> None:
    class Talkative(Meanings):
        def count(self, word: str) -> int:
            return 500 if word == "may" else super().count(word)

    def speakers(q: str) -> list[str]:
        found = offers(Request(q), Searcher(ENGINE, TODAY), Talkative(ENGINE), TODAY)
        return [one.value for one in found if one.kind == "speaker"]

    assert speakers("grain may") == []
    assert speakers("grain May") == speakers("grain mara may") == ["mara-may"]


def test_a_text_is_no_query_of_names() -> None:
    q = "grain 2012 " + "grain " * (MOST_PLAIN_WORDS - 2)
    assert len(offered(Request(q))) == 1
    assert offered(Request(q + "grain")) == []


def test_results_hold_what_is_offered_beside_them() -> None:
    searcher, request = Searcher(ENGINE, TODAY), Request("grain 2012")
    results = searcher.search(request)
    beside = with_offers(results, request, searcher, MEANINGS, TODAY)
    assert results.offers == ()
    assert beside == replace(results, offers=tuple(offered(request)))


WORDS = st.sampled_from(
    [
        "grain",
        "fish",
        "2012",
        "2019",
        "May",
        "2012-05",
        "Tarn",
        "Ilda",
        "I.",
        "Oskel",
        "Port",
        "Averna",
        "Highmark",
        "the",
        "Fort",
        "in",
        "by",
        "Prime",
        "Minister",
        "of",
        "Regent",
        "зерно",
        "Тарн",
        "в",
        "Порт-Аверне",
        "мае",
        "года",
        "Оскела",
        "-grain",
        '"grain"',
        "OR",
        "AND",
        "(",
        ")",
        "may",
        "S-400",
        "speaker:Tarn",
        "place:Fort",
    ]
)


@given(st.lists(WORDS, max_size=8), st.sampled_from([(), ("en",), ("ru",)]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_count_is_the_total_of_its_link(given_words: list[str], lang: tuple[str, ...]) -> None:
    request = Request(" ".join(given_words), lang=lang)
    found = offered(request)
    assert found == offered(request), "in a stable order"
    assert len(found) <= MOST_OFFERED
    assert len({one.link for one in found}) == len(found)
    for one in found:
        wanted, dropped = read_request(parse_qsl(one.link.partition("?")[2]))
        assert dropped == ()
        assert wanted != request
        assert Searcher(ENGINE, TODAY).search(wanted).total.statements == one.count > 0
