"""What is marked, in texts that show it: […] is a mark."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.last_kept import VERY_MANY
from search.analysis.lexicon import Lexicon
from search.analysis.tokenizer import placed_words, tokens
from search.engine import Filters
from search.highlight.highlighter import Highlighter, marks_any
from search.highlight.joined_rows import JoinedRows
from search.highlight.patterns import spans
from search.highlight.row_matches import EVERY_PLACE
from search.highlight.split_row import SplitRow
from search.query.conditions import ConditionMatcher
from search.query.expansion import expand
from search.query.parser import parse
from search.records import Evidence, Mark, MarkKind, Turn, TurnKind
from search.word_rows import UnreadTurn

TODAY = date(2020, 8, 14)
WORDS = ("harvest", "harvested", "haste", "price")
LEXICON = Lexicon(WORDS, (1,) * len(WORDS))
NAMES = {"Tarn": {"tarn"}, "Тарн": {"tarn"}, "tarn": {"tarn"}, "Oskel": {"=Oskel"}}


def highlighter(query: str, filters: Filters | None = None) -> Highlighter:
    tree, _ = expand(parse(query, TODAY).tree, LEXICON)
    return Highlighter(tree, ConditionMatcher(lambda name: NAMES.get(name, set())), filters)


def shown(text: str, found: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(found):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def turn(*paragraphs: str, **more: object) -> Turn:
    return Turn(1, paragraphs, TurnKind.SPEECH, Evidence.LABEL, **more)  # type: ignore[arg-type]


def marked(query: str, said: Turn, filters: Filters | None = None) -> list[str]:
    rows = highlighter(query, filters).turn(said)
    assert highlighter(query, filters).turn(said, SplitRow(said)) == rows
    return [shown(text, spans(row)) for text, row in zip(said.paragraphs, rows, strict=True)]


IN_A_TURN = (
    # stems and exact words
    ("treaty", "Both [treaties] and the [Treaty]."),
    ('"treaty"', "Both treaties and the [Treaty]."),
    ("договор", "[Договоры] и [договором]."),
    ("больших", "[больши́м] объёмом"),
    ("price", "[Price]-fixing, over-[priced], pricey."),
    # phrases only as phrases
    ('"will not"', "We [will not], and not will, nor will we not."),
    ('"will not"', "We [will\u00a0not] go; he [will, not] she."),
    ('"don\'t go"', "[Don’t go] there."),
    ('"no no"', "[no no no] yes no"),
    ("S-400", "The [S-400], s 300 and [S 400]."),
    ('"grain price"~3', "[Grain] has no [price]; grain has never had a price."),
    ('"a b c"~2', "[a] x [b] [c] d c; a x x b c"),
    # operators
    ("treaty OR fish", "A [treaty] on [fish]."),
    ("treaty -fish", "A [treaty] on fish."),
    ("treaty -(grain fish)", "A [treaty] on grain and fish."),
    # patterns
    ("harv*", "[Harvest] [harvested] in haste."),
    ("harvset~", "A [harvest]."),
    ("ha*e", "Harvest in [haste]."),
    # nothing
    ("title:treaty", "A treaty."),
    ("place:Averna", "Averna is here."),
    ("", "Averna is here."),
)


@pytest.mark.parametrize(("query", "shows"), IN_A_TURN)
def test_only_what_matched_is_marked(query: str, shows: str) -> None:
    said = turn(re.sub(r"[\[\]]", "", shows))
    assert marked(query, said) == [shows]


def test_a_phrase_may_go_on_in_the_next_paragraph() -> None:
    assert marked('"dear friends we"', turn("Dear friends,", "we are here.")) == [
        "[Dear friends],",
        "[we] are here.",
    ]


def test_no_phrase_crosses_what_the_editors_left_out() -> None:
    said = turn("We will", "not go.", marks=(Mark(0, MarkKind.ABRIDGED, "<…>"),))
    assert marked('"will not"', said) == ["We will", "not go."]
    assert marked('"will not"~9', said) == ["We will", "not go."]


SCOPES = (
    ("speaker:Tarn fish", {"speaker": "Ilda Tarn", "person": "tarn"}, "[Fish]"),
    ("speaker:Тарн fish", {"speaker": "Ilda Tarn", "person": "tarn"}, "[Fish]"),
    ("speaker:tarn fish", {"speaker": "Somebody", "person": "tarn"}, "[Fish]"),
    ("speaker:Tarn fish", {"speaker": "Oskel"}, "Fish"),
    ("speaker:=Oskel fish", {"speaker": "Oskel"}, "[Fish]"),
    ('speaker:"=Ilda" fish', {"speaker": "Ilda Tarn", "person": "tarn"}, "Fish"),
    ("person:Oskel fish", {"speaker": "Oskel"}, "Fish"),
    ("-speaker:Tarn fish", {"speaker": "Ilda Tarn", "person": "tarn"}, "Fish"),
    ("-speaker:Tarn fish", {"speaker": "Oskel"}, "[Fish]"),
    ("(speaker:Tarn fish) OR fish", {"speaker": "Oskel"}, "[Fish]"),
    ("(speaker:Tarn fish) OR grain", {"speaker": "Oskel"}, "Fish"),
    ("speaker:(Tarn OR Oskel) fish", {"speaker": "Oskel"}, "[Fish]"),
    ('role:"prime minister" fish', {"role": "First Prime Minister of Averna"}, "[Fish]"),
    ('role:"=Prime Minister" fish', {"role": "First Prime Minister of Averna"}, "Fish"),
    ("role:minister fish", {"role_inferred": "Minister"}, "[Fish]"),
    ("kind:speech fish", {}, "[Fish]"),
    ("evidence:page fish", {}, "Fish"),
)


@pytest.mark.parametrize(("query", "who", "shows"), SCOPES)
def test_a_word_is_marked_only_where_it_was_searched(
    query: str, who: dict[str, str], shows: str
) -> None:
    assert marked(query, turn("Fish", **who)) == [shows]


def test_the_choices_of_the_form_limit_marks_too() -> None:
    chosen = Filters({"speaker": ("=Oskel",)})
    assert marked("fish", turn("Fish", speaker="Oskel"), chosen) == ["[Fish]"]
    assert marked("fish", turn("Fish", speaker="Ilda Tarn"), chosen) == ["Fish"]
    assert highlighter("fish", chosen).title("Fish") == ()


OUTSIDE = (
    ("fish", "[Fish] and grain"),
    ("title:fish", "[Fish] and grain"),
    ('title:"fishes"', "Fish and grain"),
    ('title:"fish and"', "[Fish and] grain"),
    ('"fish and"', "[Fish and] grain"),
    ("speaker:Tarn fish", "Fish and grain"),
    ("speaker:Tarn title:fish", "[Fish] and grain"),
    ("-speaker:Tarn fish", "[Fish] and grain"),
    ("year:2012 fish", "[Fish] and grain"),
)


@pytest.mark.parametrize(("query", "shows"), OUTSIDE)
def test_a_title_is_marked_unless_the_words_are_somebodys_own(query: str, shows: str) -> None:
    title = "Fish and grain"
    assert shown(title, highlighter(query).title(title)) == shows


def test_a_lead_is_not_marked_by_words_of_the_title_field() -> None:
    assert highlighter("title:fish").lead("Fish") == ()
    assert highlighter("fish").lead("Fish") == ((0, 4),)


def test_a_label_is_marked_as_long_as_its_turn_counts() -> None:
    said = turn("Yes.", label="Minister of Fish Oskel", speaker="Oskel")
    assert shown(said.label or "", highlighter("fish").label(said)) == "Minister of [Fish] Oskel"
    assert highlighter("fish -speaker:Oskel").label(said) == ()
    assert highlighter("fish speaker:Oskel").label(said) == ()


TEXT = st.lists(
    st.sampled_from(
        [
            *("a", "b", "c", "A", "ё", "е", "don’t", "S-400", "больши́м", "\u00a0", " ", " ", " "),
            *(",", ".", "—", "\u00ad", "\u200b", "*", "\n", "🌾", "İ", "ﬂ"),
        ]
    ),
    max_size=60,
).map("".join)
QUERY = st.lists(
    st.sampled_from(['"a b"', '"b a"~4', "a", "c", "ё", "больших", "s-400", "a*", "-b", "OR"]),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(TEXT, TEXT, QUERY)
def test_spans_lie_on_token_borders_in_order_and_apart(one: str, other: str, query: str) -> None:
    for text, row in zip((one, other), highlighter(query).turn(turn(one, other)), strict=True):
        found = spans(row)
        starts = {token.start for token in tokens(text)}
        ends = {token.end for token in tokens(text)}
        assert all(start in starts and end in ends for start, end in found)
        assert all(before[1] < after[0] for before, after in pairwise(found))


@given(TEXT, st.lists(st.sampled_from("abc"), min_size=2, max_size=3), st.integers(1, 4))
def test_a_phrase_is_marked_exactly_where_it_stands(text: str, row: list[str], slop: int) -> None:
    words = [token.text for token in tokens(text)]
    ends = {at for at, word in enumerate(words) if word == row[0]}
    for wanted in row[1:]:
        ends = {
            at
            for at, word in enumerate(words)
            if word == wanted and any(0 < at - end <= slop for end in ends)
        }
    found = highlighter(f'"{" ".join(row)}"~{slop}').turn(turn(text))[0]
    assert bool(found) == bool(ends)


PRINTED = st.lists(
    st.sampled_from(
        (
            *("Treaty", "TREATIES", "treaty’s", "o’treaty", "trea\u00adty", "treatyish", "not"),
            *("Note", "ещё", "Еще", "мир", "МИРА", "миром", "S-400", "400", "café", "cafe\u0301"),
            *("'n'", "_not_", "don’t", "d’ivory", "L’O’Treaty", "Ivory", "日本語", "日本"),
        )
    ),
    max_size=8,
).map(" ".join)
ASKED = st.lists(
    st.sampled_from(
        (
            *("treaty", '"not"', "ещё", "мир", "400", "S-400", "café", '"treaty\'s"', '"lake not"'),
            *("ivory", '"not ivory"', "日本", "語", '"o\'treaty ivory"', '"treaty ivory"~2', "iv*"),
            *('"not note"', '"not not"', '"treaty not treaty"', '"ещё мир"', '"not treaty"~3'),
        )
    ),
    min_size=1,
    max_size=4,
).map(" OR ".join)


@given(st.lists(PRINTED, min_size=1, max_size=4), ASKED, st.sets(st.integers(0, 3)))
def test_with_a_lexicon_the_same_is_marked(
    paragraphs: list[str], query: str, cuts: set[int]
) -> None:
    held = sorted({one.text for text in paragraphs for one in placed_words(text)})
    lexicon = Lexicon(held, [1] * len(held))
    tree, _ = expand(parse(query, TODAY).tree, lexicon)
    voices = ConditionMatcher(lambda name: NAMES.get(name, set()))
    marks = tuple(Mark(after, MarkKind.ABRIDGED, "<…>") for after in sorted(cuts))
    one = turn(*paragraphs, marks=marks)
    assert Highlighter(tree, voices, lexicon=lexicon).turn(one) == Highlighter(tree, voices).turn(
        one
    )


def test_of_more_words_than_are_looked_for_one_by_one_each_is_marked() -> None:
    held = sorted(f"{first}{second}" for first in "abcdefghij" for second in "abcdefghij")
    lexicon = Lexicon(held, [1] * len(held))
    tree, _ = expand(parse("a* OR b* OR c* OR d* OR e* OR f* OR g*", TODAY).tree, lexicon)
    found = Highlighter(tree, ConditionMatcher(lambda _: set()), lexicon=lexicon).turn(
        turn(" ".join(held))
    )
    assert len(found[0]) == 70


def test_patterns_of_very_many_words_are_laid_out_once_for_each_choice_of_speaker() -> None:
    held = sorted(f"a{number:03}" for number in range(VERY_MANY))
    lexicon = Lexicon(held, [1] * len(held))
    tree, _ = expand(parse("a*", TODAY).tree, lexicon)
    voices = ConditionMatcher(lambda name: NAMES.get(name, set()))
    chosen = Filters({"speaker": ("Tarn",)})

    def marks(filters: Filters, lexicon: Lexicon | None) -> Highlighter:
        return Highlighter(tree, voices, filters, lexicon)

    first, again, other = (marks(one, lexicon) for one in (Filters(), Filters(), chosen))
    assert again.patterns is first.patterns
    assert other.patterns != first.patterns
    one = turn("a001 b a099 and a5")
    for filters in (Filters(), chosen):
        assert marks(filters, lexicon).turn(one) == marks(filters, None).turn(one)
        assert marks(filters, lexicon).title("a007") == marks(filters, None).title("a007")
    assert first.weights(lambda patterns: range(len(patterns))) is again.weights(lambda _: ())


@pytest.mark.parametrize(
    "query", ["ha* OR price", "har* OR harvest", '"the price" OR haste', "price"]
)
def test_of_places_in_many_turns_the_first_are_told_as_many_as_are_asked_for(query: str) -> None:
    texts = ("The price of harvest.", "No haste: harvested, harvest.", "It is.", "D'harvest price.")
    turns = [turn(*text.split(": ")) for text in texts]
    unread = [UnreadTurn(one.n, None, partial(replace, one), None) for one in turns]
    words, marks = JoinedRows(list(map(SplitRow, turns))), highlighter(query)
    every = list(marks.places(unread, words, EVERY_PLACE))
    assert every == sorted(every)
    for most in range(1, len(every) + 2):
        found = list(marks.places(unread, words, most))
        assert found == every[: len(found)]
        assert len(found) >= min(most, len(every))


@pytest.mark.parametrize(
    ("query", "marks"), [("ha*", True), ("-ha*", False), ("speaker:Tarn", False), ("", False)]
)
def test_what_can_be_marked_is_known_without_laying_it_out(query: str, marks: bool) -> None:
    tree, _ = expand(parse(query, TODAY).tree, LEXICON)
    assert marks_any(tree) is marks
    assert highlighter(query).idle is not marks
