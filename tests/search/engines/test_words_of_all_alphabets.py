"""Words of all alphabets, halves of elisions, pairs of letters: every engine finds them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from whoosh.query import Phrase, Term

from search.analysis.tokenizer import placed_words, words
from search.answers.concordance import LineOrder, concordance
from search.answers.searcher import Searcher
from search.engine import Filters, Search
from search.query.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine

    Build = Callable[..., Any]

PARAGRAPHS = (
    "The envoy of Côte d’Ivoire met O'Brannon. The plant emits CO₂ on 40 m² of land.",
    "The word محمّد and the word שָׁלוֹם were on the sign; he wrote 私は日本語を勉強します there; "
    "Lo\u200erom too. हिन्दी में लिखा, ＡＢＣ１２, สวัสดีครับ.",
    "It cost $5,000 at 1,000.50 each; see https://some.example.org/find?q=alpha.",
    "The socialist press knows. Red red roses; then red and red again. Don’t say rock’n’roll.",
)


@pytest.fixture
def searcher(
    build: Callable[..., SearchEngine], make_statement: Build, make_turn: Build
) -> Searcher:
    turn = make_turn("Irena Solvei", *PARAGRAPHS)
    other = make_turn("Irena Solvei", "The old wharf, nothing else.")
    found = build(
        make_statement(1, turn, date=date(2014, 3, 18)),
        make_statement(2, other, date=date(2014, 3, 19)),
    )
    return Searcher(found, date(2020, 8, 14))


FOUND = (
    ("Ivoire", "Ivoire"),
    ("d'Ivoire", "d’Ivoire"),
    ("Ivoir*", "Ivoire"),
    ("ivoyre~", "Ivoire"),
    ('"Côte d\'Ivoire"', "Côte d’Ivoire"),
    ('"Côte Ivoire"', "Côte d’Ivoire"),
    ('"envoy ivoire met"~3', "envoy of Côte d’Ivoire met"),
    ("Brannon", "Brannon"),
    ("O’Brannon", "O'Brannon"),
    ("CO2", "CO₂"),
    ("CO₂", "CO₂"),
    ("m2", "m²"),
    ("محمد", "محمّد"),
    ("مُحَمَّد", "محمّد"),
    ("שלום", "שָׁלוֹם"),
    ("日本語", "日本語"),
    ("日本", "日本"),
    ("語", "語"),
    ("本*", "本語|本"),
    ('"日本語を勉強"', "日本語を勉強"),
    ("ｌorom", "Lo\u200erom"),
    ("Lorom", "Lo\u200erom"),
    ("हिन्दी", "हिन्दी"),
    ("abc12", "ＡＢＣ１２"),
    ("สวัสดี", "สวัสดี"),
    ("हिन्द*", "हिन्दी"),
    ("हिन्*दी", "हिन्दी"),
    ("हिन्ती~", "हिन्दी"),
    ("ครับ", "ครับ"),
    ("https://some.example.org/find?q=alpha", "https://some.example.org/find?q=alpha"),
    ("$5,000", "5,000"),
    ("(socialist OR) red press", "socialist|press|Red|red|red|red"),
    ("socialist OR, wharf", "socialist|wharf"),
    ("NOT (NOT socialist)", "socialist"),
    ('"red red"~2', "Red red|red and red"),
    ('"red red"', "Red red"),
)


@pytest.mark.parametrize(("query", "lines"), FOUND)
def test_it_is_found_read_line_by_line_and_counted_alike(
    searcher: Searcher, query: str, lines: str
) -> None:
    request = Request(query)
    assert searcher.search(request).total.statements == (2 if "wharf" in query else 1)
    found = concordance(searcher, request, LineOrder.DATE)
    texts = [line.match for line in sorted(found.lines, key=lambda one: one.turn.n)]
    assert sorted(texts) == sorted(lines.split("|"))
    counts, _ = searcher.occurrences(request)
    assert sum(counts.values()) == len(texts)


@pytest.mark.parametrize(
    "query", ["Ivo", "clock", "t", "roll", "本日", "日語", '"ivoire d\'ivoire"', "Orom", "वहाँ"]
)
def test_what_is_no_word_of_the_text_is_not_found(searcher: Searcher, query: str) -> None:
    assert searcher.search(Request(query)).total.statements == 0


def test_a_half_is_no_word_more(searcher: Searcher) -> None:
    told = sum(len(words(text)) for text in (*PARAGRAPHS, "The old wharf, nothing else."))
    assert sum(searcher.words_spoken(Request()).values()) == told


LETTERS = st.sampled_from(
    "abСёd’'OqLuий\u0301क\u093fन\u094dद日本語かﾞカ\u3099ー\u05e9\u05b8م\u0651\u200e²₂１ ส\u0e31ว."
)
TEXTS = st.text(st.one_of(LETTERS, LETTERS, st.characters(codec="utf-8")), max_size=25)


@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(TEXTS, min_size=1, max_size=6))
def test_every_word_of_any_text_finds_it(
    build_anew: Callable[..., SearchEngine],
    make_statement: Build,
    make_turn: Build,
    texts: list[str],
) -> None:
    engine = build_anew(
        *(make_statement(at, make_turn("Solvei", text)) for at, text in enumerate(texts, 1))
    )

    def found(tree: Term | Phrase) -> list[int | None]:
        hits = engine.search(Search(tree, Filters(), limit=100, turns_per_hit=0))
        return [one.statement.number for one in hits.found]

    for number, text in enumerate(texts, 1):
        for one in placed_words(text):
            assert number in found(Term("exact", one.text)), one
        for first, second in pairwise(words(text)):
            assert number in found(Phrase("exact", [first, second]))
