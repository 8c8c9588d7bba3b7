"""Conditions of a tree on turns (who speaks, in which office) → whether one turn fulfils them.

The same rules as `search.engine` has for engines, for turns at hand: highlighting marks a word
only in the turns it was searched in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh.query import And, Not, Or, Term

from search.analysis.initials import bears
from search.analysis.tokenizer import folded, words
from search.engine import TURN_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from whoosh.query import Query

    from search.engine import Filters
    from search.records import Turn


def is_condition(query: Query) -> bool:
    """Whether a tree speaks of turns' speakers only, not of words."""
    if isinstance(query, And | Or):
        return bool(query.subqueries) and all(is_condition(one) for one in query.subqueries)
    if isinstance(query, Not):
        return is_condition(query.query)
    return isinstance(query, Term) and query.fieldname in TURN_FIELDS


def only_excludes(condition: Query) -> bool:
    """Whether a condition leaves turns out and asks for none."""
    if isinstance(condition, And | Or):
        return all(only_excludes(one) for one in condition.subqueries)
    return isinstance(condition, Not) and not only_excludes(condition.query)


def filter_conditions(filters: Filters) -> tuple[Query, ...]:
    """The form's choices that speak of turns, as conditions."""
    return tuple(
        Or([Term(name, value) for value in values])
        for name, values in filters.values.items()
        if name in TURN_FIELDS
    )


class ConditionMatcher:
    """Tells whether a turn fulfils a condition.

    `values_of_name` gives, for a name as written, the values of the speaker facet it stands for:
    identities, and printed names with "=" before them. It is asked once for each name that occurs.
    """

    def __init__(self, values_of_name: Callable[[str], Collection[str]]) -> None:
        self._values_of_name = values_of_name
        self._known: dict[str, Collection[str]] = {}

    def fulfil(self, condition: Query, turn: Turn) -> bool:
        """Whether `turn` is one of those the condition asks for."""
        if isinstance(condition, And):
            return all(self.fulfil(one, turn) for one in condition.subqueries)
        if isinstance(condition, Or):
            return any(self.fulfil(one, turn) for one in condition.subqueries)
        if isinstance(condition, Not):
            return not self.fulfil(condition.query, turn)
        value = str(condition.text)
        match condition.fieldname:
            case "speaker":
                return self._is_speaker(value, turn)
            case "person":
                return turn.person is not None and self._is_person(value, turn)
            case "role":
                return any(_holds(value, role) for role in (turn.role, turn.role_inferred) if role)
            case "kind":
                return turn.kind.value == value.removeprefix("=")
            case _:
                return turn.evidence.value == value.removeprefix("=")

    def _is_person(self, value: str, turn: Turn) -> bool:
        if value.startswith("="):
            return turn.person == value.removeprefix("=")
        return self._is_speaker(value, turn)

    def _is_speaker(self, value: str, turn: Turn) -> bool:
        if value not in self._known:
            self._known[value] = self._values_of_name(value)
        known = self._known[value]
        if value.startswith("="):
            named = turn.speaker is not None and folded(turn.speaker) == folded(value)
            return named and (turn.person is None or not _has_strangers(known))
        if turn.person in known or value in known:  # the value itself: it is an identity
            return turn.person in known
        return bears(words(turn.speaker or ""), words(value))


def _has_strangers(values: Iterable[str]) -> bool:
    """Whether any of the values of the speaker facet is a printed name without an identity."""
    return any(value.startswith("=") for value in values)


def _holds(value: str, text: str) -> bool:
    """Whether `text` holds the words of `value` side by side; all of it when "=" goes before."""
    wanted, given = folded(value), folded(text)
    if value.startswith("="):
        return wanted == given
    return bool(wanted) and f" {wanted} " in f" {given} "
