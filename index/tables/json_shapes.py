"""JSON of a table that is no list of objects → its objects, one a row.

Data frames are written by columns, as arrays under their names, or one object a key; other programs
write rows as arrays below their headings, or one object alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.tables.column_names import ColumnRole, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Objects = list[dict[str, Any]]


def objects_in(value: object) -> Objects:
    """The rows of a table; none where no column of it is called a text."""
    rows: Objects = []
    if isinstance(value, dict):
        rows = _of_object(value)
    elif arrays := _arrays(value):
        rows = _of_arrays(arrays[0], arrays[1:])
    return rows if rows and _names_text(rows[0]) else []


def _of_object(value: dict[str, Any]) -> Objects:
    columns, data = value.get("columns"), value.get("data")
    if isinstance(columns, list) and (arrays := _arrays(data)):
        return _of_arrays(columns, arrays)
    inner = list(value.values())
    if _names_text(value):
        if all(isinstance(one, dict) for one in inner):
            return _of_columns(value, dict.fromkeys(key for one in inner for key in one))
        if all(isinstance(one, list) for one in inner):
            return _of_columns(
                {name: dict(enumerate(cells)) for name, cells in value.items()},
                range(max(map(len, inner))),
            )
        return [value]
    return inner if all(isinstance(one, dict) for one in inner) else []


def _of_columns(columns: dict[str, dict[Any, Any]], rows: Iterable[Any]) -> Objects:
    return [{name: cells.get(row) for name, cells in columns.items()} for row in rows]


def _of_arrays(names: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Objects:
    return [dict(zip(map(str, names), row, strict=False)) for row in rows]


def _arrays(value: object) -> list[list[Any]]:
    """A list whose items all are lists; empty for anything else."""
    if isinstance(value, list) and all(isinstance(one, list) for one in value):
        return value
    return []


def _names_text(row: dict[str, Any]) -> bool:
    """Whether a key is called what a text is called."""
    return any((told := role_of(name)) and told[0] is ColumnRole.TEXT for name in row)
