"""Spans are those of a plain reader: random statements and queries, read here letter by letter.

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
from search.highlight.highlighter import Highlighter
from search.highlight.patterns import spans
from search.query.expansion import expand
from search.query.parser import parse
from search.query.request import Request
from search.records import Evidence, Mark, MarkKind, Statement, StatementId, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from search.engine import SearchEngine
    from search.records import Span

BATCHES = 100 if os.environ.get("ONRECORD_SPANS") == "full" else 2
STATEMENTS, QUERIES = 100, 10  # of a batch

WORDS = (
    *("grain", "Grain", "grains", "fish", "fishing", "not", "will", "Straße", "tarn", "Tarns"),
    *("мир", "Мира", "ёлка", "елка", "больши́м", "don't", "don\u2019t", "co\u00adoperate"),
    *("S-400", "1,000", "state-of-the-art", "cafe\u0301", "İzmir", "quay" * 9),
)
JOINS = (" ", " ", " ", ", ", ". ", "  ", "\u00a0", " – ", "\n", "—", "… ")
WRAPS = ("", "", "", "«»", "()", "\u201c\u201d")
APOSTROPHES = "'\u2018\u2019`"
DROPPED = "\u0301\u00ad"  # stress, soft hyphen


class Asked(NamedTuple):
    """What a query asks: alternatives, each of words in order, so near, stemmed or as written."""

    q: str
    rows: tuple[tuple[str, ...], ...]
    is_exact: bool
    slop: int


class Read(NamedTuple):
    """A token as the plain reader has it."""

    word: str
    start: int
    end: int


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
        while at < len(text) and (text[at].isalnum() or _inside(text, start, at)):
            at += 1
        if at > start:
            yield Read(plain(text[start:at]), start, at)
        else:
            at += 1


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


def expected(turn: Turn, asked: Asked) -> tuple[tuple[Span, ...], ...]:
    """Spans in every paragraph: all ways to choose the words are tried."""
    cut = {mark.after for mark in turn.marks}
    row: list[tuple[int, Read | None]] = []
    for number, text in enumerate(turn.paragraphs):
        row += [(number, one) for one in read(text)]
        row += [(number, None)] if number in cut and number < len(turn.paragraphs) - 1 else []
    marked: list[list[Span]] = [[] for _ in turn.paragraphs]
    for words in asked.rows:
        for chosen in _ways(row, words, asked):
            pieces = [chosen] if asked.slop == 1 else [[at] for at in chosen]
            for piece in pieces:
                for number in {row[at][0] for at in piece}:
                    own = [one for at in piece if row[at][0] == number and (one := row[at][1])]
                    marked[number].append((own[0].start, own[-1].end))
    return tuple(tuple(_joined(one)) for one in marked)


def _ways(
    row: Sequence[tuple[int, Read | None]], words: Sequence[str], asked: Asked
) -> Iterator[list[int]]:
    def meant(at: int, word: str) -> bool:
        one = row[at][1]
        return one is not None and word == (one.word if asked.is_exact else stem(one.word))

    def on(chosen: list[int]) -> Iterator[list[int]]:
        if len(chosen) == len(words):
            yield chosen
            return
        for at in range(chosen[-1] + 1, min(chosen[-1] + asked.slop, len(row) - 1) + 1):
            if row[at][1] is None:
                return
            if meant(at, words[len(chosen)]):
                yield from on([*chosen, at])

    for at in range(len(row)):
        if meant(at, words[0]):
            yield from on([at])


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
            word = some.choice(WORDS)
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
            word = words(1, 1)
            return Asked(word[0], ((stem(word[0]),),), is_exact=False, slop=1)
        case "exact":
            row = tuple(words(1, 3))
            return Asked(f'"{" ".join(row)}"', (row,), is_exact=True, slop=1)
        case "near":
            row, slop = tuple(words(2, 2)), some.randint(2, 6)
            return Asked(f'"{" ".join(row)}"~{slop}', (row,), is_exact=True, slop=slop)
        case "prefix":
            begun = some.choice(words(1, 1))[:4].rstrip("'")
            every = sorted({one.word for word in WORDS for one in read(word)})
            rows = tuple((word,) for word in every if word.startswith(begun))
            return Asked(f"{begun}*", rows, is_exact=True, slop=1)
        case _:
            both = words(2, 2)[:2]
            rows = tuple((stem(word),) for word in both)
            return Asked(" OR ".join(both), rows, is_exact=False, slop=1)


def found(engine: SearchEngine, q: str) -> Mapping[tuple[str, int], tuple[tuple[Span, ...], ...]]:
    """Turn → spans in its paragraphs, by the words an engine keeps of it, or by its text."""
    marked = {}
    for one in Searcher(engine).marked_turns(Request(q)):
        statement, turn = one.unread.read()
        places: list[list[Span]] = [[] for _ in turn.paragraphs]
        starts = [0]
        for text in turn.paragraphs:
            starts.append(starts[-1] + len(text) + 2)
        for start, end in (match.span(one.row) for match in one.matches):
            which = max(at for at, first in enumerate(starts) if first <= start)
            places[which].append((start - starts[which], end - starts[which]))
        marked[statement.id, turn.n] = tuple(map(tuple, places))
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
            if any(rows := expected(turn, asked))
        }
        assert found(whoosh, asked.q) == plainly, asked
        assert found(reference, asked.q) == plainly, asked
        tree, _ = expand(parse(asked.q).tree, whoosh.lexicon())
        by_text = Highlighter(tree, Searcher(whoosh).conditions)
        for one in statements:
            for turn in one.turns:
                rows = tuple(spans(marks) for marks in by_text.turn(turn))
                assert rows == plainly.get((one.id, turn.n), ((),) * len(turn.paragraphs)), asked
        marked += len(plainly)
    assert marked > QUERIES
