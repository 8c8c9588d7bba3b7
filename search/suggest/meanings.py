"""An engine → what words of a query may mean in it: people, offices, places."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from whoosh.query import Every

from search.analysis.tokenizer import fold, folded_whole, stem, words
from search.engine import Filters, Search
from search.site_names import both_names, words_of_names
from search.suggest.people_named import PeopleNamed
from search.suggest.printed_values import PrintedValues, office_beginnings, place_parts
from search.suggest.russian_cases import nominatives
from search.suggest.speaker_labels import speaker_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engine import SearchEngine
    from search.records import FacetValue, SpeakerRow
    from search.suggest.speaker_labels import SpeakerLabels

_FULL: Final = 100
"""A facet lists so many values at most; of one as long there may be more."""
_FEW: Final = 100
"""Names that are looked for in the text of all names; for more a table of people is made."""


class Meanings:
    """The tables of one generation, each made at first use; safe to share."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self._looked_up = 0

    def labels(self, lang: str) -> SpeakerLabels:
        """What everybody who speaks is called in a language."""
        return speaker_labels(self._engine, lang)

    def count(self, word: str) -> int:
        """In how many places a word stands as written."""
        return self._engine.lexicon().count(fold(word))

    def people_named(self, given: Sequence[str]) -> list[SpeakerRow]:
        """Whom folded words name; see `PeopleNamed.named`."""
        self._looked_up += 1
        if self._looked_up <= _FEW and not self._may_name(given):
            return []
        return self.people.named(given)  # a tenth of the time that looking through all names takes

    def value_meant(self, field: str, given: Sequence[str]) -> str | None:
        """Which `role` or `place` folded words mean; see `PrintedValues.meant`."""
        is_role = field == "role"
        if not is_role and not self._place_stems_at_most.issuperset(map(stem, given)):
            return None
        if not (self._role_stems if is_role else self._place_stems).issuperset(map(stem, given)):
            return None
        return (self.roles if is_role else self.places).meant(given)

    # -- what tells at a glance that words mean nothing: to make the tables takes fifty times longer

    def _may_name(self, given: Sequence[str]) -> bool:
        """Whether these may be a name, by the first and the last word; letters alone are none."""
        text = self._names
        if text is None:
            return True
        return max(map(len, given), default=0) > 1 and all(
            len(word) == 1 or any(one in text for one in nominatives(word))
            for word in (*given[:1], *given[-1:])
        )

    @cached_property
    def _names(self) -> str | None:
        """All names, folded; None where that cannot be done without looking at each word."""
        return folded_whole("\n".join(self._engine.printed("speaker")))

    @cached_property
    def _role_stems(self) -> frozenset[str]:
        """The stems of all words of offices."""
        return frozenset(map(stem, set(words("\n".join(self._engine.printed("role"))))))

    @cached_property
    def _place_stems_at_most(self) -> frozenset[str]:
        """The same as `_place_stems` and others, made in a tenth of the time."""
        return frozenset(map(stem, words_of_names("place", self._engine.printed("place"))))

    @cached_property
    def _place_stems(self) -> frozenset[str]:
        """The stems of all words of places, in both languages."""
        printed = self._engine.printed("place")
        named = (name for text in printed for name in both_names("place", text))
        return frozenset(map(stem, words("\n".join(named))))

    # -- tables

    @cached_property
    def people(self) -> PeopleNamed:
        """Who is meant by a name."""
        return PeopleNamed(self._engine.speakers())

    @cached_property
    def roles(self) -> PrintedValues:
        """Which office is meant by words."""
        roles = (role for row in self._engine.speakers() for role in row.roles)
        return PrintedValues(office_beginnings((role.text, role.count) for role in roles))

    @cached_property
    def places(self) -> PrintedValues:
        """Which place is meant by words; one rarer than a hundred others of its year is none."""
        places = self._facets(Filters())["place"]
        counts = Counter({one.label: one.count for one in places})
        if len(places) >= _FULL:
            for year in self._facets(Filters())["year"]:
                of_year = self._facets(Filters({"year": (year.value,)}))["place"]
                for one in of_year:
                    counts[one.label] = max(counts[one.label], one.count)
        named = ((name, n) for text, n in counts.items() for name in both_names("place", text))
        return PrintedValues(place_parts(named))

    def _facets(self, filters: Filters) -> dict[str, tuple[FacetValue, ...]]:
        search = Search(Every(), filters, limit=0, turns_per_hit=0, facets=("place", "year"))
        return dict(self._engine.search(search).facets)
