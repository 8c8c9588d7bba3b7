"""What the user says of a save that does not print it: title and date → the statement completed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from search.save_warnings import WarningCode

if TYPE_CHECKING:
    import datetime

    from search.records import Statement

_ANSWERED: Final = {WarningCode.NO_TITLE: "title", WarningCode.NO_DATE: "date"}


@dataclass(frozen=True, slots=True)
class GivenFacts:
    """A title and a date given for one file; None where none is given."""

    title: str | None = None
    date: datetime.date | None = None

    def unused(self, statement: Statement) -> tuple[str, ...]:
        """Which of what is given the save prints itself, otherwise: "title", "date"."""
        printed = {"title": statement.title, "date": statement.date}
        return tuple(
            name
            for name, value in printed.items()
            if getattr(self, name) is not None and value not in (None, "", getattr(self, name))
        )

    def completing(self, statement: Statement) -> Statement:
        """The statement with what is given where the save prints nothing; its id stays.

        What the save prints counts more: it is never replaced.
        """
        title = statement.title or self.title
        date = statement.date or self.date
        answered = {code for code, name in _ANSWERED.items() if getattr(self, name) is not None}
        kept = tuple(code for code in statement.warning_codes if code.code not in answered)
        return replace(
            statement,
            title=title,
            date=date,
            warning_codes=kept,
            warnings=tuple(code.sentence for code in kept),
        )
