"""Blocks laid out as arrays read as those that Whoosh's own writer would have written."""

from __future__ import annotations

import pickle
from itertools import pairwise
from random import Random
from struct import unpack
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashReader

from search.engines.whoosh.format.inversion import invert, length_bytes
from search.engines.whoosh.format.posting_blocks import TERM_FIGURES, lay_values, lay_words
from search.engines.whoosh.format.runs import in_order
from search.engines.whoosh.format.term_dictionary import TermDictionary
from search.engines.whoosh.format.word_numbers import Halves, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.engines.whoosh.format.posting_blocks import LaidBlocks

Posting = tuple[int, float, list[int]]


def words_of(documents: dict[int, list[int]]) -> Words:
    """Documents as lists of terms."""
    flat = [term for row in documents.values() for term in row]
    lengths = [len(row) for row in documents.values()]
    return Words(*(np.array(row, np.int32) for row in (flat, list(documents), lengths)))


def no_halves(words: int) -> Halves:
    """As many words, none of which has a half."""
    return Halves(np.zeros(words, np.int32), np.zeros(0, np.int32))


def test_halves_stand_at_the_places_of_their_words_and_in_no_length() -> None:
    # word 3 has the halves 1 and 0, word 4 the half 3, whose rank is its own
    halves = Halves(np.array([0, 0, 0, 2, 1], np.int32), np.array([1, 0, 3], np.int32))
    given = words_of({0: [3, 2, 3], 2: [0, 4, 2]})
    inverted = invert(given, np.array([0, 1, 2, 3, 3], np.int32), halves)
    ends = inverted.firsts.tolist()
    rows = zip(inverted.terms.tolist(), inverted.documents.tolist(), pairwise(ends), strict=True)
    found = [(term, one, inverted.positions[slice(*row)].tolist()) for term, one, row in rows]
    assert found == [
        *((0, 0, [0, 2]), (0, 2, [0])),
        *((1, 0, [0, 2]), (2, 0, [1]), (2, 2, [2])),
        *((3, 0, [0, 2]), (3, 2, [1])),
    ]
    assert inverted.counts.tolist() == [2, 1, 2, 1, 1, 2, 1]
    assert set(inverted.length_bytes.tolist()) == set(length_bytes(given.lengths).tolist())


def read(content: bytes, offset: int, size: int) -> Iterator[tuple[Any, list[Posting]]]:
    """The blocks of a posting list as `W3LeafMatcher` reads them: figures, postings."""
    assert content[offset : offset + 4] == WHOOSH3_HEADER_MAGIC
    at, end, length = offset + 4, offset + size, 1
    while length > 0:
        (length,) = unpack("!i", content[at : at + 4])
        block = content[at + 4 : at + 4 + abs(length)]
        at += 4 + abs(length)
        figures = pickle.loads(block)
        data = block[block.index(b"\x80\x03") :]
        gaps, weights, values = pickle.loads(data)
        ids = np.cumsum(gaps).tolist()
        weights = [*weights] if isinstance(weights, bytes) else weights
        if weights is None or isinstance(weights, float):
            weights = [weights or 1.0] * len(ids)
        places = [np.cumsum(list(pickle.loads(whole(value)))).tolist() for value in values or ()]
        counts = [unpack("!I", value[:4])[0] for value in values or ()]
        assert counts == [len(row) for row in places]
        yield figures, list(zip(ids, weights, places or [[]] * len(ids), strict=True))
    assert at == end


def whole(value: bytes) -> bytes:
    """A posting's pickle, ended as `whoosh.formats.Positions.decode_positions` does."""
    return value[4:] if value.endswith(b".") else value[4:] + b"."


def postings(laid: Iterator[LaidBlocks]) -> dict[int, list[Posting]]:
    """Term → its postings, with the figures of blocks and terms looked at."""
    found: dict[int, list[Posting]] = {}
    for piece in laid:
        content = piece.content.tobytes()
        for term, row in zip(piece.terms.tolist(), piece.figures, strict=True):
            rows: list[Posting] = []
            for figures, block in read(content, int(row["offset"]), int(row["bytes"])):
                weights = [weight for _, weight, _ in block]
                assert figures[:4] == (len(block), block[-1][0], max(weights), 0)
                rows += block
            assert (row["documents"], row["first"], row["last"]) == (
                len(rows),
                rows[0][0],
                rows[-1][0],
            )
            assert row["weight"] == sum(weight for _, weight, _ in rows)
            assert row["heaviest"] == max(weight for _, weight, _ in rows)
            assert term not in found
            found[term] = rows
    return found


def expected(documents: dict[int, list[int]]) -> dict[int, list[Posting]]:
    found: dict[int, list[Posting]] = {}
    for document, row in documents.items():
        for term in sorted(set(row)):
            places = [at for at, one in enumerate(row) if one == term]
            found.setdefault(term, []).append((document, float(len(places)), places))
    return found


@pytest.mark.parametrize(
    "documents",
    [
        {0: [0]},
        {7: [1, 0, 1], 300: [0, 0], 70_000: [1], 20_000_000: [1, 1, 1]},
        {number: [0, number % 3, 3] for number in range(1000)},
        {0: [0] * 70 + [1] + [0] * 400 + [2] * 300, 1: [0]},
        {0: [1, *[0] * 70_000, 1, 2, *[0] * 300, 2], 5: [2, 2]},
        {number * 2: [4] * (1 + number // 128) for number in range(400)},
    ],
    ids=["one", "gaps", "blocks", "long lists", "far apart", "weights alike in a block"],
)
def test_postings_read_as_they_were_given(documents: dict[int, list[int]]) -> None:
    inverted = invert(words_of(documents), np.arange(5, dtype=np.int32), no_halves(5))
    assert postings(lay_words(inverted)) == expected(documents)


def test_many_terms_of_chance_read_as_they_were_given() -> None:
    some = Random(4)
    documents = {
        number: [int(some.paretovariate(0.4)) % 70_000 for _ in range(some.randint(1, 300))]
        for number in sorted(some.sample(range(100_000), 1500))
    }
    inverted = invert(words_of(documents), np.arange(70_000, dtype=np.int32), no_halves(70_000))
    assert len(list(lay_words(inverted))) > 1, "several pieces are laid out"
    assert postings(lay_words(inverted)) == expected(documents)


def test_values_have_documents_alone() -> None:
    terms = np.array([0] * 300 + [1] + [2] * 128, np.int32)
    documents = np.array([*range(0, 900, 3), 77, *range(128)], np.int32)
    found = postings(lay_values(terms, documents))
    assert {term: len(rows) for term, rows in found.items()} == {0: 300, 1: 1, 2: 128}
    assert [document for document, _, _ in found[0]] == list(range(0, 900, 3))


def test_numbers_are_put_in_order_as_numpy_does() -> None:
    some = np.random.default_rng(3)
    for most in (1, 10, 60_000, 200_000, 2_000_000):
        numbers = some.integers(0, most, 5000).astype(np.int32)
        assert np.array_equal(in_order(numbers), np.argsort(numbers, kind="stable"))
    assert in_order(np.zeros(0, np.int32)).tolist() == []


def test_whoosh_finds_every_entry_of_the_dictionary_and_no_other(tmp_path: Path) -> None:
    names = sorted(f"word{number}".encode() for number in range(5000))
    figures = np.zeros(len(names), TERM_FIGURES)
    figures["documents"] = range(len(names))
    figures["offset"] = 5
    figures["bytes"] = 9
    dictionary = TermDictionary()
    for field in ("body", "exact"):
        dictionary.add(field, names, figures)
    with (tmp_path / "terms").open("wb") as file:
        dictionary.write(file)
    storage = FileStorage(str(tmp_path))
    reader = OrderedHashReader(storage.open_file("terms"), storage.file_length("terms"))
    assert reader.extras["fieldmap"] == {"body": 0, "exact": 1}
    for number, name in enumerate(names):
        info = W3TermInfo.from_bytes(reader[b"\0\1" + name])
        assert (info.doc_frequency(), info.extent()[0]) == (number, 5)
    assert b"\0\1word" not in reader
    assert b"\0\2word1" not in reader
    assert reader.closest_key(b"\0\0word10") == b"\0\0word10"
    assert list(reader.keys_from(b"\0\1")) == [b"\0\1" + name for name in names]
    reader.close()
