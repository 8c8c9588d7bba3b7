"""Arrays beside a segment hold what Whoosh's blocks hold, and an index without them answers too."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from whoosh.query import And, Phrase, Term
from written_arrays import written

from search.engine import Search
from search.engines import open_engine, verify
from search.engines.whoosh.format.merged_dictionary import (
    DICTIONARY_NAME,
    MergedDictionary,
    write_dictionary,
)
from search.engines.whoosh.format.posting_arrays import (
    EXTENSION,
    Arrays,
    Column,
    read_pieces,
)
from search.engines.whoosh.read.array_terms import ArrayTerms
from search.engines.whoosh.read.postings import PostingFiles
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = ("body", "exact", "label", "label_exact", "title", "title_exact", "lead", "lead_exact")


@pytest.fixture(params=[f"*{EXTENSION}", DICTIONARY_NAME], ids=["no arrays", "no dictionary"])
def bare(built: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The same data folder without what is derivable, and without it in the list of files."""
    shutil.copytree(built.settings.data, tmp_path / "data")
    folder = tmp_path / "data" / "generations" / built.folder.name
    manifest = json.loads((folder / "manifest.json").read_text())
    for path in folder.glob(request.param):
        path.unlink()
        del manifest["files"][path.name]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return tmp_path / "data"


def test_every_term_has_the_same_postings_and_positions(built: Any, bare: Path) -> None:
    folder = bare / "generations" / built.folder.name
    rows = 0
    with (
        closing(PostingFiles(built.folder, 0)) as mapped,
        closing(PostingFiles(folder, 0)) as decoded,
    ):
        for path in built.folder.glob(f"*{EXTENSION}"):
            with closing(Arrays(path)) as arrays:
                terms = [
                    (field, name) for field, one in arrays.fields.items() for name in names(one)
                ]
            for term in terms:
                one, other = mapped.postings(*term), decoded.postings(*term)
                assert np.array_equal(one.documents, other.documents), term
                assert np.array_equal(one.counts, other.counts), term
                assert np.array_equal(
                    mapped.positions(*term).positions, decoded.positions(*term).positions
                ), term
                rows += len(one.documents)
    assert rows > 10_000


@pytest.mark.parametrize("arrays", [True, False], ids=["arrays", "blocks"])
def test_many_words_are_found_together_as_each_by_itself(
    built: Any, bare: Path, arrays: bool
) -> None:
    folder = built.folder if arrays else bare / "generations" / built.folder.name
    (path, *_) = built.folder.glob(f"*{EXTENSION}")
    with closing(Arrays(path)) as one, closing(PostingFiles(folder, 0)) as files:
        for field in FIELDS:
            words = names(one.fields[field])[:: 1 if arrays else 9] if field in one.fields else []
            asked = [*words, "", "zzzz", *(f"{word}s" for word in words[:50])]
            together = files.postings_of(field, tuple(asked))
            assert (
                files.holders_of(field, tuple(asked)) == np.diff(together.ends, prepend=0).tolist()
            )
            for word, first, end in zip(asked, [0, *together.ends], together.ends, strict=False):
                alone = files.postings(field, word)
                assert np.array_equal(together.documents[first:end], alone.documents), word
                assert np.array_equal(together.counts[first:end], alone.counts), word


@pytest.mark.parametrize("far", [0, 3, 400], ids=["none", "few", "most"])
def test_positions_are_read_back_however_far_into_a_turn_they_stand(
    tmp_path: Path, far: int
) -> None:
    texts = ["oak " * 300 + "elm ash" if number < far else "elm oak ash" for number in range(400)]
    path = written(tmp_path / "some.arrays", texts)
    with closing(Arrays(path)) as arrays:
        write_dictionary(tmp_path / "words", [path])
        terms = ArrayTerms(MergedDictionary(tmp_path / "words"), [(0, arrays)])
        for field in ("body", "exact"):
            for word in ("ash", "elm", "oak"):
                places = [
                    at for one in texts for at, is_it in enumerate(one.split()) if is_it == word
                ]
                assert terms.positions(field, word).tolist() == places
        kind = arrays.fields["exact"].positions.low.kind
        terms.close()
    assert kind == (np.uint16 if far == 400 else np.uint8)


def test_pieces_of_columns_of_several_types_are_read_as_the_widest(tmp_path: Path) -> None:
    kinds = (np.uint8, np.uint16, np.uint8, np.uint32)
    path = tmp_path / "columns"
    path.write_bytes(b"".join(np.arange(100, 140, dtype=kind).tobytes() for kind in kinds))
    starts = np.cumsum([0, *(40 * np.dtype(kind).itemsize for kind in kinds)]).tolist()
    with path.open("rb") as file:
        columns = [Column(file, np.dtype(k), at) for k, at in zip(kinds, starts[:-1], strict=True)]
        found = read_pieces(columns, [0, 5, 7, 39], [2, 5, 10, 40])
        assert found.tolist() == [100, 101, 107, 108, 109, 139]
        assert found.dtype == np.uint32
        assert read_pieces(columns[:1], [3], [4]).dtype == np.uint8
        assert read_pieces([], [], []).tolist() == []
        with pytest.raises(DamagedIndex, match="columns"):
            read_pieces(columns[3:], [39], [41])


def names(arrays: Any) -> list[str]:
    ends = arrays.name_ends.tolist()
    text = arrays.names.tobytes()
    return [text[a:b].decode() for a, b in pairwise(ends)]


@pytest.mark.parametrize("word", ["", "a", "zzzz", "яяяя", "\U0010ffff"])
def test_a_word_that_is_not_there_has_no_postings(built: Any, word: str) -> None:
    with closing(PostingFiles(built.folder, 0)) as files:
        assert [len(files.postings(field, word).documents) for field in FIELDS] == [0] * 8
        assert len(files.positions("body", word).positions) == 0


def test_an_index_without_arrays_answers_the_same(built: Any, bare: Path) -> None:
    settings = replace(built.settings, data=bare)
    asked = [
        Search(Term("exact", "the")),
        Search(And([Term("exact", "the"), Phrase("exact", ["of", "the"], slop=4)])),
        Search(Phrase("exact", ["the", "not"])),
    ]
    with closing(open_engine(settings)) as without, closing(open_engine(built.settings)) as whole:
        for search in asked:
            assert without.search(search) == whole.search(search)
            assert whole.search(search).total.statements > 0
    assert verify(settings) == ()


def test_arrays_that_were_published_must_be_there_and_whole(built: Any, tmp_path: Path) -> None:
    shutil.copytree(built.settings.data, tmp_path / "data")
    settings = replace(built.settings, data=tmp_path / "data")
    (path,) = (tmp_path / "data" / "generations" / built.folder.name).glob(f"*{EXTENSION}")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    (told,) = verify(settings)
    assert told.startswith(f"{path.name} is missing or has changed since it was published; run")
    path.write_bytes(content[:-1])
    with pytest.raises(DamagedIndex, match="onrecord index --full"):
        open_engine(settings)
    path.unlink()
    with pytest.raises(DamagedIndex, match="onrecord index --full"):
        open_engine(settings)
