"""A search → aggregations that count the choices of its facets; answers → counted choices.

A choice's count is what the same search would find with it alone chosen (`search.engine`). So a
facet is counted over what its own filter leaves aside; and one of turns over voices, which hold
all the words of a choice in a statement, each put to the tree by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from search.engine import FACETS, Filters
from search.engines.opensearch.layout.mapping import VOICES
from search.engines.opensearch.query.dsl import every, everything, has
from search.engines.opensearch.query.statement_facts import ALWAYS, is_fact, truth_assignments
from search.engines.opensearch.query.translator import Unit
from search.engines.query_plan import All, Either, Without
from search.engines.scope import Scope
from search.errors import ClusterUnavailable
from search.records import FacetValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from search.engines.opensearch.cluster.client import Body
    from search.engines.opensearch.query.dsl import Clause
    from search.engines.opensearch.query.field_values import ValueClauses
    from search.engines.opensearch.query.translator import Translator
    from search.engines.query_plan import Node

MOST_VALUES: Final = 100  # listed of one facet, the most frequent first
OF_TURNS: Final = ("speaker", "role")
_MOST_BUCKETS: Final = 20_000  # of one aggregation; a cluster refuses to answer with above 65,535


class FacetCount(NamedTuple):
    """What counts choices of a facet over the statements of a query; `choice`: one alone."""

    query: Clause
    aggregation: Body
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class FacetQuestions:
    """Asks for the choices of the facets of one search."""

    translator: Translator
    values: ValueClauses
    tree: Node
    filters: Filters

    def countings(self, facet: str) -> Iterator[FacetCount]:
        """What counts a facet, in as many parts as it takes."""
        if facet not in FACETS:
            raise ValueError(f"{facet} is no facet; search.engine lists them")
        choices = self.values.choices(facet)
        parts = -(-len(choices) // _MOST_BUCKETS)
        size = len(choices) // parts * 2 + 100 if parts > 1 else len(choices) + 1
        for part in range(parts):
            cut = {"include": {"partition": part, "num_partitions": parts}} if parts > 1 else {}
            if facet in OF_TURNS:
                yield from self._of_turns(facet, {"size": size, **cut})
            else:
                yield self._of_statements(facet, {"size": size, **cut})
        for key in self._single(facet):
            yield self._of_choice(facet, key, choices[key][0])

    def _of_statements(self, facet: str, wanted: Mapping[str, object]) -> FacetCount:
        query = self._query(facet, self._whole(self.filters))
        return FacetCount(query, {"terms": {"field": facet, **wanted}})

    def _of_turns(self, facet: str, wanted: Mapping[str, object]) -> Iterator[FacetCount]:
        """Of each case of the tree the voices that match; cases exclude one another."""
        chosen = self.values.chosen_turns(self.filters, but=facet)
        scope = Scope(chosen, only_turns=True)
        field = f"{VOICES}.{facet}"
        counts = {"counted": {"terms": {"field": field, **wanted}}}
        for case in truth_assignments(self.tree) or ():
            voices = [has(field), self.translator.holds(case.tree, scope, Unit.VOICE)]
            if scope.turns:
                voices.append(self.translator.with_turns(scope, Unit.VOICE))
            kept = {"kept": {"filter": every(voices), "aggs": counts}}
            least = self.translator.holds(_relaxed(case.tree), scope, Unit.STATEMENT)
            query = self._query(facet, [self.translator.supposing(case), least])
            yield FacetCount(query, {"nested": {"path": VOICES}, "aggs": kept})

    def _single(self, facet: str) -> Iterable[str]:
        """Choices that no voice holds all the words of, or that cannot be told by voices."""
        if facet not in OF_TURNS:
            return ()
        if truth_assignments(self.tree) is None:
            return self.values.choices(facet)
        return self.values.people.mixed if facet == "speaker" else ()

    def _of_choice(self, facet: str, key: str, value: str) -> FacetCount:
        """The search that chooses one value, as a reader would."""
        chosen = replace(self.filters, values={**self.filters.values, facet: (value,)})
        query = every([*self._whole(chosen), self.values.filtered(chosen)])
        return FacetCount(query, {"filter": everything()}, choice=key)

    def _whole(self, filters: Filters) -> list[Clause]:
        """Statements that match the tree and the filters on turns."""
        chosen = self.values.chosen_turns(filters)
        scope = Scope(chosen, bool(chosen))
        matching = [self.translator.holds(self.tree, scope, Unit.STATEMENT)]
        if chosen:
            matching.append(self.translator.with_turns(scope, Unit.STATEMENT))
        return matching

    def _query(self, facet: str, matching: Sequence[Clause]) -> Clause:
        return every([*matching, self.values.filtered(self.filters, but=facet)])


def counted(
    answers: Iterable[tuple[FacetCount, Body]], choices: Mapping[str, tuple[str, str]]
) -> tuple[FacetValue, ...]:
    """The choices of a facet that were found, most frequent first."""
    counts: dict[str, int] = {}
    for counting, answer in answers:
        if counting.choice is None:
            for key, count in _counts(answer).items():
                counts[key] = counts.get(key, 0) + count
        else:
            counts[counting.choice] = answer["doc_count"]
    named = ((*choices[key], count) for key, count in counts.items() if count)
    found = [FacetValue(value, label, count) for value, label, count in named]
    found.sort(key=lambda one: (-one.count, one.label, one.value))
    return tuple(found[:MOST_VALUES])


def _counts(aggregation: Body) -> dict[str, int]:
    """How often each choice was counted; refuses counts that are not exact."""
    found = aggregation["kept"]["counted"] if "kept" in aggregation else aggregation
    if found["sum_other_doc_count"] or found["doc_count_error_upper_bound"]:
        raise ClusterUnavailable(
            "the cluster counted the choices of a facet only roughly, which is not shown; the index"
            " changed while it was read: try again in a while"
        )
    return {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}


def _relaxed(tree: Node) -> Node:
    """A tree that statements match as a whole, if any of their voices matches this one.

    What a voice lacks the statement may have: so a Not tells nothing of the whole.
    """
    match tree:
        case Without():
            return tree if is_fact(tree) else ALWAYS
        case All():
            return replace(tree, rest=tuple(map(_relaxed, tree.rest)))
        case Either():
            return Either(tuple(map(_relaxed, tree.nodes)))
        case _:
            return tree
