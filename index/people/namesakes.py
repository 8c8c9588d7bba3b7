"""All appearances of one name → those that are one person's, and those that nothing ties to them.

Two people of one name must not be merged, and a wrong name is worse than none. So what unites
appearances is an office they share, the site's own list of persons, or a surname so rare in the
corpus that a second bearer of the whole name is unlikely; the rest belongs to nobody. The decision
is `docs/decisions/0005-person-identity.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.voices.offices import office_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.people.appearances import Appearance
    from search.records import StatementId

COMMON_FROM: Final = 3
"""A surname that this many given names share in the corpus is common."""


def one_person(appearances: Sequence[Appearance], *, common: bool) -> frozenset[StatementId]:
    """The statements in which a name is the same person, as far as can be told.

    `common` tells that the surname is.
    """
    if len(appearances) == 1:
        return frozenset({appearances[0].statement})
    anchored = [one for one in appearances if one.anchored]
    groups = _groups(anchored, common=common)
    if not groups:
        return frozenset() if common else _statements(appearances)
    if len(groups) == 1 and not common:
        return _statements(appearances)
    meant = min(groups, key=_rank)
    return _statements(meant)


def _groups(appearances: Iterable[Appearance], *, common: bool) -> list[list[Appearance]]:
    """Appearances joined where they are tied, and, for a rare surname, by a career that goes on."""
    groups: list[list[Appearance]] = []
    for one in sorted(appearances, key=lambda each: (str(each.date), each.statement)):
        tied = [group for group in groups if any(_tied(one, other) for other in group)]
        joined = [one, *(other for group in tied for other in group)]
        groups = [group for group in groups if group not in tied] + [joined]
    return groups if common else _careers(groups)


def _careers(groups: list[list[Appearance]]) -> list[list[Appearance]]:
    """Groups whose offices follow each other, joined; two offices held at once are two people."""
    joined: list[list[Appearance]] = []
    for group in sorted(groups, key=lambda each: min(_day(one) for one in each)):
        begins = min(_day(one) for one in group)
        if joined and all(_day(one) < begins for one in joined[-1]):
            joined[-1].extend(group)
        else:
            joined.append(list(group))
    return joined


def _tied(one: Appearance, other: Appearance) -> bool:
    if one.listed and other.listed:
        return True
    return any(office_words(a) & office_words(b) for a in one.roles for b in other.roles)


def _day(one: Appearance) -> int:
    return one.date.toordinal() if one.date else 0


def _statements(appearances: Iterable[Appearance]) -> frozenset[StatementId]:
    return frozenset(one.statement for one in appearances)


def _rank(group: list[Appearance]) -> tuple[int, int, str]:
    """Which group is meant by the name: the largest, then the earliest, then by id."""
    return (-len(group), min(_day(one) for one in group), min(one.statement for one in group))
