"""The tokens of turns are read back as the tokenizer gives them, with where they stand."""

from __future__ import annotations

from contextlib import closing
from itertools import accumulate, chain, pairwise
from pathlib import Path
from random import Random  # noqa: TC003 # hypothesis reads it
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.tokenizer import halves, offsets, stem, words
from search.analysis.word_keys import WordKeys
from search.engines.whoosh.format.schema import GAP
from search.engines.whoosh.format.token_rows import TokenFile, TokenSteps, write_tokens
from search.engines.whoosh.format.word_forms import WordForms
from search.engines.whoosh.format.word_numbers import FieldTexts, Pieces, sorted_terms
from search.engines.whoosh.read import segment_words
from search.engines.whoosh.read.segment_words import SegmentTokens
from search.engines.whoosh.read.token_offsets import TokenOffsets, stepped_spans
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.analysis.word_keys import WordKey

ODD = "日本語\u3099ไทаёЁй’ʼ'\u0301\u00ad\u200b\u00a0\u2009-–—_.,!?()«»“”@019ßİﬁ…\0"
TEXTS = st.text(st.one_of(st.sampled_from(ODD + "abcXYZ   \n"), st.characters()))
TURNS = st.lists(st.none() | TEXTS, max_size=5)

Row = tuple[list[str], list[tuple[int, int]], list[int]]


def written(path: Path, turns: Sequence[Sequence[str | None]]) -> None:
    """The file of some turns, of which every third document is one."""
    pieces, field = Pieces(), FieldTexts()
    for number, texts in enumerate(turns):
        field.add(3 * number + 1, pieces, texts)
    halves = pieces.halves()
    stems, stem_of = pieces.stems()
    forms = WordForms(sorted_terms(pieces.words), sorted_terms(stems), stem_of, halves)
    with path.open("wb") as file:
        placed = field.placed(pieces, forms.exact.ranks, 3 * len(turns) + 1)
        write_tokens(file, forms.words(), placed)


def read(file: TokenFile, document: int) -> Row:
    bounds = file.bounds([document])
    numbers, places = file.numbers(bounds).tolist(), TokenOffsets(file.steps(bounds))
    found = [file.names.word(number) for number in numbers]
    for number, word in zip(numbers, found, strict=True):
        assert file.names.find(word) == number
        assert file.stem_names.word(int(file.stem_of[number])) == stem(word)
    spans = places.spans(np.arange(len(found)), np.zeros(len(found), np.intp))
    return found, spans, file.paragraph_starts(file.bounds([document]))[1].tolist()


def expected(texts: Sequence[str | None]) -> Row:
    """The same by the tokenizer, text by text."""
    lengths = [0 if text is None else len(text) + 2 for text in texts]
    found: Row = ([], [], [])
    for text, base in zip(texts, accumulate(lengths, initial=0), strict=False):
        if found[0]:
            found[2].append(len(found[0]))
        if text is None:
            found[0].append(GAP)
            found[1].append((max(base - 2, 0),) * 2)
        else:
            found[0].extend(words(text))
            found[1].extend((base + start, base + stop) for start, stop in offsets(text))
    total = len(found[0])
    return found[0], found[1], sorted({at for at in found[2] if at < total})


@given(st.lists(TURNS, max_size=4))
def test_tokens_are_read_back_as_the_tokenizer_gives_them(
    turns: list[list[str | None]],
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "some.tokens"
        written(path, turns)
        with closing(TokenFile(path)) as file:
            for number, texts in enumerate(turns):
                assert read(file, 3 * number) == ([], [], [])
                assert read(file, 3 * number + 1) == expected(texts)


@given(st.lists(TURNS, min_size=1, max_size=4))
def test_turns_of_several_files_are_read_together_as_each_alone(
    turns: list[list[str | None]],
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "some.tokens"
        written(path, turns)
        with closing(TokenFile(path)) as file:
            documents = [3 * number + 1 for number in range(len(turns))]
            alone = [read(file, document)[1] for document in documents]
            bounds = file.bounds(documents)
            steps = TokenSteps.joined([file.steps(bounds), file.steps(bounds[::-1])])
            every = [*alone, *alone[::-1]]
            starts = list(accumulate(map(len, every), initial=0))
            firsts = np.repeat(starts[:-1], np.diff(starts))
            together = TokenOffsets(steps).spans(np.arange(starts[-1]), firsts)
            assert together == [span for spans in every for span in spans]


@given(st.lists(TURNS, min_size=1, max_size=4), st.data())
def test_a_few_tokens_stand_where_they_do_among_all(
    turns: list[list[str | None]], data: st.DataObject
) -> None:
    few = few_of([expected(texts)[1] for texts in turns], data)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "some.tokens"
        written(path, turns)
        with closing(TokenFile(path)) as file:
            assert read_few(file, few) == [
                expected(turns[number])[1][one] for number, own in few.items() for one in own
            ]


def test_a_few_words_that_are_long_or_far_apart_keep_their_places(tmp_path: Path) -> None:
    long = "x" * 70_000
    turns = [[f"a{' ' * 20}b", None, f"{long} {'-' * 300} c d"], ["e"]]
    written(tmp_path / "some.tokens", turns)
    with closing(TokenFile(tmp_path / "some.tokens")) as file:
        for chosen in ([1], [2, 3], [3], [4], [5], [0, 5]):
            spans = [expected(turns[0])[1][one] for one in chosen]
            assert read_few(file, {0: chosen, 1: [0]}) == [*spans, (0, 1)]


def few_of(turns: Sequence[Sequence[tuple[int, int]]], data: st.DataObject) -> dict[int, list[int]]:
    """Some places of each turn that has words."""
    return {
        number: sorted(data.draw(st.sets(st.sampled_from(range(len(spans))), min_size=1)))
        for number, spans in enumerate(turns)
        if spans
    }


def read_few(file: TokenFile, few: dict[int, list[int]]) -> list[tuple[int, int]]:
    """Where some tokens of turns stand, of which no more steps are read than needed."""
    firsts = [file.bounds([3 * number + 1])[0][0] for number in few]
    sizes = [own[-1] + 1 for own in few.values()]
    before = list(accumulate(sizes, initial=0))
    steps = [
        file.step_bytes(first, first + size) for first, size in zip(firsts, sizes, strict=True)
    ]
    far = [
        file.far_tokens(first, first + size, base)
        for first, size, base in zip(firsts, sizes, before, strict=False)
    ]
    at = [base + one for base, own in zip(before, few.values(), strict=False) for one in own]
    turns = pairwise(accumulate(map(len, few.values()), initial=0))
    return stepped_spans(b"".join(steps), list(chain(*far)), at, turns) if at else []


def test_words_that_are_long_or_far_apart_keep_their_places(tmp_path: Path) -> None:
    long = "x" * 70_000
    turns = [[f"a{' ' * 20}b", None, f"{long} {'-' * 300} c"], ["d"]]
    written(tmp_path / "some.tokens", turns)
    with closing(TokenFile(tmp_path / "some.tokens")) as file:
        assert [read(file, 1), read(file, 4)] == [expected(texts) for texts in turns]
        assert file.names.find("nowhere") is None


def test_words_are_found_as_written_as_stems_and_by_their_halves(tmp_path: Path) -> None:
    written(tmp_path / "some.tokens", [["Brannon’s, O’Brannon; d’O’Brannon and 日本語 prices"]])
    with closing(TokenFile(tmp_path / "some.tokens")) as file:

        def found(word: str, *, is_exact: bool = True) -> list[str]:
            return [file.names.word(one) for one in file.found_as(word, is_exact=is_exact)]

        assert found("brannon") == ["brannon", "d'o'brannon", "o'brannon"]
        assert found("brannon", is_exact=False) == [
            "brannon",
            "brannon's",
            "d'o'brannon",
            "o'brannon",
        ]
        assert found("o'brannon") == ["d'o'brannon", "o'brannon"]
        assert found("本") == ["本", "本語"]
        assert found("price") == []
        assert found("price", is_exact=False) == ["prices"]


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.tokens"
    written(path, [["We will wait."]])
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedIndex, match="index --full"):
        TokenFile(path)


@given(st.lists(TEXTS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_of_many_words_asked_for_the_same_are_found_as_of_few(
    texts: list[str], some: Random
) -> None:
    every = sorted(
        {form for text in texts for word in words(text) for form in (word, *halves(word))}
    )
    known: list[WordKey] = [(True, one) for one in every] + [(False, stem(one)) for one in every]
    asked = {*some.sample(known, len(known) // 2), (True, "никто"), (False, "nobod")}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "some.tokens"
        written(path, [texts])
        with closing(TokenFile(path)) as file, pytest.MonkeyPatch.context() as patched:
            few = keys_of_each(file, asked)
            patched.setattr(segment_words, "_MOST_LOOKED_UP", 0)
            assert keys_of_each(file, asked) == few


def keys_of_each(file: TokenFile, asked: set[WordKey]) -> list[set[WordKey]]:
    """What each word of a file was asked for as; words are looked at in two steps."""
    keys, numbers = WordKeys(asked), np.arange(len(file.stem_of))
    words = SegmentTokens(file).asked(keys)
    words.places(numbers[::2], keys)
    return [
        set(words.keys[number]) if number in words.places(numbers, keys) else set()
        for number in numbers.tolist()
    ]
