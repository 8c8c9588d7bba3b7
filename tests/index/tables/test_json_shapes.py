"""JSON in the shapes that data frames and other programs write is the table that it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from index.tables import json_rows
from index.tables.json_shapes import objects_in
from search.errors import SourceError
from search.records import Statement

if TYPE_CHECKING:
    from conftest import ReadTable

NAMES: Final = ("title", "date", "text")
ROWS: Final = (
    ("On the tide", "2031-05-08", "Irena Solvei: The tide is high."),
    ("The harbour", "2031-05-09", "Irena Solvei: The harbour will not close."),
)
OBJECTS: Final = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
SHAPES: Final[dict[str, Any]] = {
    "by columns": {name: {str(at): one[name] for at, one in enumerate(OBJECTS)} for name in NAMES},
    "arrays under names": {name: [one[name] for one in OBJECTS] for name in NAMES},
    "one object a key": {"a1": OBJECTS[0], "a2": OBJECTS[1]},
    "arrays below headings": [list(NAMES), *map(list, ROWS)],
    "names and data": {"columns": NAMES, "index": [0, 1], "data": ROWS},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_statements(shape: str, read_table: ReadTable) -> None:
    expected = read_table("a.json", json.dumps(OBJECTS))
    assert len(expected) == 2
    assert read_table("b.json", json.dumps(SHAPES[shape])) == expected


def test_one_object_alone_is_a_table_of_one_row(read_table: ReadTable) -> None:
    (one,) = read_table("a.json", json.dumps(OBJECTS[0], indent=1))
    assert isinstance(one, Statement)
    assert one.title == "On the tide"


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        [[]],
        42,
        "text",
        {"a": {"b": 1}},
        {"settings": {"colour": "red"}},
        [["number", "colour"], [1, "red"]],
        {"columns": ["a"], "data": [[1]]},
        {"a": [1, 2], "b": [3, 4]},
    ],
    ids=repr,
)
def test_what_names_no_text_is_no_table(value: object) -> None:
    assert objects_in(value) == []


def test_columns_of_unlike_lengths_lack_what_they_lack() -> None:
    rows = objects_in({"text": ["a", "b"], "title": ["t"]})
    assert rows == [{"text": "a", "title": "t"}, {"text": "b", "title": None}]


def test_what_is_too_long_to_be_read_whole_is_told(
    read_table: ReadTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_rows, "_MOST_WHOLE_CHARS", 50)
    with pytest.raises(SourceError, match="read as a list of objects, or one object a line"):
        read_table("a.json", json.dumps(SHAPES["by columns"]))


def test_many_small_values_are_refused_before_they_take_memory(read_table: ReadTable) -> None:
    with pytest.raises(SourceError, match="more lists and values than a table"):
        read_table("a.json", f"[{'[],' * 1_000_000}[]]")


def test_a_title_inside_the_content_is_the_title(read_table: ReadTable) -> None:
    rows = [
        {"meta": {"date": date}, "content": {"title": title, "text": text}}
        for title, date, text in ROWS
    ]
    found = read_table("a.json", json.dumps(rows))
    expected = read_table("b.json", json.dumps(OBJECTS))
    assert found == expected
