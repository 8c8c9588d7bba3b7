"""A generation → what is wrong with it, in sentences; nothing when it is as it was published."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, fields, replace
from itertools import chain
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from whoosh.index import open_dir
from whoosh.reading import TermNotFound

from search.analysis.tokenizer import halves, piece_words, stem
from search.engines.manifest import REBUILD
from search.engines.whoosh.format.columns import Columns, ColumnsBuilder, read_columns
from search.engines.whoosh.format.documents import stored_head, stored_turn, words_and_gaps
from search.engines.whoosh.format.merged_dictionary import DICTIONARY_NAME, write_dictionary
from search.engines.whoosh.generations import read_manifest
from search.engines.whoosh.published_files import changed_files, digest
from search.engines.whoosh.read.postings import PostingFiles, arrays_paths
from search.errors import IndexUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    with (
        closing(PostingFiles(folder, _CACHE)) as postings,
        closing(open_dir(str(folder)).reader()) as reader,
    ):
        derived = derived_columns(reader.all_stored_fields())
        wrong = tuple(_wrong_postings(reader, postings, derived))
    written = read_columns(folder)
    columns = tuple(
        f"the {one.name} column differs from what the documents hold"
        for one in fields(Columns)
        if one.name != "indexed"
        and not np.array_equal(getattr(derived, one.name), getattr(written, one.name))
    )
    merged = _wrong_dictionary(folder)
    return (*_wrong_counts(manifest.coverage, derived), *columns, *wrong, *merged)


def _wrong_dictionary(folder: Path) -> Iterator[str]:
    """Whether the dictionary says something else than the arrays that it was merged from."""
    dictionary, arrays = folder / DICTIONARY_NAME, arrays_paths(folder)
    if not all(path.is_file() for path in (dictionary, *arrays)):
        return
    with TemporaryDirectory() as made:
        again = Path(made) / DICTIONARY_NAME
        write_dictionary(again, arrays)
        if digest(again) != digest(dictionary):
            yield f"{DICTIONARY_NAME} differs from the words of the segments"


def _wrong_counts(coverage: Coverage, derived: Columns) -> Iterator[str]:
    """Where the manifest states another number than there is."""
    statements = len(derived.head)
    for name, claimed, actual in (
        ("statements", coverage.statements, statements),
        ("turns", coverage.turns, len(derived.statement) - statements),
    ):
        if claimed != actual:
            yield f"the manifest tells {claimed:,} {name}, the documents are {actual:,}"


def _wrong_postings(reader: Any, files: PostingFiles, derived: Columns) -> Iterator[str]:
    """Words of some turns that Whoosh's postings, or the arrays, have elsewhere than the text."""
    asked = _looked_at(reader, files, derived)
    for leaf, base, field, word in sorted(asked, key=itemgetter(2, 3)):  # one word after another
        expected = asked[leaf, base, field, word]
        by_whoosh = _by_whoosh(leaf, field, word, [one.document - base for one in expected])
        for one, found in zip(expected, by_whoosh, strict=True):
            if found != one.places or _by_arrays(files, field, word, one.document) != one.places:
                yield f"the postings of {word!r} differ from the text of {one.turn}"


@dataclass(frozen=True, slots=True)
class _InText:
    """Where a word stands in a turn by the turn's text."""

    turn: str
    document: int
    places: list[int]


def _looked_at(
    reader: Any, files: PostingFiles, derived: Columns
) -> dict[tuple[Any, int, str, str], list[_InText]]:
    """Words of some turns, by segment, its first document, and field; documents ascend."""
    turns = np.flatnonzero(derived.is_turn)
    some = turns[:: max(1, len(turns) // _TURNS_LOOKED_AT)].tolist()
    asked: dict[tuple[Any, int, str, str], list[_InText]] = defaultdict(list)
    for document in some:
        leaf, base = _segment_of(reader, document)
        stored = files.stored(document)
        exact = [(word, *halves(word)) for word in words_and_gaps(stored_turn(stored))]
        stems = [tuple(map(stem, found)) for found in exact]
        for field, row in (("exact", exact), ("body", stems)):
            for word in list(dict.fromkeys(chain.from_iterable(row)))[:_WORDS_LOOKED_AT]:
                places = [at for at, found in enumerate(row) if word in found]
                asked[leaf, base, field, word].append(_InText(stored["id"], document, places))
    return asked


def _segment_of(reader: Any, document: int) -> tuple[Any, int]:
    """The reader of the segment that holds a document, and the number of its first one."""
    leaves: list[tuple[Any, int]] = reader.leaf_readers()
    return next((leaf, base) for leaf, base in reversed(leaves) if base <= document)


def _by_whoosh(reader: Any, field: str, word: str, documents: Sequence[int]) -> Iterator[list[int]]:
    """Where the word stands in ascending documents of a segment by Whoosh's own reading."""
    try:
        matcher = reader.postings(field, word)
    except TermNotFound:
        yield from ([] for _ in documents)
        return
    for document in documents:
        if matcher.is_active():
            matcher.skip_to(document)
        stands = matcher.is_active() and matcher.id() == document
        yield matcher.value_as("positions") if stands else []


def _by_arrays(files: PostingFiles, field: str, word: str, document: int) -> list[int]:
    """Where the word stands in a document by the arrays."""
    found = files.postings(field, word)
    row = int(np.searchsorted(found.documents, document))
    if row == len(found.documents) or found.documents[row] != document:
        return []
    stands = files.positions(field, word)
    end = int(stands.ends[row])
    places: list[int] = stands.positions[end - int(found.counts[row]) : end].tolist()
    return places


def derived_columns(stored: Iterable[Mapping[str, Any]]) -> Columns:
    """The columns as Whoosh's stored documents give them, in their order."""
    builder = ColumnsBuilder()
    turn_word_counts: list[int] = []
    counts = _WordCounts()
    for statement in stored_statements(stored):
        builder.add(statement)
        turn_word_counts += [0, *(counts.of_turn(turn) for turn in statement.turns)]
    return builder.columns(np.array(turn_word_counts, np.int32))


def stored_statements(stored: Iterable[Mapping[str, Any]]) -> Iterator[Statement]:
    """Every statement, put together again from its head and turns."""
    head: Statement | None = None
    turns: list[Turn] = []
    for document in stored:
        if "head" in document:
            if head is not None:
                yield replace(head, turns=tuple(turns))
            head, turns = stored_head(document), []
        else:
            turns.append(stored_turn(document))
    if head is not None:
        yield replace(head, turns=tuple(turns))


class _WordCounts(dict[str, int]):
    """How many words each piece between white space holds; every piece is looked at once."""

    def __missing__(self, piece: str) -> int:
        """Count a piece that was not met yet."""
        found = self[piece] = len(piece_words(piece))
        return found

    def of_turn(self, turn: Turn) -> int:
        """How many words a turn holds."""
        return sum(sum(map(self.__getitem__, text.split())) for text in turn.paragraphs)
