"""The headings of a table and its first rows → which column says what, and by what it was told.

A name alone proves nothing (`speech` may number the speeches, `name` may be the speaker's, `source`
a newspaper): what the cells hold must agree. What the user says with `--map` outweighs both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING, Final

from index.tables.cell_values import (
    host_of,
    is_nothing,
    read_clock,
    read_moment,
    slashed_order,
    value_of,
)
from index.tables.column_map import listed_columns, mapped_columns
from index.tables.column_names import NAMES, ColumnRole, role_of
from search.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from index.tables.table import Table

BY_NAME: Final = "its name"
BY_CELLS: Final = "what it holds"
BY_MAP: Final = "--map"

_MOST: Final = 0.5  # of the cells that hold anything: so many must be what a name says
_ALL: Final = 0.9  # where no name says it
_TEXT_CHARS: Final = 200  # the mean of a column that is text without being called so
_LETTERS: Final = 0.4  # of the characters of a text
_LONG_TITLE: Final = 400
_SHOWN_CHARS: Final = 80
_ANY_NAME: Final = (ColumnRole.TITLE, NAMES[ColumnRole.TITLE].split("|").index("name"))
_OWN_ADDRESSES: Final = 0.8  # of addresses that differ: fewer name the place of many rows


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """Which column has which role, by what that is known, and how its cells are to be read."""

    columns: Mapping[ColumnRole, str]
    known_by: Mapping[ColumnRole, str]
    unused: tuple[str, ...] = ()
    day_first: bool | None = None  # of dates such as 05/08/2021
    has_hours: bool = True  # False: every date stands at midnight, which is no hour
    addresses_tell_rows: bool = True  # False: one address stands in many rows
    guessed_charset: str | None = None  # in which the file is read though nothing tells it
    remarks: tuple[str, ...] = ()

    def key(self) -> str:
        """What must change when rows have to be read otherwise."""
        pairs = sorted((role.value, name) for role, name in self.columns.items())
        return repr((pairs, self.day_first, self.has_hours, self.addresses_tell_rows))


def guess_columns(table: Table, given: Mapping[ColumnRole, str | None]) -> ColumnGuess:
    """What the columns of a table are; `SourceError` where none is its text.

    `given` says of some roles which column has it, or (None) that none has.
    """
    cells = {name: _cells(table, name) for name in table.columns}
    found = {role: name for role, name in mapped_columns(table, given).items() if name is not None}
    known_by = dict.fromkeys(found, BY_MAP)
    for tell, how in ((_by_name, BY_NAME), (_by_cells, BY_CELLS)):
        for role in ColumnRole:
            free = [name for name in table.columns if name not in found.values()]
            if role not in found and role not in given and (name := tell(role, free, cells)):
                found[role], known_by[role] = name, how
    if ColumnRole.TEXT not in found:
        raise SourceError(_no_text(table))
    unused = tuple(name for name in table.columns if name not in found.values())
    guess = ColumnGuess(
        {role: found[role] for role in ColumnRole if role in found}, known_by, unused
    )
    return _with_ways(guess, table, cells)


def _cells(table: Table, name: str) -> list[str]:
    """What the first rows hold in a column, without cells that hold nothing."""
    found = (row.cells.get(name, "") for row in table.sample)
    return [cell for cell in found if not is_nothing(cell)]


def _no_text(table: Table) -> str:
    begins, example = "", "text=COLUMN,date=COLUMN,title=COLUMN,url=COLUMN"
    if not table.has_headings:
        begins = " (its first row names no columns, so they are counted: #1 is the first)"
        example = "text=#3,date=#2,title=#1"
    return (
        f"{table.text.path} has no column that is text{begins}; it has "
        f"{listed_columns(table.columns)}. Say which is, and what the others are: --map {example}"
    )


def _by_name(
    role: ColumnRole, free: Sequence[str], cells: Mapping[str, Sequence[str]]
) -> str | None:
    """The column that is called so, if what it holds agrees; of several texts the longest."""
    called = [
        (told[1], position, name)
        for position, name in enumerate(free)
        if (told := role_of(_bare(name))) and told[0] is role
    ]
    fit = [
        name
        for rank, _, name in sorted(called)
        if _fits(role, cells[name], _MOST)
        and ((role, rank) != _ANY_NAME or _tells_rows_apart(cells[name]))
    ]
    if role is ColumnRole.TEXT:
        return max(fit, key=lambda name: fmean(map(len, cells[name])), default=None)
    return fit[0] if fit else None


def _bare(name: str) -> str:
    """A column's name without the number it got for standing twice."""
    head, _, tail = name.rpartition(" (")
    return head if tail.rstrip(")").isdecimal() and head else name


def _by_cells(
    role: ColumnRole, free: Sequence[str], cells: Mapping[str, Sequence[str]]
) -> str | None:
    """The one column that can be nothing else; only texts, dates and addresses show themselves."""
    if role not in (ColumnRole.TEXT, ColumnRole.DATE, ColumnRole.URL):
        return None
    fit = [name for name in free if _fits(role, cells[name], _ALL)]
    if role is ColumnRole.TEXT:
        fit = [name for name in fit if fmean(map(len, cells[name])) >= _TEXT_CHARS]
        return max(fit, key=lambda name: fmean(map(len, cells[name])), default=None)
    if role is ColumnRole.DATE:
        fit = [name for name in fit if not all(map(str.isdecimal, map(value_of, cells[name])))]
    return fit[0] if len(fit) == 1 else None


def _fits(role: ColumnRole, cells: Sequence[str], least: float) -> bool:
    """Whether cells are what a role needs; a column that is empty so far is what its name says."""
    if not cells:
        return least == _MOST and role is not ColumnRole.TEXT
    test = _TESTS.get(role, _is_label)
    fit = sum(map(test, cells)) / len(cells)
    return fit >= least


def _tells_rows_apart(cells: Sequence[str]) -> bool:
    """Whether most of the cells differ: a column of names of speakers is no column of titles."""
    return len(cells) < 4 or len(set(cells)) * 2 > len(cells)


def _is_text(cell: str) -> bool:
    letters = sum(map(str.isalpha, cell[:2_000]))
    several = " " in cell.strip() or "\n" in cell.strip() or letters > _TEXT_CHARS
    return several and letters > len(cell[:2_000]) * _LETTERS and host_of(cell) is None


def _is_label(cell: str) -> bool:
    """Whether a cell is a short text: a title, a place, a name, an office."""
    return len(cell) <= _LONG_TITLE and any(map(str.isalpha, cell)) and host_of(cell) is None


def _is_date(cell: str) -> bool:
    return read_moment(cell, day_first=True) is not None or slashed_order(cell) is not None


_TESTS: Final[Mapping[ColumnRole, Callable[[str], bool]]] = {
    ColumnRole.TEXT: _is_text,
    ColumnRole.DATE: _is_date,
    ColumnRole.TIME: lambda cell: read_clock(cell) is not None,
    ColumnRole.URL: lambda cell: host_of(cell) is not None,
    ColumnRole.LEAD: lambda cell: any(map(str.isalpha, cell)) and host_of(cell) is None,
    ColumnRole.LANG: lambda cell: read_lang(cell) is not None,
}


def read_lang(cell: str) -> str | None:
    """`en` or `ru`, as a cell names it; None for any other language."""
    name = value_of(cell).casefold().replace("_", "-").split("-")[0]
    if name in ("en", "eng", "english", "английский"):
        return "en"
    return "ru" if name in ("ru", "rus", "russian", "русский") else None


def _with_ways(guess: ColumnGuess, table: Table, cells: Mapping[str, Sequence[str]]) -> ColumnGuess:
    """How dates and addresses are to be read, and what is said of that beside the guess."""
    remarks = [*_remarks_on_headings(table), *_remarks_on_names(guess, cells)]
    guess = _with_date_ways(guess, cells.get(guess.columns.get(ColumnRole.DATE, ""), ()))
    remarks += _remarks_on_dates(guess, cells)
    addresses = cells.get(guess.columns.get(ColumnRole.URL, ""), ())
    own = len(set(map(value_of, addresses))) >= len(addresses) * _OWN_ADDRESSES
    if not own:
        remarks.append(
            "one address stands in many rows: it tells the publisher, and ids are made of title, "
            "date and words, but for pages of the site"
        )
    if ColumnRole.SPEAKER in guess.columns:
        remarks.append("the speaker counts only for a text that holds no label of its own")
    charset = table.text.charset if table.text.is_guessed else None
    return replace(guess, addresses_tell_rows=own, remarks=tuple(remarks), guessed_charset=charset)


def _remarks_on_headings(table: Table) -> Iterable[str]:
    if table.text.is_guessed:
        yield (
            f"nothing tells its charset; it is read as {table.text.charset}, by its letters: if "
            "they look wrong, save it as UTF-8"
        )
    if table.above:
        lines = (
            "a line above the headings is"
            if len(table.above) == 1
            else (f"{len(table.above)} lines above the headings are")
        )
        yield f"{lines} no row and passed over: {table.above[0][:_SHOWN_CHARS]}"
    if not table.has_headings:
        yield (
            "the first row names no columns and is read as a row; columns are counted: map them "
            "by position, as in --map text=#3,date=#2"
        )
    twice = [name for name in table.columns if _bare(name) in table.columns and _bare(name) != name]
    if twice:
        yield f"two columns have one name; the later ones are called {listed_columns(twice)}"


def _remarks_on_names(guess: ColumnGuess, cells: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Columns that are called what nothing is, for their cells do not agree."""
    for name in guess.unused:
        told = role_of(_bare(name))
        if told and told[0] not in guess.columns and cells[name]:
            yield (
                f"{name} is not taken for the {told[0]}, for its cells do not look so; if they "
                f"are: --map {told[0]}={name}"
            )


def _with_date_ways(guess: ColumnGuess, dates: Sequence[str]) -> ColumnGuess:
    orders = {order for cell in dates if (order := slashed_order(cell)) is not None}
    day_first = orders.pop() if len(orders) == 1 else None
    read = [found for cell in dates if (found := read_moment(cell, day_first=day_first))]
    clocks = {found.time for found in read if found.time}
    has_hours = clocks != {"00:00"} or len(read) < 2
    return replace(guess, day_first=day_first, has_hours=has_hours)


def _remarks_on_dates(guess: ColumnGuess, cells: Mapping[str, Sequence[str]]) -> Iterable[str]:
    name = guess.columns.get(ColumnRole.DATE, "")
    read = [read_moment(cell, day_first=guess.day_first) for cell in cells.get(name, ())]
    zones = {moment.zone for moment in read if moment}
    if not guess.has_hours:
        yield "every date stands at midnight, which is taken for no hour"
    elif "Z" in zones:
        yield "hours written T…Z are taken as printed, for scrapers write the site's hours so"
    if zones - {"", "Z", "MSK", "МСК"}:
        yield "hours with another zone (+00:00, UTC) are turned into Moscow's"
    if guess.day_first is not None:
        order = "day/month" if guess.day_first else "month/day"
        yield f"dates with slashes are read as {order}, for some can be read no other way"
    elif None in read and any(slashed_order(cell) is None and "/" in cell for cell in cells[name]):
        yield (
            "dates such as 05/08/2021 may be of May or August: such are left out; write them as "
            "2021-08-05"
        )
