"""All appearances of one name → those that are one person's, and those that nothing ties to them.

Two people of one name must not be merged, and a wrong name is worse than none. So what unites
appearances is an office they share, the site's own list of persons, or a surname so rare in the
corpus that a second bearer of the whole name is unlikely; the rest belongs to nobody. The decision
is `docs/decisions/0005-person-identity.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.nameparts import office_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.appearances import Appearance
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
    main = max(groups, key=lambda group: (len(group), _first_day(group), _smallest(group)))
    if len(groups) == 1 and not common:
        return _statements(appearances)
    return _statements(main)


def _groups(appearances: Iterable[Appearance], *, common: bool) -> list[list[Appearance]]:
    """Appearances joined where they are tied; what ties two groups joins them."""
    groups: list[list[Appearance]] = []
    for one in sorted(appearances, key=lambda each: (str(each.date), each.statement)):
        tied = [group for group in groups if any(_tied(one, other) for other in group)]
        if not tied and not common and groups and not _overlaps(one, groups):
            tied = groups[-1:]  # a career goes on: the surname is rare and the offices follow
        joined = [one, *(other for group in tied for other in group)]
        groups = [group for group in groups if group not in tied] + [joined]
    return groups


def _tied(one: Appearance, other: Appearance) -> bool:
    if one.listed and other.listed:
        return True
    return any(office_words(a) & office_words(b) for a in one.roles for b in other.roles)


def _overlaps(one: Appearance, groups: Sequence[Sequence[Appearance]]) -> bool:
    """Whether an office begins while another group's is still held: then two people hold them."""
    if one.date is None:
        return True
    return any(other.date is None or other.date >= one.date for group in groups for other in group)


def _statements(appearances: Iterable[Appearance]) -> frozenset[StatementId]:
    return frozenset(one.statement for one in appearances)


def _first_day(group: Sequence[Appearance]) -> int:
    """Earlier counts more; undated least."""
    days = [one.date.toordinal() for one in group if one.date]
    return -min(days) if days else -(10**9)


def _smallest(group: Sequence[Appearance]) -> str:
    return max(one.statement for one in group)
