"""The piece of a turn worth showing; [ ] are marks, … a cut."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.tokenizer import tokens
from search.highlight import snippet as snippets
from search.highlight.patterns import PatternMatch, joined, joined_spans
from search.highlight.snippet import Snippet, snippet

if TYPE_CHECKING:
    from collections.abc import Sequence

FILLER = "The harvest was good this year and the barns are full to the roof. " * 12


def piece(*paragraphs: str, gaps: frozenset[int] = frozenset(), length: int = 120) -> str:
    """The snippet of paragraphs in which [ ] mark, drawn."""
    texts: list[str] = []
    rows: list[list[PatternMatch]] = []
    patterns: dict[str, int] = {}
    for paragraph in paragraphs:
        row: list[PatternMatch] = []
        for number, found in enumerate(re.finditer(r"\[([^\]]*)\]", paragraph)):
            start = found.start() - 2 * number
            row.append(
                PatternMatch(
                    start,
                    start + len(found[1]),
                    patterns.setdefault(found[1].lower(), len(patterns)),
                )
            )
        texts.append(re.sub(r"[\[\]]", "", paragraph))
        rows.append(row)
    found = snippet(texts, joined(texts, rows), gaps, length)
    text = found.text
    for start, end in reversed(found.spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return f"{'…' if found.cut_before else ''}{text}{'…' if found.cut_after else ''}"


PIECES = (
    # short turns are shown whole, their paragraphs joined
    (("We [will] go.",), "We [will] go."),
    (("Dear friends,", "we [will] go."), "Dear friends, we [will] go."),
    (("Dear [friends,", "we] go."), "Dear friends, we go."),
    ((), ""),
    (("", " "), ""),
    # of long ones the sentence that holds the words
    (
        (FILLER + "We [will] not raise it. " + FILLER,),
        "…We [will] not raise it. The harvest was good this year and the barns are full to the"
        " roof.…",
    ),
    # the beginning where nothing is marked
    (
        (FILLER,),
        "The harvest was good this year and the barns are full to the roof. The harvest was good"
        " this year and the barns are full…",
    ),
    # different words are worth more than one word often
    (
        ("[grain] [grain] [grain]. " + FILLER + "Now [grain] and [fish]. " + FILLER,),
        "…Now [grain] and [fish]. The harvest was good this year and the barns are full to the"
        " roof.…",
    ),
)


@pytest.mark.parametrize(("paragraphs", "shows"), PIECES)
def test_the_best_place_is_shown_from_a_sentence_on(
    paragraphs: tuple[str, ...], shows: str
) -> None:
    assert piece(*paragraphs) == shows


def test_a_sentence_without_end_is_entered_at_a_word_near_the_mark() -> None:
    shown = piece("and so on " * 40 + "we [will] not " + "go there " * 40)
    assert "we [will] not go there" in shown
    assert re.fullmatch(r"…(and|so|on) .* (go|there)…", shown)
    assert len(shown) < 130


def test_no_piece_runs_over_what_the_editors_left_out() -> None:
    assert piece("We [will]", "not go.", gaps=frozenset([0])) == "We [will]…"
    assert piece("We will", "[not] go.", gaps=frozenset([0])) == "…[not] go."


@pytest.mark.parametrize("gap", [-1, 1])
def test_what_was_left_out_before_all_paragraphs_or_after_them_moves_no_mark(gap: int) -> None:
    assert piece("We [will]", "[not] go.", gaps=frozenset([gap])) == "We [will] [not] go."


def test_a_phrase_longer_than_the_piece_is_cut_at_a_word() -> None:
    shown = piece("[" + "and so on " * 60 + "end] of it")
    assert re.fullmatch(r"\[and so on .*(and|so|on)\]…", shown)


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    assert piece("я" * 1_000) == "я" * 120 + "…"


def test_a_long_turn_full_of_marks_takes_little_time() -> None:
    text = "grain and fish. " * 20_000
    marks = [PatternMatch(at, at + 5, 0) for at in range(0, len(text), 16)]
    assert snippet([text], marks).spans[0] == (0, 5)


def test_of_a_turn_full_of_many_words_few_pieces_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    some, text = Random(5), "grain and fish " * 2_000
    marks = [PatternMatch(at, at + 5, some.randrange(200)) for at in range(0, len(text), 15)]
    weights = [round(some.uniform(0.5, 4) * 1_000_000) for _ in range(200)]
    tried: list[int] = []
    around = snippets._around

    def counted(text: str, mark: PatternMatch, length: int) -> tuple[int, int, bool]:
        tried.append(mark.start)
        return around(text, mark, length)

    monkeypatch.setattr(snippets, "_around", counted)
    shown = snippet([text], marks, weights=weights)
    assert len(tried) < 50  # of the 200 that are looked at
    assert shown == plainly([text], marks[:200], frozenset(), 300, tuple(weights))


WORDS = st.lists(st.sampled_from(["grain", "Fish", "a.", "B!", "don’t", "«и»", "x" * 50, "—"]))


@given(WORDS.map(" ".join), st.integers(20, 80), st.data())
def test_a_piece_is_verbatim_and_its_spans_lie_on_token_borders(
    text: str, length: int, data: st.DataObject
) -> None:
    places = list(tokens(text))
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True)) if places else []
    marks = sorted(PatternMatch(token.start, token.end, n % 3) for n, token in enumerate(chosen))
    found = snippet([text], marks, length=length)
    assert found.text in text
    assert found.cut_before or text.startswith(found.text)
    assert found.cut_after or text.endswith(found.text)
    starts = {token.start for token in tokens(found.text)}
    ends = {token.end for token in tokens(found.text)}
    assert all(start in starts and end in ends for start, end in found.spans)
    assert bool(found.spans) == bool(marks)


PIECES_OF_TEXT = (
    *("grain", "Fish", "a.", "B!", "don’t", "«и»", "x" * 50, "—", "Then", "the", "harvest"),
    *("good.", "Yes?", "…", "1990", "(A", "“He", ")", "one.”", "  ", "\n", "e\u0301"),
)


@pytest.mark.parametrize("seed", range(4))
def test_the_piece_is_the_best_of_those_around_every_mark(seed: int) -> None:
    some = Random(seed)
    for _ in range(250):
        texts = [random_text(some) for _ in range(some.randint(1, 4))]
        rows = [random_marks(some, text) for text in texts]
        gaps = frozenset(at for at in range(len(texts)) if some.random() < 0.3)
        length = some.choice((300, 300, 100, 60))
        weights = some.choice(((), (100_000, 1_500_000, 2_200_000, 3_300_000)))
        marks = joined(texts, rows)
        found = snippet(texts, marks, gaps, length, weights)
        assert found == plainly(texts, marks, gaps, length, weights), (texts, rows, gaps, length)


@pytest.mark.parametrize("seed", range(3))
def test_sentences_near_a_place_are_those_of_the_whole_text(seed: int) -> None:
    some = Random(seed)
    for _ in range(400):
        text = random_text(some) + some.choice(("", ". ", '. "—'))
        if some.random() < 0.2:  # breaks longer than what is looked through at first
            text += some.choice((")", ".", " ")) * some.randint(40, 90) + " Then " + text
        least = some.randint(-10, len(text))
        most = some.randint(max(least, 0), len(text))
        breaks = list(snippets._SENTENCE.finditer(text))
        begun = [one.end() for one in breaks if least <= one.end() <= most]
        ended = [one.start(1) for one in breaks if least <= one.start(1) <= most]
        first = 0 if least <= 0 else None
        assert snippets._sentence_start(text, least, most) == max(begun, default=first)
        assert snippets._sentence_end(text, least, most) == max(ended, default=None)


def random_text(some: Random) -> str:
    words = some.choices(PIECES_OF_TEXT, k=some.randint(0, some.choice((5, 60, 400))))
    return some.choice((" ", " ", "  ")).join(words)


def random_marks(some: Random, text: str) -> list[PatternMatch]:
    """Marks of up to four patterns, a few of them long."""
    found = set()
    patterns = some.choice((0, 0, 1, 3))
    for _ in range(some.choice((0, 1, 3, 10, 40)) if text else 0):
        start = some.randrange(len(text))
        end = min(start + some.choice((1, 4, 6, 10, 30, 500)), len(text))
        found.add(PatternMatch(start, end, some.randint(0, patterns)))
    return sorted(found)


def plainly(
    texts: list[str],
    joined_marks: Sequence[PatternMatch],
    gaps: frozenset[int],
    length: int,
    weights: tuple[int, ...],
) -> Snippet:
    """The same by looking at the piece around every mark."""
    sections = list(snippets._sections(texts, joined_marks, gaps))
    windows = []
    for number, section in enumerate(sections):
        text, marks = section
        starts = [mark.start for mark in marks]
        if len(text) <= length:
            worth = snippets._worth(marks, starts, 0, len(text), weights, True)
            windows.append((worth, -number, 0, len(text)))
            continue
        for mark in marks or (PatternMatch(0, 0, -1),):
            start, end, whole = snippets._around(text, mark, length)
            worth = snippets._worth(marks, starts, start, end, weights, whole)
            windows.append((worth, -number, -start, end))
    if not windows:
        return Snippet("", (), cut_before=False, cut_after=False)
    best = max(windows, key=lambda one: one[:3])  # the first of equals
    number, start, end = -best[1], -best[2], best[3]
    text, marks = sections[number]
    return Snippet(
        text[start:end],
        joined_spans(snippets._clipped(text, marks, start, end)),
        cut_before=number > 0 or start > 0,
        cut_after=number < len(sections) - 1 or end < len(text),
    )
