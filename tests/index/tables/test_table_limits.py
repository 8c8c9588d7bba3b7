"""Tables larger than any: what is read, what is told, and in how much memory."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from index.archives.limits import Limits
from index.tables import delimited, table_text
from index.tables.table import MOST_COLUMNS, open_table
from invented_rows import HEADINGS, ROWS, as_csv, as_objects, titles, whys
from search.errors import SourceError
from search.records import Statement

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    ReadTable = Callable[..., list[Statement | str]]


def test_a_cell_longer_than_the_modules_limit_is_read(read_table: ReadTable) -> None:
    (one,) = read_table(
        "x.csv", as_csv([("title", "text"), ("Long", "The tide is high. " * 9_000)])
    )
    assert isinstance(one, Statement)
    assert sum(len(text) for turn in one.turns for text in turn.paragraphs) > 131_072


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("chars", [1_000, 5_000_000])
def test_a_line_longer_than_any_row_costs_its_row_alone(
    read_table: ReadTable, monkeypatch: pytest.MonkeyPatch, end: str, packed: bool, chars: int
) -> None:
    monkeypatch.setattr(table_text, "MOST_ROW_CHARS", 1_000)
    after = ("After", "2031-05-08", "The tide is low again.", "")
    rows = [HEADINGS, ROWS[1], ("Long", "2031-05-08", "x" * chars, ""), after]
    content = as_csv(rows, lineterminator=end).encode()
    name = "x.csv.gz" if packed else "x.csv"
    found = read_table(name, gzip.compress(content) if packed else content)
    assert titles(found) == ['The "open" harbour', "After"]
    assert [why.partition(": ")[2] for why in whys(found)] == [
        "the line has more than 1,000 characters"
    ]


def test_a_long_line_inside_an_open_quotation_costs_no_row_after_it(
    read_table: ReadTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_text, "MOST_ROW_CHARS", 1_000)
    broken = f'Open,2031-05-08,"It begins,\n{"x" * 3_000}\n'
    found = read_table("x.csv", as_csv() + broken + as_csv(ROWS))
    assert len(titles(found)) == 4
    assert len(whys(found)) == 2


def test_a_long_line_of_json_lines_costs_that_line(
    read_table: ReadTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_text, "MOST_ROW_CHARS", 1_000)
    first, second = map(json.dumps, as_objects())
    long = json.dumps({"title": "Long", "text": "x" * 2_000})
    found = read_table("x.jsonl", f"{first}\n{long}\n{second}\n")
    assert titles(found) == ["On the tide", 'The "open" harbour']
    assert whys(found) == ["line 2: the line has more than 1,000 characters"]


def test_a_packed_file_that_unpacks_without_end_is_read_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_text, "most_unpacked", lambda _packed_bytes: 100_000)
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(as_csv().encode() + as_csv(ROWS).encode() * 5_000))
    *_, last = open_table(bomb).rows()
    assert "unpacks to more than 100,000 bytes" in getattr(last, "why", "")


def test_a_packed_file_may_unpack_to_what_an_archive_may() -> None:
    limits = Limits()
    assert table_text.most_unpacked(1_000) == limits.free_bytes
    assert table_text.most_unpacked(limits.free_bytes) == limits.free_bytes * limits.ratio
    assert table_text.most_unpacked(1 << 60) == limits.expanded_bytes


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.jsonl", '{"text": "The tide is high.", "number": %s}' % ("9" * 5_000)),
        ("x.json", '[{"text": "The tide is high.", "number": %s}]' % ("9" * 5_000)),
    ],
)
def test_a_number_too_long_to_be_read_is_told(
    read_table: ReadTable, name: str, content: str
) -> None:
    with pytest.raises(SourceError, match=r"a number in (the line|line 1) is too long"):
        read_table(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", ",".join(["text"] * (MOST_COLUMNS + 1)) + "\n" + "a," * MOST_COLUMNS),
        ("x.tsv", "\t" * 200_000),
        ("x.jsonl", json.dumps({f"k{n}": 1 for n in range(MOST_COLUMNS + 1)})),
    ],
)
def test_a_table_of_too_many_columns_is_refused(
    read_table: ReadTable, name: str, content: str
) -> None:
    with pytest.raises(SourceError, match="more than 1,000 columns"):
        read_table(name, content)


@pytest.mark.parametrize(
    "lines", [["a" * 9_000_000], ["a,b\n"] * 300_000, ["a\n", "b" * 9_000_000]]
)
def test_signs_are_looked_for_in_a_bounded_beginning(lines: list[str]) -> None:
    looked_at = delimited._beginning(lines)
    assert 0 < sum(map(len, looked_at)) <= 500_000
    assert "".join(lines).startswith("".join(looked_at))


def test_reading_a_table_keeps_no_row_in_memory(tmp_path: Path) -> None:
    """Four times the rows are read in the same memory."""
    import tracemalloc

    peaks = []
    for count in (10_000, 40_000):
        path = tmp_path / f"{count}.json"
        with path.open("w") as file:
            file.write("[")
            file.writelines(
                json.dumps({"text": f"Words of {n}. " * 20, "title": f"T{n}"}) + ",\n"
                for n in range(count)
            )
            file.write('{"text": "The last words of all."}]')
        table = open_table(path)
        tracemalloc.start()
        assert sum(1 for _ in table.rows()) == count + 1
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
