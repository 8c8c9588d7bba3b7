"""Documents → one standard Whoosh segment, written in bulk from arrays of tokens, and the arrays.

Whoosh's own writer makes objects and calls for every posting; this one sorts all tokens of a field
at once and writes the same blocks (`whoosh.codec.whoosh3.W3PostingsWriter._write_block` gives the
format). Stock Whoosh opens the result and answers alike, which the tests hold it to.
"""

from __future__ import annotations

import contextlib
import json
import zlib
from array import array
from collections import defaultdict
from pickle import dumps
from struct import Struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3Segment, W3TermInfo
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.util.numeric import byte_to_length

from search.engines.whoosh.arrays import EXTENSION, ArraysFile
from search.engines.whoosh.inverted import BLOCK, PICKLE, Block, OnePosition, Words, invert
from search.engines.whoosh.schema import HEAD_WORDS, TURN_WORDS, schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from numpy.typing import NDArray

    from search.engines.whoosh.documents import Document

INDEX_NAME: Final = "MAIN"
CONTENTS_NAME: Final = f"_{INDEX_NAME}_1.toc"  # Whoosh's table of contents of its first commit
RECORD_NAME: Final = "record.json"
_COMPRESSION: Final = 3  # zlib's level, as stock Whoosh
_COMPRESS_FROM_BYTES: Final = 80  # a shorter block grows when compressed
_INT: Final = Struct("!i")
_USHORT: Final = Struct("!H")


class _Vocabulary(dict[str, int]):
    """Word → number, in order of first sight."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class Segment:
    """One segment under construction; `finish` writes its postings."""

    def __init__(self, folder: Path, name: str) -> None:
        codec, storage = W3Codec(), FileStorage(str(folder))
        self._schema = schema()
        self._segment = W3Segment(codec, INDEX_NAME, segid=name)
        self._documents = codec.per_document_writer(storage, self._segment)
        self._fields = codec.field_writer(storage, self._segment)
        self._arrays = ArraysFile(folder / self._segment.make_filename(EXTENSION))
        self._record = folder / f"{prefix(name)}{RECORD_NAME}"
        self._vocabulary = _Vocabulary()
        self._words = {name: Words() for name in (*TURN_WORDS, *HEAD_WORDS)}
        self._values: dict[str, dict[bytes, array[int]]] = defaultdict(dict)
        self._dates: dict[datetime, tuple[list[bytes], Any]] = {}
        self._one_position = OnePosition()
        self.count = 0
        self.tokens = 0

    def add(self, document: Document) -> None:
        """Take one document in."""
        number, writer = self.count, self._documents
        writer.start_doc(number)
        for name, words in document.words.items():
            if words:
                self._add_words(name, number, words)
            writer.add_field(name, self._schema[name], document.stored.get(name), len(words))
        for name, values in document.values.items():
            for value in dict.fromkeys(values):
                self._value(name, value.encode()).append(number)
        for name, value in document.stored.items():
            if name not in document.words:
                writer.add_field(name, self._schema[name], value, 0)
        if "speaker" in document.stored:
            self._add_column("speaker", document.stored["speaker"])
        if document.date is not None:
            self._add_date(number, document.date)
        writer.finish_doc()
        self.count += 1

    def _add_words(self, name: str, number: int, words: Sequence[str]) -> None:
        field = self._words[name]
        field.tokens.extend(map(self._vocabulary.__getitem__, words))
        field.documents.append(number)
        field.lengths.append(len(words))
        self.tokens += len(words)

    def _value(self, name: str, value: bytes) -> array[int]:
        holders = self._values[name]
        if value not in holders:
            holders[value] = array("i")
        return holders[value]

    def _add_column(self, name: str, value: Any) -> None:
        field = self._schema[name]
        self._documents.add_column_value(name, field.column_type, field.to_column_value(value))

    def _add_date(self, number: int, date: datetime) -> None:
        field = self._schema["date"]
        if date not in self._dates:
            terms = [term for term, *_ in field.index(date)]
            self._dates[date] = (terms, field.to_column_value(date))
        terms, value = self._dates[date]
        for term in terms:
            self._value("date", term).append(number)
        self._documents.add_column_value("date", field.column_type, value)

    def finish(self) -> None:
        """Write all postings; the documents of the segment are closed to more."""
        self._documents.close()
        self._segment.set_doc_count(self.count)
        terms = _Terms.of(self._vocabulary)
        worded = [name for name, words in self._words.items() if words.tokens]
        for name in sorted([*self._values, *worded]):
            self._fields.start_field(name, self._schema[name])
            if name in worded:
                self._write_words(name, terms)
            else:
                self._write_values(self._values[name])
            self._fields.finish_field()
        self._fields.close()
        self._arrays.close()
        record = {"documents": self.count, "lengths": self._segment._fieldlengths}
        self._record.write_text(json.dumps(record), encoding="utf-8")

    def abandon(self) -> None:
        """Let go of the files of a segment that nobody will read; they are about to be deleted."""
        self._arrays.abandon()
        for writer in (self._documents, self._fields):
            with contextlib.suppress(OSError, ValueError):  # a full disk, files closed in the midst
                writer.close()

    def _write_values(self, values: dict[bytes, array[int]]) -> None:
        for value in sorted(values):
            documents = np.asarray(values[value], np.int32)
            term = _Term(self._fields)
            for start in range(0, len(documents), BLOCK):
                block = documents[start : start + BLOCK]
                ids = np.diff(block, prepend=0).tolist()
                last = start + BLOCK >= len(documents)
                term.write(Block(ids, None, None, 1.0, int(block[0]), int(block[-1]), 0, 0), last)
            term.finish(value, scored=False)

    def _write_words(self, name: str, terms: _Terms) -> None:
        inverted = invert(self._words[name], terms.ranks)
        self._arrays.write(name, inverted, terms.names)
        term: _Term | None = None
        for number, last, block in inverted.blocks(self._one_position):
            term = term or _Term(self._fields)
            term.write(block, last)
            if last:
                term.finish(terms.names[number], scored=True)
                term = None


class _Terms(NamedTuple):
    """The words of a segment in the order of their bytes, and each word's rank in it."""

    names: Sequence[bytes]
    ranks: NDArray[np.int32]  # by number in the vocabulary

    @classmethod
    def of(cls, vocabulary: Mapping[str, int]) -> _Terms:
        """The terms of a vocabulary that numbers its words from 0 in the order it lists them."""
        names = [word.encode() for word in vocabulary]
        order = sorted(range(len(names)), key=names.__getitem__)
        ranks = np.empty(len(names), np.int32)
        ranks[order] = np.arange(len(names), dtype=np.int32)
        return cls([names[number] for number in order], ranks)


class _Term:
    """One term's posting list being written, and the figures Whoosh keeps of it."""

    def __init__(self, fields: Any) -> None:
        self._fields = fields
        self._file = fields._postfile
        self._start = self._file.tell()
        self._file.write(WHOOSH3_HEADER_MAGIC)
        self._blocks: list[Block] = []

    def write(self, block: Block, last: bool) -> None:
        """Write one block; a negative length tells the last one."""
        self._blocks.append(block)
        data = dumps((tuple(block.ids), block.weights, block.values), PICKLE)
        level = _COMPRESSION if len(data) >= _COMPRESS_FROM_BYTES else 0
        if level:
            data = zlib.compress(data, level)
        facts = (len(block.ids), block.last, block.heaviest, level, block.shortest, block.longest)
        info = dumps(facts, PICKLE)
        size = len(info) + len(data)
        self._file.write(_INT.pack(-size if last else size) + info + data)

    def finish(self, name: bytes, *, scored: bool) -> None:
        """Enter the term into the segment's dictionary."""
        blocks = self._blocks
        info = W3TermInfo()
        info._df = sum(len(block.ids) for block in blocks)
        info._weight = sum(block.total for block in blocks) if scored else float(info._df)
        info._minlength = byte_to_length(min(b.shortest for b in blocks)) if scored else None
        info._maxlength = byte_to_length(max(b.longest for b in blocks)) if scored else 0
        info._maxweight = max(block.heaviest for block in blocks)
        info._minid, info._maxid = blocks[0].first, blocks[-1].last
        info.set_extent(self._start, self._file.tell() - self._start)
        self._fields._tindex.add(_USHORT.pack(self._fields._fieldid) + name, info.to_bytes())


def prefix(name: str) -> str:
    """What the names of all files of a segment begin with."""
    return f"{INDEX_NAME}_{name}."


def write_contents(folder: Path, segments: Sequence[str]) -> None:
    """Write Whoosh's table of contents of finished segments: now the folder is an index."""
    TOC(schema(), [_record(folder, name) for name in segments], 1).write(
        FileStorage(str(folder)), INDEX_NAME
    )
    for left in folder.glob(f"{INDEX_NAME}.tmp"):
        left.rmdir()


def _record(folder: Path, name: str) -> Any:
    """What Whoosh itself knows of a segment."""
    known = json.loads((folder / f"{prefix(name)}{RECORD_NAME}").read_text(encoding="utf-8"))
    record = W3Segment(W3Codec(), INDEX_NAME, known["documents"], name)
    record._fieldlengths = known["lengths"]
    return record
