"""All appearances of one name → those that are one person's, and those that nothing ties to them.

Two people of one name must not be merged, and a wrong name is worse than none. So what unites
appearances is an office they share, the site's own list of persons, or a surname so rare in the
corpus that a second bearer of the whole name is unlikely, in offices that follow one another as a
career's do; the rest belongs to nobody. The decision is `docs/decisions/0005-person-identity.md`.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, compress
from typing import TYPE_CHECKING, Final

from index.people.offices import hold_together, is_public_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from index.people.appearances import Appearance
    from search.records import StatementId

COMMON_FROM: Final = 3
"""A surname that this many given names share in the corpus is common."""

_OUTWEIGHS: Final = 4
"""A name without an office is the person's who has so many times the pages of all namesakes."""

_LONGEST_GAP_DAYS: Final = 10 * 366
"""Between two offices of a career; whoever speaks again later still may be somebody else."""


def one_person(appearances: Sequence[Appearance], *, common: bool) -> frozenset[StatementId]:
    """The statements in which a name is the same person, as far as is known.

    `common` tells that the surname is.
    """
    if len(appearances) == 1:
        return frozenset({appearances[0].statement})
    anchored = [one for one in appearances if one.anchored]
    groups = _groups(anchored)
    if not groups:
        return frozenset() if common else _statements(appearances)
    meant = min(groups, key=_rank)
    if common:
        return _statements(meant)
    meant = _career(meant, groups)
    theirs = frozenset(meant)
    officeless = [one for one in appearances if not one.roles and one not in theirs]
    others = sum(bool(one.roles) for one in anchored if one not in theirs)
    return _statements([*meant, *(officeless if len(meant) >= _OUTWEIGHS * others else ())])


def offices_of(
    appearances: Sequence[Appearance], is_held: Callable[[frozenset[str]], bool] | None = None
) -> frozenset[str]:
    """The offices of the person whom a well-known name means.

    They are those of the largest tied group, or of the groups that hold an office for which
    `is_held` is true, where that is asked.
    """
    groups = _groups([one for one in appearances if one.roles])
    if is_held is not None:
        meant = [group for group in groups if any(is_held(one.roles) for one in group)]
    else:
        meant = [min(groups, key=_rank)] if groups else []
    roles = [(role, one) for group in meant for one in group for role in one.roles]
    return frozenset(role for role, one in roles if len(one.roles) == 1 or _is_tied(role, roles))


def _is_tied(role: str, roles: Sequence[tuple[str, Appearance]]) -> bool:
    """Whether a second office that one page prints with a name is a namesake's or of the person."""
    return hold_together([role], {other for other, _ in roles} - {role})


def _groups(appearances: Iterable[Appearance]) -> list[list[Appearance]]:
    """Appearances joined where they are tied.

    What ties them is the same for all of the same offices, so these are compared once.
    """
    alike: defaultdict[tuple[bool, frozenset[str]], list[Appearance]] = defaultdict(list)
    for one in appearances:
        alike[one.listed, one.roles].append(one)
    groups: list[list[list[Appearance]]] = []
    for those in alike.values():
        ties = [any(_tied(those[0], other[0]) for other in group) for group in groups]
        joined = [those, *chain.from_iterable(compress(groups, ties))]
        groups = [group for group, is_tied in zip(groups, ties, strict=True) if not is_tied]
        groups.append(joined)
    return [part for group in groups for part in _joined(group)]


def _joined(group: list[list[Appearance]]) -> Iterator[list[Appearance]]:
    """A group as one; those alike whose office ties nobody stay apart where nothing else ties."""
    first = group[0][0]
    if len(group) == 1 and not _tied(first, first):
        yield from ([one] for one in group[0])
    else:
        yield list(chain.from_iterable(group))


def _career(meant: list[Appearance], groups: Sequence[list[Appearance]]) -> list[Appearance]:
    """The group and those whose public offices were held before it or after it, one at a time."""
    held = [meant]
    for group in sorted(groups, key=_rank):
        if group is not meant and all(_follow(group, one) for one in held):
            near = min(_gap(group, one) for one in held)
            held += [group] if near <= _LONGEST_GAP_DAYS else []
    return [one for group in held for one in group]


def _follow(group: list[Appearance], other: list[Appearance]) -> bool:
    """Whether two groups are of public offices, all of one before all of the other."""
    public = (any(map(is_public_office, one.roles)) for one in (*group, *other))
    return all(public) and _gap(group, other) > 0


def _gap(group: list[Appearance], other: list[Appearance]) -> int:
    """Days between two groups; below 1 where they overlap, or a day is not known."""
    first, second = ([_day(one) for one in each] for each in (group, other))
    if 0 in (*first, *second):
        return 0
    return max(min(second) - max(first), min(first) - max(second))


def _tied(one: Appearance, other: Appearance) -> bool:
    if one.listed and other.listed:
        return True
    return hold_together(one.roles, other.roles)


def _day(one: Appearance) -> int:
    return one.date.toordinal() if one.date else 0


def _statements(appearances: Iterable[Appearance]) -> frozenset[StatementId]:
    return frozenset(one.statement for one in appearances)


def _rank(group: list[Appearance]) -> tuple[int, int, str]:
    """Which group is meant by the name: the largest, then the earliest, then by id."""
    return (-len(group), min(_day(one) for one in group), min(one.statement for one in group))
