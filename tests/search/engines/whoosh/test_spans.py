"""Marks and places are those of a plain reader, on random statements, read here letter by letter.

The reader below shares nothing with the program but the stemmer. `make spans` asks 10,000
statements; `make test` some of them.
"""

from __future__ import annotations

import os
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest

from search.analysis.tokenizer import stem
from search.answers.searcher import Searcher
from search.engines.reference import ReferenceEngine
from search.highlight import patterns
from search.highlight.highlighter import Highlighter
from search.highlight.joined_rows import JoinedRows
from search.highlight.row_matches import TurnTexts
from search.query.expansion import expand
from search.query.parser import parse
from search.query.request import Request
from search.records import Evidence, Mark, MarkKind, Statement, StatementId, Turn, TurnKind
from search.word_rows import TURN_PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from search.engine import SearchEngine
    from search.records import Span
    from search.word_rows import WordPlaces, WordRow

    Way = list[tuple[int, Span]]
    Key = tuple[str, int]

BATCHES = 100 if os.environ.get("ONRECORD_SPANS") == "full" else 2
STATEMENTS, QUERIES = 100, 10  # of a batch

WORDS = (
    *("grain", "Grain", "grains", "fish", "fishing", "not", "will", "Straße", "tarn", "Tarns"),
    *("мир", "Мира", "ёлка", "елка", "больши́м", "don't", "don\u2019t", "co\u00adoperate"),
    *("S-400", "1,000", "state-of-the-art", "cafe\u0301", "İzmir", "quay" * 9),
    *("O\u2019Brannon", "d'Tarns", "l\u2019e\u0301lan", "O'Tarn"),
)
UNSPACED = ("日本語", "本", "日\u3099本", "語日本語")
JOINS = (" ", " ", " ", ", ", ". ", "  ", "\u00a0", " – ", "\n", "—", "… ")
WRAPS = ("", "", "", "«»", "()", "\u201c\u201d")
APOSTROPHES = "'\u2018\u2019`"
DROPPED = "\u0301\u00ad"  # stress, soft hyphen
ELIDED = ("o'", "d'", "l'")
LETTERS = "日本語"
VOICED = "\u3099"  # a mark that belongs to its letter


class Asked(NamedTuple):
    """What a query asks: alternatives, each of words in order, so near, stemmed or as written."""

    q: str
    rows: tuple[tuple[str, ...], ...]
    is_exact: bool
    slop: int


class Read(NamedTuple):
    """A token as the plain reader has it, and the half of it."""

    word: str
    start: int
    end: int
    half: tuple[str, int, int] | None = None


# -- the plain reader


@lru_cache(maxsize=10_000)
def read(text: str) -> tuple[Read, ...]:
    """The tokens of a text."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Read]:
    """Letters and digits, an apostrophe between two of them, and marks that belong to a letter."""
    at = 0
    while at < len(text):
        start = at
        if text[at] in LETTERS:
            while at < len(text) and text[at] in LETTERS + VOICED:
                at += 1
            yield from _pairs(text, start, at)
            continue
        while at < len(text) and (text[at].isalnum() or _inside(text, start, at)):
            at += 1
        if at > start:
            yield _with_half(text, start, at)
        else:
            at += 1


def _with_half(text: str, start: int, end: int) -> Read:
    """A word; after an elision the rest of it is its half."""
    word = plain(text[start:end])
    if not word.startswith(ELIDED):
        return Read(word, start, end)
    return Read(word, start, end, (word[2:], start + 2, end))


def _pairs(text: str, start: int, end: int) -> Iterator[Read]:
    """Every two neighbours of letters without spaces, and the last one; the first is the half."""
    firsts = [at for at in range(start, end) if text[at] in LETTERS] + [end]
    for first, second, third in zip(firsts, firsts[1:], [*firsts[2:], end], strict=False):
        half = (text[first:second], first, second) if third > second else None
        yield Read(text[first:third], first, third, half)


def _inside(text: str, start: int, at: int) -> bool:
    if at == start:
        return False
    return text[at] in DROPPED or (text[at] in APOSTROPHES and text[at + 1 : at + 2].isalnum())


def plain(word: str) -> str:
    """A word folded, character by character."""
    folded = word.replace("e\u0301", "é").casefold().replace("i\u0307", "i")
    for char in DROPPED:
        folded = folded.replace(char, "")
    for char in APOSTROPHES:
        folded = folded.replace(char, "'")
    return folded.replace("ё", "е")


class Expected(NamedTuple):
    """What is marked in every paragraph, and the places that are counted and read line by line."""

    marks: tuple[tuple[Span, ...], ...]
    places: tuple[tuple[Span, ...], ...]


def expected(turn: Turn, asked: Asked) -> Expected:
    """All ways to choose the words are tried."""
    cut = {mark.after for mark in turn.marks}
    row: list[tuple[int, Read | None]] = []
    for number, text in enumerate(turn.paragraphs):
        row += [(number, one) for one in read(text)]
        row += [(number, None)] if number in cut and number < len(turn.paragraphs) - 1 else []
    marked: list[list[Span]] = [[] for _ in turn.paragraphs]
    places: list[set[Span]] = [set() for _ in turn.paragraphs]
    for words in asked.rows:
        nearest: dict[int, Way] = {}
        for chosen in _ways(row, words, asked):
            pieces = [chosen] if asked.slop == 1 else [[one] for one in chosen]
            for piece in pieces:
                for number in {row[at][0] for at, _ in piece}:
                    own = [span for at, span in piece if row[at][0] == number]
                    marked[number].append((own[0][0], own[-1][1]))
            last = chosen[-1][0]
            nearest[last] = max(chosen, nearest.get(last, chosen), key=lambda way: way[0][0])
        for last, way in nearest.items():
            counted = way if asked.slop == 1 else [way[0], way[-1]]
            own = [span for at, span in counted if row[at][0] == row[last][0]]
            places[row[last][0]].add((own[0][0], own[-1][1]))
    return Expected(
        tuple(tuple(_joined(one)) for one in marked), tuple(tuple(sorted(one)) for one in places)
    )


def _ways(
    row: Sequence[tuple[int, Read | None]], words: Sequence[str], asked: Asked
) -> Iterator[Way]:
    def meant(at: int, word: str) -> Span | None:
        one = row[at][1]
        if one is None:
            return None
        for found, start, end in (one[:3], *([one.half] if one.half else [])):
            if word == (found if asked.is_exact else stem(found)):
                return start, end
        return None

    def on(chosen: Way) -> Iterator[Way]:
        if len(chosen) == len(words):
            yield chosen
            return
        before = chosen[-1][0]
        for at in range(before + 1, min(before + asked.slop, len(row) - 1) + 1):
            if row[at][1] is None:
                return
            if span := meant(at, words[len(chosen)]):
                yield from on([*chosen, (at, span)])

    for at in range(len(row)):
        if span := meant(at, words[0]):
            yield from on([(at, span)])


def _joined(marks: list[Span]) -> Iterator[Span]:
    covered = {at for start, end in marks for at in range(start, end)}
    for start in sorted(covered):
        if start - 1 not in covered:
            end = start
            while end in covered:
                end += 1
            yield start, end


# -- what is asked


def random_statements(some: Random) -> tuple[Statement, ...]:
    def text() -> str:
        said = ""
        for _ in range(some.choice((0, 3, 12, 40))):
            wrap = some.choice(WRAPS)
            word = some.choice(WORDS + UNSPACED)
            said += (f"{wrap[0]}{word}{wrap[1]}" if wrap else word) + some.choice(JOINS)
        return said

    def turn(n: int) -> Turn:
        texts = tuple(text() for _ in range(some.randint(1, 4)))
        after = some.sample(range(len(texts)), some.randint(0, 1))
        marks = tuple(Mark(at, MarkKind.ABRIDGED, "<…>") for at in after)
        return Turn(n, texts, TurnKind.SPEECH, Evidence.LABEL, "Oskel", "Oskel", marks=marks)

    return tuple(
        Statement(
            StatementId(f"en-{number}"),
            "en",
            "Talks",
            tuple(turn(10 * n + 1) for n in range(some.randint(0, 3))),
            number=number,
        )
        for number in range(1, STATEMENTS + 1)
    )


def random_query(some: Random) -> Asked:
    def words(least: int, most: int) -> list[str]:
        return [
            one.word for one in read(" ".join(some.choices(WORDS, k=some.randint(least, most))))
        ]

    match some.choice(("any", "exact", "near", "prefix", "or")):
        case "any":
            word = (
                [some.choice(("日本", "本語", "本", "語"))] if some.random() < 0.2 else words(1, 1)
            )
            return Asked(word[0], ((stem(word[0]),),), is_exact=False, slop=1)
        case "exact":
            row = tuple(words(1, 3))
            return Asked(f'"{" ".join(row)}"', (row,), is_exact=True, slop=1)
        case "near":
            row, slop = tuple(some.choice((words(2, 2), words(1, 1) * 2))), some.randint(2, 6)
            return Asked(f'"{" ".join(row)}"~{slop}', (row,), is_exact=True, slop=slop)
        case "prefix":
            begun = some.choice(words(1, 1))[:4].rstrip("'")
            read_ones = [one for word in WORDS for one in read(word)]
            halves = {one.half[0] for one in read_ones if one.half}
            every = sorted({one.word for one in read_ones} | halves)
            rows = tuple((word,) for word in every if word.startswith(begun))
            return Asked(f"{begun}*", rows, is_exact=True, slop=1)
        case _:
            both = words(2, 2)[:2]
            rows = tuple((stem(word),) for word in both)
            return Asked(" OR ".join(both), rows, is_exact=False, slop=1)


def _are_the_words_of(rows: Sequence[WordRow], words: WordPlaces) -> None:
    """The words of a batch are those of its turns, one turn after the other."""
    one_by_one = JoinedRows(rows)
    assert list(words.breaks) == sorted(one_by_one.breaks)
    assert list(words.gaps) == list(one_by_one.gaps)
    every = [
        at * TURN_PLACES + place
        for at, row in reversed([*enumerate(rows)])
        for place in range(len(row))
    ]
    assert words.words_at(every) == one_by_one.words_at(every)
    assert words.offsets(every) == one_by_one.offsets(every)


def found(engine: SearchEngine, asked: Asked, marks: Highlighter) -> Mapping[Key, Expected]:
    """Turn → marks and places in it, by the words an engine keeps of it, or by its text."""
    marked = {}
    for some in Searcher(engine).marked_turns(Request(asked.q)):
        assert list(some.matches) == sorted(some.matches)
        if rows := [one.row for one in some.turns if one.row is not None]:
            assert len(rows) == len(some.turns)
            _are_the_words_of(rows, some.words)
        read = some.read(range(len(some.turns)))
        texts = {at: turn.paragraphs for at, (_, turn) in enumerate(read)}
        places: list[list[list[Span]]] = [[[] for _ in own] for own in texts.values()]
        spans = TurnTexts(texts, some.words).spans(some.matches)
        for match, (which, span) in zip(some.matches, spans, strict=True):
            places[match.turn][which].append(span)
        for unread, own, (statement, turn) in zip(some.turns, places, read, strict=True):
            rows = marks.turn(turn, unread.row)
            by_row = tuple(map(patterns.places, rows))
            assert by_row == tuple(tuple(sorted(one)) for one in own)
            marked[statement.id, turn.n] = Expected(tuple(map(patterns.spans, rows)), by_row)
    return marked


@pytest.mark.parametrize("seed", range(BATCHES))
def test_spans_are_those_of_a_plain_reader(
    seed: int, build_whoosh: Callable[..., SearchEngine]
) -> None:
    some = Random(seed)
    statements = random_statements(some)
    whoosh = build_whoosh(*statements)
    reference = ReferenceEngine(statements, whoosh.manifest)
    marked = 0
    for asked in (random_query(some) for _ in range(QUERIES)):
        plainly = {
            (one.id, turn.n): rows
            for one in statements
            for turn in one.turns
            if any((rows := expected(turn, asked)).marks)
        }
        tree, _ = expand(parse(asked.q).tree, whoosh.lexicon())
        by_text = Highlighter(tree, Searcher(whoosh).conditions)
        assert found(whoosh, asked, by_text) == plainly, asked
        assert found(reference, asked, by_text) == plainly, asked
        if len(asked.rows) == 1:
            often, _ = Searcher(whoosh).occurrences(Request(asked.q))
            counted = sum(len(own) for one in plainly.values() for own in one.places)
            assert sum(often.values()) == counted, asked
        unsplit = Highlighter(tree, Searcher(whoosh).conditions, lexicon=whoosh.lexicon())
        for one in statements:
            for turn in one.turns:
                nothing = ((),) * len(turn.paragraphs)
                for marker in (by_text, unsplit):
                    rows = marker.turn(turn)
                    given = Expected(
                        tuple(map(patterns.spans, rows)), tuple(map(patterns.places, rows))
                    )
                    plain_one = plainly.get((one.id, turn.n), Expected(nothing, nothing))
                    assert given == plain_one, asked
        marked += len(plainly)
    assert marked > QUERIES
