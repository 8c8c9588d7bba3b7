"""How often words were said in every year → the JSON shape of it, and a table."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from search.formats.csv_table import guard

if TYPE_CHECKING:
    from typing import TextIO

    from search.answers.frequency import Frequency


def frequency_shape(found: Frequency, speaker: str) -> dict[str, Any]:
    """A frequency as `/frequency.json` prints it."""
    return {
        "speaker": speaker or None,
        "years": list(found.years),
        "words": [found.words.get(year, 0) for year in found.years],
        "series": [
            {
                "q": one.q,
                "total": one.total,
                "counts": [one.counts.get(year, 0) for year in found.years],
                "per_million": [_rounded(found.per_million(one, year)) for year in found.years],
                "dropped": list(one.dropped),
            }
            for one in found.series
        ],
    }


def write_frequency(found: Frequency, to: TextIO) -> None:
    """The same as a table: a row a year and query."""
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(("year", "words", "q", "count", "per_million"))
    for year in found.years:
        for one in found.series:
            each = _rounded(found.per_million(one, year))
            row = (year, found.words.get(year, 0), guard(one.q), one.counts.get(year, 0))
            writer.writerow((*row, "" if each is None else each))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
