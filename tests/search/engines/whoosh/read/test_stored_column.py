"""Stored fields read by their places in the file, against Whoosh's own reader of the column."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from whoosh.codec.whoosh3 import STORED_COLUMN
from whoosh.filedb.structfile import StructFile
from whoosh.index import open_dir

from search.engines.whoosh.read.postings import PostingFiles
from search.engines.whoosh.read.stored_column import StoredColumn
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from pathlib import Path

PLACES_WRITTEN_FROM = 2**15 + 1  # documents


def written(path: Path, stored: list[dict[str, Any] | None]) -> Path:
    """A column as Whoosh writes it; None: nothing is stored of a document."""
    with path.open("wb") as file:
        column = STORED_COLUMN.writer(StructFile(file))
        for number, fields in enumerate(stored):
            if fields is not None:
                column.add(number, fields)
        column.finish(len(stored))
    return path


@pytest.mark.parametrize("most", [9, 300, 70_000], ids=["a byte", "two bytes", "four bytes"])
def test_lengths_are_read_however_they_are_written(tmp_path: Path, most: int) -> None:
    stored = [None, {"body": "a" * most}, {"head": "{}"}, None, {"body": f"{list(range(most))}"}]
    with closing(StoredColumn(written(tmp_path / "some.col", stored), 5)) as column:
        assert [column.fields(one) for one in range(5)] == [one or {} for one in stored]


def test_a_large_column_that_has_its_places_written(tmp_path: Path) -> None:
    stored: list[dict[str, Any] | None] = [{"id": one} for one in range(PLACES_WRITTEN_FROM)]
    path = written(tmp_path / "many.col", stored)
    assert path.read_bytes().endswith(b"X")
    with closing(StoredColumn(path, len(stored))) as column:
        some = (0, 1, 20_000, len(stored) - 1)
        assert [column.fields(one) for one in some] == [stored[one] for one in some]


@pytest.mark.parametrize("left", [0, 1, 40])
def test_a_file_cut_short_is_said_to_be_damaged(tmp_path: Path, left: int) -> None:
    path = written(tmp_path / "cut.col", [{"body": "a" * 90}] * 200)
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(DamagedIndex, match=r"cut\.col"):
        StoredColumn(path, 200)


def test_every_document_of_an_index_has_what_whoosh_stores_of_it(built: Any) -> None:
    with (
        closing(PostingFiles(built.folder, 0)) as files,
        closing(open_dir(str(built.folder)).reader()) as reader,
    ):
        assert files.document_count > 100
        for document in range(files.document_count):
            assert files.stored(document) == reader.stored_fields(document)
