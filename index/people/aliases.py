"""`index/data/people.toml` and the user's own file → entries of people that rules cannot tell."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from index.people.identity import read_key, slug
from search.analysis.tokenizer import folded
from search.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from index.people.identity import NameKey

_FIELDS: Final = {"id": str, "names": list, "roles": list, "numbers": list, "default": bool}


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One person of the file; `roles` are folded words of offices."""

    id: str
    names: tuple[str, ...]
    roles: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()
    default: bool = False

    @property
    def keys(self) -> frozenset[NameKey]:
        """The keys of its names."""
        return frozenset(read_key(name) for name in self.names)

    def holds(self, roles: Iterable[str]) -> bool:
        """Whether any of these offices is this person's."""
        held = [f" {folded(role)} " for role in roles]
        return any(f" {words} " in role for words in self.roles for role in held)


def read_entries(own: Path | None = None) -> tuple[PersonEntry, ...]:
    """The entries of the project's file and of `own`; an id that both have is `own`'s."""
    shipped = resources.files("index").joinpath("data", "people.toml").read_text(encoding="utf-8")
    entries = _parse(shipped, "people.toml")
    if own is not None:
        try:
            text = own.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"the file of people {own} cannot be read: {error}") from error
        entries |= _parse(text, str(own))
    return tuple(entries.values())


def _parse(text: str, where: str) -> dict[str, PersonEntry]:
    try:
        rows = tomllib.loads(text).get("person", [])
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{where} is not a TOML file: {error}") from error
    entries: dict[str, PersonEntry] = {}
    for row in rows if isinstance(rows, list) else [rows]:
        entry = _entry(row, where)
        if entry.id in entries:
            raise SourceError(f"{where}: the id {entry.id!r} is given twice; join the two entries")
        entries[entry.id] = entry
    return entries


def _entry(row: Any, where: str) -> PersonEntry:
    """One checked entry; the error names the file, the entry and what it should be."""
    known = isinstance(row, dict) and set(row) <= set(_FIELDS)
    if not known or not all(isinstance(row[name], _FIELDS[name]) for name in row):
        fields = ", ".join(f"{name} ({kind.__name__})" for name, kind in _FIELDS.items())
        raise SourceError(f"{where}: {row!r} is no person; an entry has {fields}")
    names = tuple(str(name) for name in row.get("names", ()))
    given = row.get("id", "")
    if not names or not given or slug(given) != given:
        raise SourceError(
            f"{where}: {row!r} needs names and an id of small Latin letters and hyphens"
        )
    return PersonEntry(
        id=given,
        names=names,
        roles=tuple(folded(str(role)) for role in row.get("roles", ())),
        numbers=frozenset(int(number) for number in row.get("numbers", ())),
        default=row.get("default", False),
    )
