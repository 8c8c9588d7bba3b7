"""The dictionary of a generation names for each word the rows that the segments' arrays have."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from written_arrays import written

from search.engines.whoosh.format.merged_dictionary import (
    NOWHERE,
    FieldDictionary,
    MergedDictionary,
    write_dictionary,
)
from search.engines.whoosh.format.posting_arrays import Arrays, ArraysFile, Column, Stretches
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

ALIKE = ("elm", "elms", "elmwoods", "elmwoodsman", "elmwoodsmen", "elmwoodsy", "дубрава", "日")
TEXTS = (("oak elm", "elm elm"), ("ash",), ("oak", *ALIKE, " ".join(ALIKE)), ("elmwoodsy",))


@pytest.fixture
def segments(tmp_path: Path) -> list[Path]:
    return [written(tmp_path / str(number), texts) for number, texts in enumerate(TEXTS)]


@pytest.fixture
def exact(segments: list[Path], tmp_path: Path) -> Iterator[FieldDictionary]:
    write_dictionary(tmp_path / "words", segments)
    with closing(MergedDictionary(tmp_path / "words")) as merged:
        yield merged.fields["exact"]


def test_each_word_has_an_entry_in_every_segment_that_holds_it(
    segments: list[Path], exact: FieldDictionary
) -> None:
    assert exact.words() == sorted({word for texts in TEXTS for word in " ".join(texts).split()})
    expected: dict[str, list[tuple[int, ...]]] = {}
    for number, path in enumerate(segments):
        with closing(Arrays(path)) as arrays:
            one = arrays.fields["exact"]
            for name, extent in zip(one.terms(), one.extents.tolist(), strict=True):
                expected.setdefault(name.decode(), []).append((number, *extent))
    for word, entries in expected.items():
        assert list(zip(*exact.places(word), strict=True)) == entries, word


@pytest.mark.parametrize("word", ["", "el", "elmwood", "elmwoodsmann", "zzzz", "\0", "\U0010ffff"])
def test_a_word_of_no_segment_stands_nowhere(exact: FieldDictionary, word: str) -> None:
    assert exact.places(word) == NOWHERE
    assert exact.entries([word]).holders.tolist() == [0]


def test_many_words_have_the_entries_of_each_in_the_order_asked(exact: FieldDictionary) -> None:
    asked = ["oak", "none", *ALIKE, "ash", "elmwoodsmann", "oak"]
    found = exact.entries(asked)
    alone = [exact.places(word) for word in asked]
    assert found.segments.tolist() == [one for places in alone for one in places.segments]
    assert found.firsts.tolist() == [one for places in alone for one in places.firsts]
    assert found.ends.tolist() == [one for places in alone for one in places.ends]
    assert found.holders.tolist() == [sum(one.ends) - sum(one.firsts) for one in alone]


def test_words_far_apart_are_found_without_listing_those_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "many", (" ".join(f"w{number:03}" for number in range(200)),))
    write_dictionary(tmp_path / "words", [path])
    monkeypatch.setattr(FieldDictionary, "_listed", lambda *_: pytest.fail("listed"))
    with closing(MergedDictionary(tmp_path / "words")) as merged:
        found = merged.fields["exact"].entries(["w199", "w000", "w1"])
    assert found.holders.tolist() == [1, 1, 0]


def test_segments_without_a_word_make_an_empty_dictionary(tmp_path: Path) -> None:
    with (tmp_path / "none").open("wb") as file:
        ArraysFile(file).close()
    write_dictionary(tmp_path / "words", [tmp_path / "none"])
    with closing(MergedDictionary(tmp_path / "words")) as merged:
        assert merged.fields == {}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files in /proc")
def test_what_is_closed_keeps_no_file_open(segments: list[Path], tmp_path: Path) -> None:
    write_dictionary(tmp_path / "words", segments)
    before = len(list(Path("/proc/self/fd").iterdir()))
    kept = [*map(Arrays, segments), MergedDictionary(tmp_path / "words")]
    for one in (*kept, *kept):  # closed twice is closed
        one.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.parametrize("content", [b"", b"short", bytes(80)])
def test_a_file_that_is_no_dictionary_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "words").write_bytes(content)
    with pytest.raises(DamagedIndex, match="words"):
        MergedDictionary(tmp_path / "words")


@pytest.mark.parametrize("size", [50, 200_000], ids=["near", "far apart"])
def test_pieces_read_in_stretches_are_those_read_one_by_one(tmp_path: Path, size: int) -> None:
    some, kinds = Random(size), (np.uint8, np.uint16, np.uint32)
    numbers = [np.arange(size, dtype=kind) for kind in kinds]
    for number, rows in enumerate(numbers):
        (tmp_path / str(number)).write_bytes(rows.tobytes())
    files = [(tmp_path / str(number)).open("rb") for number in range(len(kinds))]
    columns = [Column(file, np.dtype(kind), 0) for file, kind in zip(files, kinds, strict=True)]
    for count in (1, 2, 60):
        segments = np.array([some.randrange(3) for _ in range(count)])
        firsts = np.array([some.randrange(size) for _ in range(count)])
        ends = np.minimum(firsts + np.array([some.randrange(9) for _ in range(count)]), size)
        pieces = zip(segments, firsts, ends, strict=True)
        expected = np.concatenate([numbers[one][first:end] for one, first, end in pieces])
        found = Stretches.of(segments, firsts, ends).read(columns.__getitem__)
        assert found.tolist() == expected.tolist()
    for file in files:
        file.close()
