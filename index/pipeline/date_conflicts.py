"""Pages that call themselves one statement but bear different dates → a warning for each.

A statement's text and title are edited after it is published, its date is not: such a page has got
the number of another, by a mistaken save or file name, and would hide behind it without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.pipeline.page_entry import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.pipeline.ledger import Ledger
    from index.pipeline.page_entry import ChosenPages


def date_conflicts(ledger: Ledger, chosen: Mapping[str, ChosenPages]) -> Iterator[tuple[str, str]]:
    """The place of every page left out for one of another date, and a sentence that says so."""
    for name in ledger.saved_differently():
        if name not in chosen:
            continue
        dated = [(one.place, unpacked(one.statement).date) for one in ledger.copies([name])]
        kept = [(place, day) for place, day in dated if place in chosen[name].places and day]
        for place, day in dated:
            if kept and day and day not in {own for _place, own in kept}:
                yield (
                    place,
                    f"left out: it calls itself {name} as {kept[0][0]} does, which is of"
                    f" {kept[0][1]} and not of {day}; see which of the two is right",
                )
