"""A search → aggregations that count the choices of its facets; answers → counted choices.

A choice's count is what the same search would find with it alone chosen (`search.engine`), so a
facet is counted over what its own filter leaves aside. A value of statements is counted by one
aggregation. With a speaker or an office chosen, every word must stand in turns of that choice, not
all in the same turn: voices are counted, nested documents that hold all turns of one choice in a
statement. Facts of the statement, which a voice does not know, are decided first: the voices are
counted in each case of them (`statement_facts`). The choices of a tree with too many cases take a
search each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from search.engine import FACETS, MOST_VALUES, Filters
from search.engines.opensearch.layout.mapping import VOICES
from search.engines.opensearch.query.dsl import every, everything, has
from search.engines.opensearch.query.statement_facts import ALWAYS, truth_assignments
from search.engines.opensearch.query.translator import Unit
from search.engines.query_plan import All, Either, Without
from search.engines.scope import Scope
from search.errors import ClusterUnavailable
from search.records import FacetValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from search.engines.opensearch.cluster.client import Body
    from search.engines.opensearch.query.dsl import Clause
    from search.engines.opensearch.query.field_values import ValueClauses
    from search.engines.opensearch.query.translator import Translator
    from search.engines.query_plan import Node

TURN_FACETS: Final = ("speaker", "role")
_MOST_BUCKETS: Final = 20_000  # of one aggregation; a cluster refuses to answer with above 65,535


class FacetRequest(NamedTuple):
    """An aggregation over the statements of a query; where `choice` is set, that one's count."""

    query: Clause
    aggregation: Body
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class FacetRequests:
    """Makes the requests for the facets of one search."""

    translator: Translator
    values: ValueClauses
    tree: Node
    filters: Filters

    def requests(self, facet: str) -> Iterator[FacetRequest]:
        """What counts the choices of a facet; ValueError for a field that is none."""
        if facet not in FACETS:
            raise ValueError(f"{facet} is no facet; search.engine lists them")
        choices = self.values.choices(facet)
        requests = self._voices if facet in TURN_FACETS else self._statements
        for part in _parts(len(choices)):
            yield from requests(facet, part)
        for key in self._counted_alone(facet):
            yield self._choice(facet, key, choices[key][0])

    def _statements(self, facet: str, part: Body) -> Iterator[FacetRequest]:
        query = self._query(self._matching(self.filters), facet)
        yield FacetRequest(query, {"terms": {"field": facet, **part}})

    def _voices(self, facet: str, part: Body) -> Iterator[FacetRequest]:
        """The voices that match, in each case of the tree; cases exclude one another."""
        scope = Scope(self.values.chosen_turns(self.filters, but=facet), only_turns=True)
        field = f"{VOICES}.{facet}"
        counts = {"counted": {"terms": {"field": field, **part}}}
        for case in truth_assignments(self.tree) or ():
            voices = [has(field), self.translator.holds(case.tree, scope, Unit.VOICE)]
            if scope.turns:
                voices.append(self.translator.with_turns(scope, Unit.VOICE))
            kept = {"kept": {"filter": every(voices), "aggs": counts}}
            least = self.translator.holds(_relaxed(case.tree), scope, Unit.STATEMENT)
            query = self._query(every([self.translator.assuming(case), least]), facet)
            yield FacetRequest(query, {"nested": {"path": VOICES}, "aggs": kept})

    def _counted_alone(self, facet: str) -> Iterable[str]:
        """Choices that voices do not count."""
        if facet in TURN_FACETS and truth_assignments(self.tree) is None:
            return self.values.choices(facet)
        return ()

    def _choice(self, facet: str, key: str, value: str) -> FacetRequest:
        """The search that chooses one value, as a reader would."""
        chosen = replace(self.filters, values={**self.filters.values, facet: (value,)})
        query = every([self._matching(chosen), self.values.filtered(chosen)])
        return FacetRequest(query, {"filter": everything()}, choice=key)

    def _matching(self, filters: Filters) -> Clause:
        """Statements that match the tree and the filters on turns."""
        chosen = self.values.chosen_turns(filters)
        scope = Scope(chosen, bool(chosen))
        matching = [self.translator.holds(self.tree, scope, Unit.STATEMENT)]
        if chosen:
            matching.append(self.translator.with_turns(scope, Unit.STATEMENT))
        return every(matching)

    def _query(self, matching: Clause, facet: str) -> Clause:
        return every([matching, self.values.filtered(self.filters, but=facet)])


def counted(
    answers: Iterable[tuple[FacetRequest, Body]],
    choices: Mapping[str, tuple[str, str]],
    most: int = MOST_VALUES,
) -> tuple[FacetValue, ...]:
    """The `most` frequent choices of a facet that were found; `choices`: values and labels.

    Raises `ClusterUnavailable` for counts that the cluster does not call exact.
    """
    counts = Counter[str]()
    for request, answer in answers:
        if request.choice is None:
            counts.update(_counts(answer))
        else:
            counts[request.choice] = answer["doc_count"]
    named = ((*choices[key], count) for key, count in counts.items() if count)
    found = [FacetValue(value, label, count) for value, label, count in named]
    found.sort(key=lambda one: (-one.count, one.label, one.value))
    return tuple(found[:most])


def _parts(choices: int) -> Iterator[Body]:
    """What an aggregation of so many choices says of its buckets, in as many parts as it takes."""
    parts = -(-choices // _MOST_BUCKETS)
    if parts == 1:
        yield {"size": choices + 1}
        return
    for part in range(parts):
        size = choices // parts * 2 + 100  # parts are of about the same size
        yield {"size": size, "include": {"partition": part, "num_partitions": parts}}


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
    """A tree of one case that statements match as a whole, if any of their voices matches it.

    What a voice lacks the statement may have: so a Not says nothing of the whole.
    """
    match tree:
        case Without():
            return ALWAYS
        case All():
            return replace(tree, rest=tuple(map(_relaxed, tree.rest)))
        case Either():
            return Either(tuple(map(_relaxed, tree.nodes)))
        case _:
            return tree
