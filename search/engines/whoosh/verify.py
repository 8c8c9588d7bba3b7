"""A generation → what is wrong with it, in sentences; nothing when it is as it was published."""

from __future__ import annotations

from contextlib import closing
from dataclasses import fields, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from whoosh.index import open_dir

from search.analysis.tokenizer import halves, stem, words
from search.engines.manifest import REBUILD
from search.engines.whoosh.format.columns import Columns, ColumnsBuilder, read_columns
from search.engines.whoosh.format.documents import stored_head, stored_turn, words_and_gaps
from search.engines.whoosh.generations import read_manifest
from search.engines.whoosh.published_files import changed_files
from search.engines.whoosh.read.postings import PostingFiles
from search.errors import IndexUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.records import Coverage, Statement, Turn

_TURNS_LOOKED_AT: Final = 30  # of all turns, evenly spread
_WORDS_LOOKED_AT: Final = 25  # of each, the first ones
_CACHE: Final = 2**24  # bytes: the same frequent words open many turns


def verify(folder: Path) -> tuple[str, ...]:
    """What is wrong with the generation in `folder`, each with what mends it."""
    try:
        return tuple(f"{finding}; {REBUILD}" for finding in _findings(folder))
    except IndexUnavailable as error:
        return (str(error),)


def _findings(folder: Path) -> tuple[str, ...]:
    """What is wrong with a generation: its files, then what stands in them.

    Reads every file once and every stored document, and looks up the words of some turns; about as
    long as a tenth of building it.
    """
    manifest, files = read_manifest(folder)
    changed = changed_files(folder, files, contents=files)
    if changed:
        return tuple(f"{name} is missing or has changed since it was published" for name in changed)
    with closing(PostingFiles(folder, _CACHE)) as postings:
        derived = derived_columns(postings)
        wrong = tuple(_wrong_postings(folder, postings, derived))
    written = read_columns(folder)
    columns = tuple(
        f"the {one.name} column differs from what the documents hold"
        for one in fields(Columns)
        if one.name != "indexed"
        and not np.array_equal(getattr(derived, one.name), getattr(written, one.name))
    )
    return (*_wrong_counts(manifest.coverage, derived), *columns, *wrong)


def _wrong_counts(coverage: Coverage, derived: Columns) -> Iterator[str]:
    """Where the manifest states another number than there is."""
    statements = len(derived.head)
    for name, claimed, actual in (
        ("statements", coverage.statements, statements),
        ("turns", coverage.turns, len(derived.statement) - statements),
    ):
        if claimed != actual:
            yield f"the manifest tells {claimed:,} {name}, the documents are {actual:,}"


def _wrong_postings(folder: Path, files: PostingFiles, derived: Columns) -> Iterator[str]:
    """Words of some turns that Whoosh's postings, or the arrays, have elsewhere than the text."""
    turns = np.flatnonzero(derived.is_turn)
    some = turns[:: max(1, len(turns) // _TURNS_LOOKED_AT)].tolist()
    with closing(open_dir(str(folder)).reader()) as reader:
        for document in some:
            leaf, base = _segment_of(reader, document)
            stored = files.stored(document)
            exact = [(word, *halves(word)) for word in words_and_gaps(stored_turn(stored))]
            stems = [tuple(map(stem, found)) for found in exact]
            for field, row in (("exact", exact), ("body", stems)):
                for word in list(dict.fromkeys(chain.from_iterable(row)))[:_WORDS_LOOKED_AT]:
                    places = [at for at, found in enumerate(row) if word in found]
                    both = (
                        _by_whoosh(leaf, field, word, document - base),
                        _by_arrays(files, field, word, document),
                    )
                    if both != (places, places):
                        yield f"the postings of {word!r} differ from the text of {stored['id']}"


def _segment_of(reader: Any, document: int) -> tuple[Any, int]:
    """The reader of the segment that holds a document, and the number of its first one."""
    leaves: list[tuple[Any, int]] = reader.leaf_readers()
    return next((leaf, base) for leaf, base in reversed(leaves) if base <= document)


def _by_whoosh(reader: Any, field: str, word: str, document: int) -> list[int]:
    """Where the word stands in a document of a segment by Whoosh's own reading."""
    if (field, word) not in reader:
        return []
    matcher = reader.postings(field, word)
    matcher.skip_to(document)
    if not matcher.is_active() or matcher.id() != document:
        return []
    places: list[int] = matcher.value_as("positions")
    return places


def _by_arrays(files: PostingFiles, field: str, word: str, document: int) -> list[int]:
    """Where the word stands in a document by the arrays."""
    found = files.postings(field, word)
    row = int(np.searchsorted(found.documents, document))
    if row == len(found.documents) or found.documents[row] != document:
        return []
    first = int(found.counts[:row].sum())
    places: list[int] = (
        files.positions(field, word).positions[first:][: int(found.counts[row])].tolist()
    )
    return places


def derived_columns(files: PostingFiles) -> Columns:
    """The columns as Whoosh's stored documents give them."""
    builder = ColumnsBuilder()
    turn_word_counts: list[int] = []
    for statement in stored_statements(files):
        builder.add(statement)
        turn_word_counts += [0, *map(_word_count, statement.turns)]
    return builder.columns(np.array(turn_word_counts, np.int32))


def stored_statements(files: PostingFiles) -> Iterator[Statement]:
    """Every statement, put together again from its head and turns."""
    head: Statement | None = None
    turns: list[Turn] = []
    for document in range(files.document_count):
        stored = files.stored(document)
        if "head" in stored:
            if head is not None:
                yield replace(head, turns=tuple(turns))
            head, turns = stored_head(stored), []
        else:
            turns.append(stored_turn(stored))
    if head is not None:
        yield replace(head, turns=tuple(turns))


def _word_count(turn: Turn) -> int:
    return sum(len(words(paragraph)) for paragraph in turn.paragraphs)
