"""The one tokenizer: what reads alike is equal, and offsets lead back to the text."""

from __future__ import annotations

import sys
import threading
import unicodedata
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.tokenizer import (
    fold,
    folded,
    offsets,
    placed_words,
    stem,
    stem_each,
    stems,
    tokens,
    words,
)

ALIKE = (
    ("will not", "WILL\u00a0NOT"),
    ("don't", "don’t"),
    ("don't", "don‘t"),
    ("don't", "donʼt"),
    ("ещё", "еще"),
    ("ЕЩЁ", "еще"),
    ("больши\u0301м", "большим"),
    ("ё", "е\u0308"),
    ("й", "и\u0306"),
    ("café", "cafe\u0301"),
    ("co\u00adoperation", "cooperation"),
    ("zero\u200bwidth", "zerowidth"),
    ("S-400", "S–400"),
    ("S-400", "S\u2011400"),
    ("S-400", "s−400"),
    ("А.Новаку", "А. Новаку"),
    ("97,500", "97 500"),
    ("«мир»", "мир"),
    ("“peace”", '"peace"'),
    ("STRASSE", "Straße"),
    ("ﬂag", "flag"),
    ("CO₂", "co2"),
    ("40 m²", "40 m2"),
    ("x³ ²³⁵U", "x3 235u"),
    ("reform¹ reforms²³,", "reform reforms"),
    ("ＡＢＣ１２", "abc12"),
    ("ｶﾞｷﾞ", "ガギ"),
    ("かﾞ", "が"),
    ("محمّد مـحـمد", "محمد محمد"),
    ("ﻣﺤﻤﺪ", "محمد"),
    ("שָׁלוֹם", "שלום"),
    ("\ufb2b\u05dc\u05d5\u05dd", "שלום"),
    ("Lo\u200erom \u2067Lorom\u2069", "lorom lorom"),
    ("Lo\u2060\u00ad\ufe0from", "lorom"),
    ("и\u00ad\u0306", "й"),
    ("क\u093c", "\u0958"),
)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_reads_alike_is_equal(one: str, other: str) -> None:
    assert folded(one) == folded(other)


APART = (
    ("peace", "pease"),
    ("हिन्दी", "हन्द"),
    ("か", "が"),
    ("CO₂", "CO"),
    ("café", "cafe"),
    ("й", "и"),
    ("not", "note"),
    ("и", "i"),
)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_reads_otherwise_is_not(one: str, other: str) -> None:
    assert folded(one) != folded(other)


SPLIT = (
    ("S-400 missiles", "s|400|missiles"),
    ("А.Новаку", "а|новаку"),
    ("97,500.5", "97|500|5"),
    ("foo_bar", "foo|bar"),
    ("rock'n'roll", "rock'n'roll"),
    ("'quoted'", "quoted"),
    ("Xi’s", "xi's"),
    ("don’", "don"),
    ("ʼtisʼ ʼ", "tis"),
    ("ŉ क़", "n|क़"),  # a point below is a part of its letter
    ("http://example.org/a", "http|example|org|a"),
    ("60th", "60th"),
    ("№5", "5"),
    ("हिन्दी में", "हिन्दी|में"),
    ("日本語", "日本|本語|語"),
    ("語", "語"),
    ("私はJohnです", "私は|は|john|です|す"),
    ("ใช่ไหม ครับ", "ใช่|ช่ไ|ไห|หม|ม|ครั|รับ|บ"),
    ("「東京」、大阪", "東京|京|大阪|阪"),
    ("서울의 봄", "서울의|봄"),
    ("\u0301\u200e", ""),
    ("…—!", ""),
    ("", ""),
)


@pytest.mark.parametrize(("text", "parts"), SPLIT)
def test_dots_commas_and_dashes_split_apostrophes_do_not(text: str, parts: str) -> None:
    assert "|".join(words(text)) == parts


STEMS = (
    ("treaties treaty", "treati treati"),
    ("договором договоры", "договор договор"),
    ("not будет", "not будет"),
    ("university universe", "universiti univers"),
)


@pytest.mark.parametrize(("text", "roots"), STEMS)
def test_the_script_decides_whose_endings_are_cut(text: str, roots: str) -> None:
    assert " ".join(stems(text)) == roots


def test_offsets_are_those_of_the_text_as_it_came() -> None:
    text = "\u200bБольши\u0301м, don’t"
    assert [text[one.start : one.end] for one in tokens(text)] == ["Больши\u0301м", "don’t"]


@given(st.text(max_size=100))
def test_tokens_stand_in_order_and_fold_to_themselves(text: str) -> None:
    found = list(tokens(text))
    assert all(one.start < other.start for one, other in pairwise(found))
    assert all(fold(text[one.start : one.end]) == one.text for one in found)
    assert [one.text for one in found] == words(text)


KINDS = st.sampled_from(
    "abСёd’'OLийc\u0301\u0323क\u093fन\u094dद日本語かﾞカ\u3099ー\u05e9\u05c1\u05b8م\u0651"
    "ـ\u200e\u2067\u00ad²₂１ส\u0e31 .-_"
)


@given(st.text(KINDS | st.characters(codec="utf-8"), max_size=60))
def test_no_word_is_cut_from_its_marks_and_places_go_on_with_the_text(text: str) -> None:
    found = list(placed_words(text))
    assert [one.text for one in found if one.text] == [one.text for one in found]
    assert [place for place, _ in groupby(one.place for one in found)] == list(
        range(len(words(text)))
    )
    wholes = [next(own) for _, own in groupby(found, lambda one: one.place)]
    assert all(one.start < other.start and one.end <= other.end for one, other in pairwise(wholes))
    for one in found:
        assert not unicodedata.category(text[one.start]).startswith("M")
        assert one.end == len(text) or not unicodedata.category(text[one.end]).startswith("M")
        assert words(text[one.start : one.end])[:1] == [one.text]


@given(st.text())
def test_offsets_alone_are_those_of_the_tokens(text: str) -> None:
    assert offsets(text) == [(token.start, token.end) for token in tokens(text)]


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_every_character_folds_to_a_token_or_to_nothing() -> None:
    every = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    assert [word for one in every for word in words(one) if words(word) != [word]] == []


@given(st.text(max_size=100))
def test_words_alone_are_those_of_the_tokens(text: str) -> None:
    assert words(text) == [token.text for token in tokens(text)]


def test_every_character_among_words_gives_the_same_words_with_offsets_and_without() -> None:
    every = (chr(code) for code in range(0x20000))
    # ideographs are alike, and what is not assigned is no letter
    kinds = ((one, unicodedata.category(one), unicodedata.name(one, "")) for one in every)
    for one, kind, name in kinds:
        if kind not in ("Cn", "Co", "Cs") and not name.startswith(("CJK UNI", "HANGUL SYL")):
            text = f"ab {one}cd E{one}f {one} аб {one}вг Д{one}ё «{one}’{one}»"
            found = list(tokens(text))
            assert words(text) == [token.text for token in found], hex(ord(one))
            assert offsets(text) == [(token.start, token.end) for token in found], hex(ord(one))


def test_threads_get_the_same_stems() -> None:
    text = "Больших договоров treaties harvested " * 50
    answers: list[list[str]] = []
    threads = [threading.Thread(target=lambda: answers.append(stems(text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[stem(word) for word in words(text)]] * 8


@pytest.mark.parametrize(
    "words", [(), ("treaties",), ("миру", "мира"), ("treaties", "миру", "400")]
)
def test_many_words_have_the_stems_that_each_has(words: tuple[str, ...]) -> None:
    assert stem_each(words) == [stem(word) for word in words]
