"""What the user says with `--map` → which column of a table has which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.tables.column_names import ColumnRole
from search.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from index.tables.table import Table


def read_map(written: Sequence[str]) -> dict[ColumnRole, str | None]:
    """What `--map text=body,date=when` says; `SourceError` where it says nothing that can be.

    `author=NAME` is the speaker; a role with nothing after it is taken from every column.
    """
    found: dict[ColumnRole, str | None] = {}
    for pair in (pair for one in written for pair in _pairs(one)):
        role, sign, name = pair.partition("=")
        role = {"author": "speaker", "office": "role"}.get(
            role.strip().lower(), role.strip().lower()
        )
        if not sign or role not in list(ColumnRole):
            raise SourceError(
                f"--map {pair}: write ROLE=COLUMN, with one of the roles "
                f"{', '.join(ColumnRole)}; ROLE= where no column has it"
            )
        found[ColumnRole(role)] = name.strip() or None
    if not found:
        raise SourceError("--map says nothing; write --map text=COLUMN,date=COLUMN")
    if found.get(ColumnRole.TEXT, "") is None:
        raise SourceError("--map text=: a table without its text holds no statement")
    return found


def _pairs(written: str) -> Iterable[str]:
    """Pairs between commas; a comma inside a column's name stays where no `=` follows it."""
    found: list[str] = []
    for piece in written.split(","):
        if "=" in piece or not found:
            found.append(piece)
        else:
            found[-1] += f",{piece}"
    return (pair for pair in found if pair.strip())


def mapped_columns(
    table: Table, given: Mapping[ColumnRole, str | None]
) -> dict[ColumnRole, str | None]:
    """The columns that the user named; None for a role that no column is to have.

    `SourceError` for a name that no column has.
    """
    found: dict[ColumnRole, str | None] = {}
    for role, name in given.items():
        found[role] = None if name is None else _column(table, role, name)
    return found


def _column(table: Table, role: ColumnRole, name: str) -> str:
    """The column of that name, in any case, or of that position (`#3`)."""
    columns = table.columns
    if name in columns:
        return name
    if name[:1] == "#" and name[1:].isdecimal() and 0 < int(name[1:]) <= len(columns):
        return columns[int(name[1:]) - 1]
    alike = [one for one in columns if one.casefold() == name.casefold()]
    if len(alike) == 1:
        return alike[0]
    raise SourceError(
        f"--map {role}={name}: {table.text.path} has no column {name}; it has "
        f"{listed_columns(columns)}"
    )


def listed_columns(columns: Sequence[str]) -> str:
    """The names of columns, in a sentence."""
    shown = [name if len(name) <= 40 else f"{name[:40]}…" for name in columns[:30]]
    more = len(columns) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
