"""Documents → the units they belong to: statements, or one facet value's turns in a statement.

A unit is a set of turns looked at as if they were all there is: the statement (with its title, lead
and labels), or the turns of one statement that one facet value chooses (how many statements would
that choice leave?). Single turns are looked at as bits
(`search.engines.whoosh.evaluate.turn_counter`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import numpy as np

from search.engines.scope import Scope
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from search.engines.whoosh.evaluate.leaf_matches import LeafMatches


WHOLE: Final = frozenset(Part)
_WORDS_OF_TURNS: Final = frozenset({Part.TURNS})


class ChosenTurns(NamedTuple):
    """A choice of turns; None is all of them. Equal keys, equal turns."""

    flags: NDArray[np.bool_] | None = None  # by document
    key: tuple[Hashable, ...] = ()


ALL_TURNS: Final = ChosenTurns()
TurnScope = Scope[ChosenTurns]


def shows_all(scope: TurnScope) -> bool:
    """Whether a scope leaves nothing out."""
    return scope.turns.flags is None and not scope.only_turns


class Units(Protocol):
    """What is asked whether it matches; flags are by unit."""

    @property
    def count(self) -> int:
        """How many there are."""

    @property
    def name(self) -> str:
        """By which flags of these units are kept."""

    @property
    def parts(self) -> frozenset[Part]:
        """The parts of statements that count, as far as the scope shows them."""

    def holding(self, matches: LeafMatches) -> NDArray[np.bool_]:
        """Units of which a turn, or its label, is among the matches."""

    def of_turns(self, turns: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
        """Units to which any of the turns belongs; flags by document, None for all turns."""

    def of_statements(self, statements: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Units of the statements."""


class StatementUnits:
    """Every statement as a whole."""

    name = "statements"
    parts = WHOLE

    def __init__(self, statement: NDArray[np.int32], has_turns: NDArray[np.bool_]) -> None:
        self.count = len(has_turns)
        self._statement = statement  # by document
        self._has_turns = has_turns  # by statement

    def holding(self, matches: LeafMatches) -> NDArray[np.bool_]:
        """Statements in which it stands."""
        found = np.zeros(self.count, np.bool_)
        found[matches.statements] = True
        return found

    def of_turns(self, turns: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
        """Statements with any of the turns."""
        if turns is None:
            return self._has_turns
        found = np.zeros(self.count, np.bool_)
        found[self._statement[np.flatnonzero(turns)]] = True
        return found

    def of_statements(self, statements: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The statements themselves."""
        return statements


class FacetUnits:
    """For each statement and each value of a facet of turns, the turns that have the value."""

    parts = _WORDS_OF_TURNS

    def __init__(
        self, name: str, statement: NDArray[np.int32], maps: Sequence[NDArray[np.int32]]
    ) -> None:
        self.name = name
        self.count = len(statement)
        self.statement = statement  # by unit
        self._maps = maps  # the unit of every document, -1 for none; a turn may be of several

    def holding(self, matches: LeafMatches) -> NDArray[np.bool_]:
        """Units of which a turn holds it."""
        return self._marked(matches.documents)

    def of_turns(self, turns: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
        """Units with any of the turns; each has one at least."""
        if turns is None:
            return np.ones(self.count, np.bool_)
        return self._marked(np.flatnonzero(turns))

    def of_statements(self, statements: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Units of the statements."""
        return statements.take(self.statement)

    def sums(self, documents: NDArray[np.integer], weights: NDArray[Any]) -> NDArray[np.float64]:
        """Of each unit the sum of the weights of its turns; other turns weigh nothing."""
        found = np.zeros(self.count + 1)
        for number, unit in enumerate(self._maps):
            own = unit[documents]
            for earlier in self._maps[:number]:  # a turn counts once for a unit
                own = np.where(own == earlier[documents], -1, own)
            found += np.bincount(own + 1, weights, minlength=self.count + 1)
        return found[1:]

    def _marked(self, documents: NDArray[np.integer]) -> NDArray[np.bool_]:
        found = np.zeros(self.count + 1, np.bool_)  # the last one takes the -1 of "none"
        for unit in self._maps:
            found[unit[documents]] = True
        return found[:-1]
