"""A page number and how many there are → the links under a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

AROUND: Final = 2  # pages shown on each side of the one being read


@dataclass(frozen=True, slots=True)
class Paging:
    """Links to the pages around this one; None in `steps` is a gap."""

    page: int
    pages: int
    steps: tuple[tuple[int, str] | None, ...]
    previous: str | None
    next: str | None


def paging(page: int, pages: int, link: Callable[[int], str]) -> Paging:
    """First, last and the neighbours of `page`; beyond the last, the way back is the last."""
    near = range(max(1, page - AROUND), min(pages, page + AROUND) + 1)
    numbers = sorted({1, pages, *near}) if pages else []
    steps: list[tuple[int, str] | None] = []
    for before, one in zip([0, *numbers], numbers, strict=False):
        if one - before == 2:
            steps.append((one - 1, link(one - 1)))
        elif one - before > 2:
            steps.append(None)
        steps.append((one, link(one)))
    return Paging(
        page,
        pages,
        tuple(steps),
        link(min(page - 1, pages)) if page > 1 and pages else None,
        link(page + 1) if page < pages else None,
    )
