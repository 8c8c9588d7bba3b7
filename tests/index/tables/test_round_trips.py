"""Whatever stands in cells, what was written is read; whatever bytes come, an answer is given."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.tables.json_rows import JsonTable
from index.tables.row import TableRow
from index.tables.table import open_table
from search.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ("title", "date", "text", "url")
CELL = st.text(st.sampled_from('ab ,;\t|"\n\\éЖ=.:'), max_size=12)
ROWS = st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=8)
once = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@once
@given(rows=ROWS)
@example(rows=[("a;b;c;d", "a;b;c;d", 'say ""', "\\")])
@example(rows=[('\\"', "", "", "")])
def test_rows_written_with_any_separator_are_read_as_they_were(
    tmp_path: Path, separator: str, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path / "x.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([HEADINGS, *rows])
    found = [row for row in open_table(path).rows() if isinstance(row, TableRow)]
    assert [tuple(row.cells.values()) for row in found] == rows


@once
@given(rows=ROWS, indent=st.sampled_from([None, 1]), size=st.integers(1, 7))
def test_json_is_read_the_same_in_pieces_of_any_size(
    rows: list[tuple[str, ...]], indent: int | None, size: int
) -> None:
    objects = [dict(zip(HEADINGS, row, strict=True)) for row in rows]
    text = json.dumps({"n": 12.5, "none": None, "items": objects, "end": [1, "]"]}, indent=indent)

    def pieces() -> JsonTable:
        return JsonTable(text[at : at + size] for at in range(0, len(text), size))

    (wanted,) = pieces().lists()
    found = list(pieces().rows(wanted))
    assert [row.value for row in found] == objects
    starts = [match.start() for match in re.finditer(r'\{\s*"title": ', text)]
    assert [row.line for row in found] == [text.count("\n", 0, at) + 1 for at in starts]


@once
@given(
    content=st.binary(max_size=300), name=st.sampled_from(["x.csv", "x.tsv", "x.json", "x.jsonl"])
)
@example(content=b"\x1f\x8b", name="x.csv")
@example(content=b"[{", name="x.json")
@example(content=b'{"a": [{"b": 1}, ', name="x.json")
@example(content=b'"', name="x.csv")
@example(content=b"\xff\xfe\x00", name="x.csv")
def test_any_bytes_are_a_table_or_told_as_none(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    try:
        told = len(list(open_table(path).rows()))
    except SourceError as refused:
        told = str(refused).count(name)
    assert told


def test_json_lines_are_told_from_a_list() -> None:
    assert JsonTable(io.StringIO('{"a": 1}\n{"a": 2}')).is_json_lines()
    assert not JsonTable(io.StringIO('{"a": 1}\n')).is_json_lines()
    assert not JsonTable(io.StringIO('[{"a": 1}]')).is_json_lines()
