"""Stock Whoosh as the oracle: the same files, the same turns, the same scores."""

from __future__ import annotations

from contextlib import closing
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from whoosh.index import open_dir
from whoosh.query import And, Not, Or, Phrase, Term

from search.analysis.tokenizer import stem
from search.engines.query_plan import All, Either, Leaf, Without, plan
from search.engines.scope import Scope
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.evaluate.evaluator import Evaluator
from search.engines.whoosh.evaluate.field_values import FieldValues
from search.engines.whoosh.evaluate.leaf_lookup import PostingLookup
from search.engines.whoosh.evaluate.match_units import ALL_TURNS
from search.engines.whoosh.evaluate.speakers import SpeakerTable
from search.engines.whoosh.format.columns import read_columns
from search.engines.whoosh.read.byte_cache import ByteCache
from search.engines.whoosh.read.postings import PostingFiles
from search.records import Evidence, Part, Statement, StatementId, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from whoosh.query import Query

    from search.engines.query_plan import Node

    Answer = Callable[[Query], dict[int, float]]

STOCK_FIELD = {"text": "body", "exact": "exact"}


@pytest.fixture(scope="module")
def ours(built: Any) -> Iterator[Answer]:
    """Tree → turns by document number, and their scores."""
    files = PostingFiles(built.folder, cache_bytes=1 << 20)
    columns = read_columns(built.folder)
    values = FieldValues(columns, SpeakerTable(columns, {}))
    cache = ByteCache(1 << 20)
    leaves = PostingLookup(files, columns.statement, cache)
    evaluator = Evaluator(columns, values, leaves, cache)
    every, scope = set(np.flatnonzero(columns.is_turn).tolist()), Scope(ALL_TURNS, only_turns=True)

    def turns(node: Node) -> set[int]:
        match node:
            case Leaf():
                return set(np.concatenate(list(leaves.documents(node, of_turns=True))).tolist())
            case All():
                return every.intersection(*map(turns, node.rest))
            case Either():
                return set().union(*map(turns, node.nodes))
            case Without():
                return every - turns(node.node)
        raise AssertionError(node)

    def answer(tree: Query) -> dict[int, float]:
        node = plan(tree)
        found = turns(node)
        scores = np.zeros(len(columns.statement))
        for leaf, inner in evaluator.positive_leaves(node, scope):
            for held in evaluator.in_scope(leaf, inner, frozenset({Part.TURNS})).parts.values():
                np.add.at(scores, held.rows.documents, held.rows.scores)
        return {one: float(scores[one]) for one in found}

    yield answer
    files.close()


@pytest.fixture(scope="module")
def stock(built: Any) -> Iterator[Answer]:
    """The same, asked of a stock Whoosh searcher."""
    with open_dir(str(built.folder)).searcher() as searcher:

        def answer(tree: Query) -> dict[int, float]:
            hits = searcher.search(translated(tree), limit=None)
            return {hit.docnum: hit.score for hit in hits}

        yield answer


def translated(tree: Query) -> Query:
    """The tree in the names of Whoosh's fields."""
    if isinstance(tree, (And, Or)):
        return type(tree)([translated(child) for child in tree.subqueries])
    if isinstance(tree, Not):
        return Not(translated(tree.query))
    if isinstance(tree, Phrase):
        return Phrase(STOCK_FIELD[tree.fieldname], tree.words, slop=tree.slop)
    return Term(STOCK_FIELD[tree.fieldname], tree.text)


def agree(ours: Answer, stock: Answer, tree: Query) -> int:
    """Both find the same turns with the same scores; how many."""
    mine, theirs = ours(tree), stock(tree)
    assert mine.keys() == theirs.keys(), tree
    assert mine == pytest.approx(theirs, abs=2e-6), tree  # ours are rounded to six places
    return len(mine)


@pytest.fixture(scope="module")
def vocabulary(built: Any) -> tuple[str, ...]:
    """Every word of the statements."""
    texts = [text for one in built.statements for turn in one.turns for text in turn.paragraphs]
    return tuple(sorted({word for text in texts for word in text.split()}))


def test_every_word_is_found_in_the_same_turns_with_the_same_score(
    ours: Answer, stock: Answer, vocabulary: tuple[str, ...]
) -> None:
    assert len(vocabulary) > 40
    for word in (*vocabulary, "unheard"):
        for leaf in (Term("exact", word), Term("text", stem(word))):
            assert (agree(ours, stock, leaf) > 0) is (word != "unheard")


@pytest.mark.parametrize("slop", [1, 2, 5, 12])
def test_phrases_agree(ours: Answer, stock: Answer, vocabulary: tuple[str, ...], slop: int) -> None:
    some, found = Random(slop), 0
    for _ in range(150):
        row = some.choices((*vocabulary, "the", "of", "the"), k=some.choice((2, 2, 3, 4)))
        found += agree(ours, stock, Phrase("exact", row, slop=slop))
        found += agree(ours, stock, Phrase("text", [stem(word) for word in row], slop=slop))
    assert found > 100


def test_operators_agree(ours: Answer, stock: Answer, vocabulary: tuple[str, ...]) -> None:
    some, found = Random(9), 0

    def leaf() -> Query:
        if some.random() < 0.2:
            return Phrase("exact", some.choices((*vocabulary, "the"), k=2), slop=3)
        return Term("exact", some.choice(vocabulary))

    for _ in range(200):
        both = [leaf() for _ in range(some.randint(2, 3))]
        found += agree(ours, stock, And(both))
        found += agree(ours, stock, Or(both))
        found += agree(ours, stock, And([leaf(), Or(both)]))
    assert found > 1000


def test_not_leaves_the_same_turns_and_their_scores_alone(
    ours: Answer, stock: Answer, vocabulary: tuple[str, ...]
) -> None:
    some = Random(10)
    for _ in range(150):
        wanted, unwanted = (Term("exact", some.choice(vocabulary)) for _ in range(2))
        mine = ours(And([wanted, Not(unwanted)]))
        # stock Whoosh adds 1 to a score where what stands under Not is found nowhere
        whole = stock(wanted)
        assert mine.keys() == stock(And([wanted, Not(unwanted)])).keys()
        assert mine == pytest.approx({one: whole[one] for one in mine}, abs=2e-6)


def test_a_word_of_many_turns_scores_as_stock_scores_it(
    built_of: Callable[..., Any],
) -> None:
    turns = tuple(
        Turn(n, ("grain " * (n % 7 + 1) + "and rye " * (n % 90),), TurnKind.SPEECH, Evidence.NONE)
        for n in range(1, 10_500)
    )
    both = built_of(Statement(StatementId("en-1"), "en", "Harvest", turns))
    with closing(WhooshEngine(both.folder, 1 << 24)) as engine:
        (rows,) = [
            one.rows
            for one in engine._evaluator.in_scope(
                Leaf("exact", ("grain",)), Scope(ALL_TURNS, only_turns=True)
            ).parts.values()
        ]
    assert len(rows.documents) > 10_000  # so many scores are looked up, not worked out
    with open_dir(str(both.folder)).searcher() as searcher:
        stock = {
            hit.docnum: hit.score for hit in searcher.search(Term("exact", "grain"), limit=None)
        }
    ours = dict(zip(rows.documents.tolist(), rows.scores.tolist(), strict=True))
    assert len(ours) == 10_499
    assert ours == pytest.approx(stock, abs=1e-9)


def test_stock_finds_halves_at_the_places_of_their_words(built_of: Callable[..., Any]) -> None:
    text = "Côte d’Ivory met O’Brannon in 日本語, ivory"
    turn = Turn(1, (text,), TurnKind.SPEECH, Evidence.NONE)
    both = built_of(Statement(StatementId("en-1"), "en", "Talks", (turn,)))
    with open_dir(str(both.folder)).searcher() as searcher:
        for word, places in (
            ("d'ivory", [1]),
            ("ivory", [1, 8]),
            ("brannon", [3]),
            ("日本", [5]),
            ("本", [6]),
            ("語", [7]),
        ):
            for field, term in (("exact", word), ("body", stem(word))):
                assert searcher.postings(field, term).value_as("positions") == places, term
        for row in (["côte", "ivory", "met"], ["日本", "本"], ["d'ivory", "met", "brannon"]):
            assert len(searcher.search(Phrase("exact", row))) == 1
        assert len(searcher.search(Phrase("exact", ["d'ivory", "ivory"]))) == 0
        document = next(iter(searcher.postings("exact", "ivory").all_ids()))
        assert searcher.doc_field_length(document, "exact") == 9  # halves are in no length
