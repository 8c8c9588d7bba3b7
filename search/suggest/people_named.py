"""Words of a query → the speakers they name: in any form, in any case, with initials."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from search.analysis.initials import bears
from search.analysis.tokenizer import words
from search.suggest.russian_cases import nominatives
from search.suggest.speaker_names import known_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.records import SpeakerRow

MOST_NAME_WORDS: Final = 5
_PATRONYMIC: Final = re.compile(
    r".{2,}(?:[оеь]?вич(?:а|у|ем|е)?|ич(?:а|у|ом|е)?|[ое]вн(?:а|ы|е|у|ой)|[iy]?[oe]v(?:ich|na)|yich)"
)
_MOST_READINGS: Final = 16  # of the cases of one name's words together


class PeopleNamed:
    """The speakers of an index by the words of their names; immutable."""

    def __init__(self, rows: Sequence[SpeakerRow]) -> None:
        self._rows = rows
        self._forms = [[words(form) for form in known_forms(row)] for row in rows]
        self._bearers: dict[str, set[int]] = defaultdict(set)
        self._surnames: dict[str, set[int]] = defaultdict(set)
        for number, forms in enumerate(self._forms):
            for form in filter(None, forms):
                self._surnames[form[-1]].add(number)
                for word in form:
                    self._bearers[word].add(number)

    def named(self, given: Sequence[str]) -> list[SpeakerRow]:
        """Whom these folded words name, all of them together; most statements first.

        One word alone is a surname, or names the only one who has it. A patronymic between two
        names is passed over where no form of a name has it.
        """
        found: set[int] = set()
        readings = [
            self._readings(word)
            for at, word in enumerate(given)
            if not (0 < at < len(given) - 1 and self._is_unknown_patronymic(word))
        ]
        for reading in islice(product(*readings), _MOST_READINGS):
            found |= self._named_alone(reading[0]) if len(reading) == 1 else self._bear(reading)
        rows = (self._rows[number] for number in found)
        return sorted(rows, key=lambda row: (-row.statements, row.name, row.person or ""))

    def _readings(self, word: str) -> list[str]:
        """An initial as it is; of a word those it may be a case of that somebody bears."""
        if len(word) == 1:
            return [word]
        return [one for one in nominatives(word) if one in self._bearers]

    def _is_unknown_patronymic(self, word: str) -> bool:
        return bool(_PATRONYMIC.fullmatch(word)) and not self._readings(word)

    def _named_alone(self, word: str) -> set[int]:
        if len(word) == 1:
            return set()
        bearers = self._bearers.get(word, set())
        return self._surnames.get(word) or (bearers if len(bearers) == 1 else set())

    def _bear(self, wanted: Sequence[str]) -> set[int]:
        whole = [self._bearers[word] for word in wanted if len(word) > 1]
        candidates = set.intersection(*whole) if whole else set()
        return {
            number
            for number in candidates
            if any(bears(form, wanted) for form in self._forms[number])
        }
