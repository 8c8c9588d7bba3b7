"""Documents → one standard Whoosh segment, written in bulk from arrays of words, and the arrays.

Whoosh's own writer makes objects and calls for every posting; this one sorts all words of a field
at once and lays out the same blocks (`posting_blocks`). Stock Whoosh opens the result
and answers alike, which the tests hold it to.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import STORED_COLUMN, W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from search.engines.whoosh.format.inversion import length_bytes
from search.engines.whoosh.format.posting_arrays import EXTENSION, ArraysFile
from search.engines.whoosh.format.posting_blocks import TERM_FIGURES, lay_values, lay_words
from search.engines.whoosh.format.runs import in_order
from search.engines.whoosh.format.schema import EXACT_OF, GAP, INDEX_NAME, schema
from search.engines.whoosh.format.term_dictionary import TermDictionary
from search.engines.whoosh.format.token_rows import EXTENSION as TOKENS_EXTENSION
from search.engines.whoosh.format.token_rows import write_tokens
from search.engines.whoosh.format.word_forms import WordForms
from search.engines.whoosh.format.word_numbers import FieldTexts, Pieces, sorted_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

    from numpy.typing import NDArray

    from search.engines.whoosh.format.documents import Document
    from search.engines.whoosh.format.posting_blocks import LaidBlocks
    from search.engines.whoosh.format.word_forms import SharedTerms
    from search.engines.whoosh.format.word_numbers import Words

RECORD_NAME: Final = "record.json"
_STORED_AT_ONCE: Final = 1024  # documents


class _Values:
    """All values of one field: the documents that hold each."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._texts: dict[str, int] = {}
        self._codes = array("i")
        self._documents = array("i")

    def number(self, value: bytes) -> int:
        """The number that stands for a value."""
        return self._numbers.setdefault(value, len(self._numbers))

    def add(self, document: int, numbers: Sequence[int]) -> None:
        """Take in what a document holds."""
        self._codes.extend(numbers)
        self._documents.extend([document] * len(numbers))

    def add_texts(self, document: int, texts: Sequence[str]) -> None:
        """Take in the texts that a document holds, each once."""
        for text in texts if len(texts) == 1 else dict.fromkeys(texts):
            number = self._texts.get(text)
            if number is None:
                number = self._texts[text] = self.number(text.encode())
            self._codes.append(number)
            self._documents.append(document)

    def sorted(self) -> tuple[list[bytes], NDArray[np.int32], NDArray[np.int32]]:
        """Values in the order of their bytes; of each posting the value's place, the document."""
        names = sorted(self._numbers)
        ranks = np.empty(len(names), np.int32)
        ranks[[self._numbers[name] for name in names]] = np.arange(len(names), dtype=np.int32)
        terms = ranks[np.frombuffer(self._codes, np.int32)]
        order = in_order(terms)
        return names, terms[order], np.frombuffer(self._documents, np.int32)[order]


class _Column:
    """One of Whoosh's columns, written as documents come."""

    def __init__(self, file: StructFile, kind: Any) -> None:
        self._file = file
        self._writer = kind.writer(file)
        self.add = self._writer.add  # (document, value)

    def finish(self, count: int) -> None:
        """Write what stands after the values of all documents."""
        self._writer.finish(count)
        self._file.close()


class Segment:
    """One segment under construction; `finish` writes its postings."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._prefix = prefix(name)
        self._schema = schema()
        self._segment = W3Segment(W3Codec(), INDEX_NAME, segid=name)
        self._files = ExitStack()
        self._columns: dict[str, _Column] = {}
        self._waiting: list[Mapping[str, Any]] = []
        self._pieces = Pieces()
        self._texts = {name: FieldTexts() for name in EXACT_OF}
        self._values: defaultdict[str, _Values] = defaultdict(_Values)
        self._dates: dict[datetime, tuple[list[int], Any]] = {}
        self.count = 0
        self.turn_word_counts = np.zeros(0, np.int32)
        """How many words the body of each document has, gaps left out; known when finished"""

    def _open(self, name: str) -> BinaryIO:
        return self._files.enter_context((self._folder / name).open("wb"))

    def _add_column(self, name: str, kind: Any, number: int, value: Any) -> None:
        """Write a document's value; a column none has a value for gets no file."""
        if name not in self._columns:
            path = W3Codec.column_filename(self._segment, name)
            self._columns[name] = _Column(StructFile(self._open(path)), kind)
        self._columns[name].add(number, value)

    def add(self, document: Document) -> None:
        """Take one document in."""
        number = self.count
        self.count += 1
        for name, texts in document.texts.items():
            self._texts[name].add(number, self._pieces, texts)
        for name, values in document.values.items():
            if values:
                self._values[name].add_texts(number, values)
        self._waiting.append(document.stored)
        if len(self._waiting) == _STORED_AT_ONCE:
            self._store()
        if "speaker" in document.stored:
            field = self._schema["speaker"]
            speaker = field.to_column_value(document.stored["speaker"])
            self._add_column("speaker", field.column_type, number, speaker)
        if document.date is not None:
            self._add_date(number, document.date)

    def _store(self) -> None:
        """Write the stored fields of the documents that wait for it.

        Many at once: compressing empties the processor's cache of the tables that words are in.
        """
        first = self.count - len(self._waiting)
        for number, stored in enumerate(self._waiting, first):
            self._add_column("_stored", STORED_COLUMN, number, stored)
        self._waiting.clear()

    def _add_date(self, number: int, date: datetime) -> None:
        field, values = self._schema["date"], self._values["date"]
        if date not in self._dates:
            terms = [values.number(term) for term, *_ in field.index(date)]
            self._dates[date] = (terms, field.to_column_value(date))
        terms, value = self._dates[date]
        values.add(number, terms)
        self._add_column("date", field.column_type, number, value)

    def finish(self) -> None:
        """Write all postings; the segment is closed to more documents."""
        self._store()
        for column in self._columns.values():
            column.finish(self.count)
        words = {name: texts.words(self._pieces) for name, texts in self._texts.items()}
        spoken = self._texts["body"]
        self._texts.clear()
        self.turn_word_counts = words["body"].per_document(self.count)
        self.turn_word_counts -= words["body"].times(self._pieces.words.get(GAP), self.count)
        self._write_lengths(words)
        self._write_postings(words, spoken)
        lengths = {
            field: int(given.lengths.sum())
            for name, given in words.items()
            for field in (name, EXACT_OF[name])
            if len(given.numbers)
        }
        record = {"documents": self.count, "lengths": lengths}
        path = self._folder / f"{self._prefix}{RECORD_NAME}"
        path.write_text(json.dumps(record), encoding="utf-8")

    def abandon(self) -> None:
        """Close the files of a segment that was given up; they are about to be deleted."""
        with suppress(OSError):  # a full disk: what waits to be written cannot be
            self._files.close()

    def _write_lengths(self, words: dict[str, Words]) -> None:
        """Of every document the length of each field, as a byte; up to the last that has any."""
        for name, given in words.items():
            if not len(given.documents):
                continue
            column = np.zeros(int(given.documents[-1]) + 1, np.uint8)
            column[given.documents] = length_bytes(given.lengths)
            for field in (name, EXACT_OF[name]):
                path = W3Codec.column_filename(self._segment, f"_{field}_len")
                (self._folder / path).write_bytes(column.tobytes())

    def _write_postings(self, words: dict[str, Words], spoken: FieldTexts) -> None:
        """Postings, dictionary and arrays of all fields, and the tokens of what was spoken."""
        halves = self._pieces.halves()  # numbers more words: before whatever goes by number
        stems, stem_of = self._pieces.stems()
        exact, stemmed = sorted_terms(self._pieces.words), sorted_terms(stems)
        forms = WordForms(exact, stemmed, stem_of, halves)
        entered: dict[str, TermEntries] = {}
        arrays = ArraysFile(self._open(self._segment.make_filename(EXTENSION)))
        with self._open(self._segment.make_filename(W3Codec.POSTS_EXT)) as file:
            for name, given in words.items():
                if len(given.numbers):
                    pair = forms.inverted(given)
                    arrays.write(name, EXACT_OF[name], pair)
                    entered[name] = _laid(file, stemmed.names, lay_words(pair.stems))
                    own = _laid(file, exact.names, lay_words(pair.exact))
                    entered[EXACT_OF[name]] = own.with_those_of(entered[name], pair.shared)
            for name, values in self._values.items():
                names, *rows = values.sorted()
                entered[name] = _laid(file, names, lay_values(*rows))
        arrays.close()
        with self._open(self._segment.make_filename(TOKENS_EXTENSION)) as file:
            tokens = spoken.placed(self._pieces, exact.ranks, self.count)
            write_tokens(file, forms.words(), tokens)
        dictionary = TermDictionary()
        for name in sorted(entered):
            dictionary.add(name, *entered[name].sorted())
        with self._open(self._segment.make_filename(W3Codec.TERMS_EXT)) as file:
            dictionary.write(file)


class TermEntries(NamedTuple):
    """Terms of a field as the dictionary lists them: their names and figures, by number of term."""

    names: Sequence[bytes]
    terms: NDArray[np.int32]
    figures: NDArray[np.void]

    def with_those_of(self, other: TermEntries, shared: SharedTerms) -> TermEntries:
        """These, and terms that point at the postings of another field's terms."""
        rows = other.terms.searchsorted(shared.stems)
        return TermEntries(
            self.names,
            np.concatenate([self.terms, shared.exact]),
            np.concatenate([self.figures, other.figures[rows]], dtype=TERM_FIGURES),
        )

    def sorted(self) -> tuple[list[bytes], NDArray[np.void]]:
        """Names and figures in the order of terms."""
        order = np.argsort(self.terms)
        return [self.names[term] for term in self.terms[order].tolist()], self.figures[order]


def _laid(file: BinaryIO, names: Sequence[bytes], laid: Iterable[LaidBlocks]) -> TermEntries:
    """Write the postings of a field; what the dictionary has to list of it."""
    terms, figures = [np.zeros(0, np.int32)], [np.zeros(0, TERM_FIGURES)]
    for piece in laid:
        piece.figures["offset"] += file.tell()
        file.write(piece.content.data)
        terms.append(piece.terms)
        figures.append(piece.figures)
    return TermEntries(names, np.concatenate(terms), np.concatenate(figures, dtype=TERM_FIGURES))


def prefix(name: str) -> str:
    """What the names of all files of a segment begin with."""
    return f"{INDEX_NAME}_{name}."


def arrays_name(name: str) -> str:
    """The name of the file of a segment's arrays."""
    return f"{INDEX_NAME}_{name}{EXTENSION}"


def write_contents(folder: Path, segments: Sequence[str]) -> None:
    """Write Whoosh's table of contents of finished segments: now the folder is an index."""
    TOC(schema(), [_record(folder, name) for name in segments], 1).write(
        FileStorage(str(folder)), INDEX_NAME
    )


def _record(folder: Path, name: str) -> Any:
    """Whoosh's own record of a segment."""
    known = json.loads((folder / f"{prefix(name)}{RECORD_NAME}").read_text(encoding="utf-8"))
    record = W3Segment(W3Codec(), INDEX_NAME, known["documents"], name)
    record._fieldlengths = known["lengths"]
    return record
