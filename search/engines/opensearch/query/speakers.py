"""The names that a generation's tables hold → choices of the speaker facet, and who speaks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from search.engines.opensearch.layout.documents import name_key, person_key
from search.engines.printed_speakers import PrintedNames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.engines.opensearch.layout.name_tables import NameTables
    from search.records import SpeakerRow


class PrintedSpeakers:
    """The speakers of an index; immutable, each table made at first use."""

    def __init__(self, tables: NameTables, forms: Mapping[str, Sequence[str]]) -> None:
        self._statements = tables.spoken  # by choice of the speaker facet
        self.names = PrintedNames(tables.voices, forms)

    @cached_property
    def choices(self) -> Mapping[str, tuple[str, str]]:
        """Value and label of each choice of the speaker facet."""
        known = {person_key(one): (one, label) for one, label in self.names.labels.items()}
        strangers = self.names.strangers.prints.values()
        return known | {name_key(text): (f"={text}", text) for text in strangers}

    @cached_property
    def rows(self) -> tuple[SpeakerRow, ...]:
        """Everybody who speaks, most turns first; strangers by how they are printed."""
        return self.names.rows(self._count)

    def _count(self, person: str | None, name: str) -> int:
        return self._statements.get(person_key(person) if person else name_key(name), 0)
