"""A planned tree and a scope → the cluster's query for what matches it; no request is made.

One algebra serves every kind of unit (`Unit`), as in the embedded engine's evaluator; the contract
is that of `search.engine`, how statements lie in the cluster is in `layout.mapping`.
"""

from __future__ import annotations

import json
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from whoosh.query import Every

from search.engines.opensearch.layout.mapping import TURNS, VOICES
from search.engines.opensearch.layout.vocabulary import cut_word
from search.engines.opensearch.query.dsl import (
    Clause,
    any_of,
    every,
    everything,
    nested,
    nothing,
    some,
    without,
)
from search.engines.query_plan import All, Condition, Either, Fixed, Leaf, Without
from search.engines.scope import Scope, ScopedLeaf, ScopeVisitor
from search.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.engines.opensearch.query.field_values import ValueClauses
    from search.engines.opensearch.query.statement_facts import TruthAssignment
    from search.engines.query_plan import Node

FIELDS: Final[Mapping[str, Mapping[Part, str]]] = {
    "text": {
        Part.TITLE: "title",
        Part.LEAD: "lead",
        Part.LABELS: f"{TURNS}.label",
        Part.TURNS: f"{TURNS}.body",
    },
    "exact": {
        Part.TITLE: "title_exact",
        Part.LEAD: "lead_exact",
        Part.LABELS: f"{TURNS}.label_exact",
        Part.TURNS: f"{TURNS}.exact",
    },
    "title": {Part.TITLE: "title"},
    "title_exact": {Part.TITLE: "title_exact"},
}
"""The cluster's fields that words of a field of the tree stand in, by part of the statement."""

_ANYWHERE: Final = {"text": "any", "exact": "any_exact"}
IN_TURNS: Final = (Part.LABELS, Part.TURNS)


class Unit(Enum):
    """What a query is to match."""

    STATEMENT = auto()  # as a whole
    VOICE = auto()  # the turns of one choice of a facet


ClauseScope = Scope[tuple[Clause, ...]]
"""A scope by what a turn must fulfil."""

ClauseLeaf = ScopedLeaf[tuple[Clause, ...]]


class Translator(ScopeVisitor[tuple[Clause, ...]]):
    """Translates trees for one generation; holds no state of a query."""

    def __init__(self, values: ValueClauses) -> None:
        self._values = values

    def holds(self, node: Node, scope: ClauseScope, unit: Unit) -> Clause:
        """Units that match `node`, as far as `scope` shows them."""
        match node:
            case Leaf():
                return _leaf_clause(node, scope, unit)
            case Condition():
                return self.with_turns(self.narrowed((node,), scope), unit)
            case All():
                return self.holds_all(node, scope, unit, worded=node.worded)
            case Either():
                return some(self.holds(one, scope, unit) for one in node.nodes)
            case Without():
                return without(self.holds(node.node, scope, unit))
            case Fixed():
                if isinstance(node.tree, Every):
                    return everything()
                return self._values.statements(node.tree)

    def holds_all(self, node: All, scope: ClauseScope, unit: Unit, *, worded: bool) -> Clause:
        """Units that match all children, the conditions on turns narrowing what the rest sees.

        A unit that the conditions leave no turn of can match only by words outside of turns:
        `worded` is whether positive words stand in the bracket.
        """
        if not (node.conditions or node.rest):
            return nothing()
        inner = self.narrowed(node.conditions, scope)
        found = [self.holds(child, inner, unit) for child in node.rest]
        if node.conditions and (inner.only_turns or not worded):
            found.insert(0, self.with_turns(inner, unit))
        return every(found)

    def with_turns(self, scope: ClauseScope, unit: Unit) -> Clause:
        """Units with at least one turn in scope."""
        match unit:
            case Unit.STATEMENT:
                return nested(TURNS, every(scope.turns))
            case Unit.VOICE:
                return nested(TURNS, every(scope.turns)) if scope.turns else everything()

    def in_month(self, month: int) -> Clause:
        """Statements of a month (1 to 12) of any year."""
        return self._values.in_month(month)

    def assuming(self, case: TruthAssignment) -> Clause:
        """Statements in which the facts of a case are as it has them."""
        whole: ClauseScope = Scope(())
        true = [self.holds(fact, whole, Unit.STATEMENT) for fact in case.true]
        false = [without(self.holds(fact, whole, Unit.STATEMENT)) for fact in case.false]
        return every([*true, *false])

    def fulfilling(self, turns: tuple[Clause, ...], condition: Condition) -> tuple[Clause, ...]:
        """What a turn must fulfil, the condition included."""
        return (*turns, self._values.turns(condition.tree))


def merged(leaves: Iterable[ClauseLeaf]) -> list[ClauseLeaf]:
    """Leaves with the words of one field and scope in one leaf: for where any of them stands."""
    alike: dict[str, tuple[Leaf, ClauseScope, dict[str, None]]] = {}
    others = []
    for leaf, scope in leaves:
        if leaf.slop:
            others.append(ScopedLeaf(leaf, scope))
        else:
            key = json.dumps([leaf.field, scope.turns, scope.only_turns])
            alike.setdefault(key, (leaf, scope, {}))[2].update(dict.fromkeys(leaf.words))
    rows = ((leaf._replace(words=tuple(words)), scope) for leaf, scope, words in alike.values())
    return [*(ScopedLeaf(leaf, scope) for leaf, scope in rows), *others]


def field_clause(leaf: Leaf, field: str) -> Clause:
    """Documents of which a field holds the leaf: any of its words, or all of them in order."""
    words = [cut_word(word) for word in leaf.words]
    if not leaf.slop or len(words) < 2:
        return any_of(field, dict.fromkeys(words))
    if leaf.slop == 1:
        return {"match_phrase": {field: " ".join(words)}}
    return _near(field, words, leaf.slop)


def _near(field: str, words: Sequence[str], slop: int) -> Clause:
    """Words in order, each within `slop` places after the one before it.

    Spans are nested to the right: of two spans in order Lucene tries every place of the first and
    the nearest of the second after it, so that each place from which the rest can be reached is
    found. Nested to the left it would keep the nearest second word alone, and lose farther ones.
    """
    found: Clause = {"span_term": {field: words[-1]}}
    for word in reversed(words[:-1]):
        clauses = [{"span_term": {field: word}}, found]
        found = {"span_near": {"clauses": clauses, "slop": slop - 1, "in_order": True}}
    return found


def in_turn(leaf: Leaf, scope: ClauseScope) -> Clause:
    """Turns in scope whose words hold a leaf."""
    return every([*scope.turns, field_clause(leaf, FIELDS[leaf.field][Part.TURNS])])


def _leaf_clause(leaf: Leaf, scope: ClauseScope, unit: Unit) -> Clause:
    """Units in which a leaf stands somewhere in scope."""
    fields = FIELDS[leaf.field]
    if leaf.of_title:
        return field_clause(leaf, fields[Part.TITLE])
    alone = not scope.turns and (not leaf.slop or len(leaf.words) < 2)
    if unit is Unit.VOICE:
        if alone:
            return field_clause(leaf, f"{VOICES}.{_ANYWHERE[leaf.field]}")
        return nested(TURNS, in_turn(leaf, scope))
    if scope.only_turns:
        return nested(TURNS, in_turn(leaf, scope))
    if alone:
        return field_clause(leaf, _ANYWHERE[leaf.field])
    either = some(field_clause(leaf, fields[part]) for part in IN_TURNS)
    heads = [field_clause(leaf, fields[part]) for part in (Part.TITLE, Part.LEAD)]
    return some([*heads, nested(TURNS, every([*scope.turns, either]))])
