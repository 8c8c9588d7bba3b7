"""Twelve classes of ten queries → each as our query string and as stems for the peers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from search.text import stems

if TYPE_CHECKING:
    from collections.abc import Iterator

_RARE = (
    "karabakh chernobyl phosphates uyghurs antarctica malvinas tokelau bougainville kosovo abkhazia"
)
_FREQUENT = (
    "united nations peace world international development countries security people economic"
)
_OR = (
    "climate change finance|nuclear disarmament treaty|palestine israel peace|"
    "security council reform|small island states|human rights violations|"
    "ukraine russia war|sustainable development goals|"
    "trade debt aid|women children health"
)
_AND = (
    "nuclear disarmament|terrorism afghanistan|climate pacific|refugees africa|sanctions cuba|"
    "sovereignty territory|debt relief|ozone layer|water energy food|election observers"
)
_PHRASE = (
    "security council|united nations|climate change|human rights|nuclear weapons|general assembly|"
    "territorial integrity|sustainable development goals|cold war|will not"
)
_NEAR = (
    "peace middle|nuclear test|debt countries|human dignity|council reform|law sea|africa south|"
    "climate action|trade world|war peoples"
)
_SPEAKER = (
    "USA terrorism|RUS sanctions|CHN development|GBR climate change|FRA peace|BRA security council|"
    "IND nuclear|CUB blockade|ZAF apartheid|JPN disarmament"
)
_DATES = (
    "1980 1989 nuclear|2014 2020 ukraine|2001 2003 terrorism|1960 1969 apartheid racial|"
    "2015 2020 climate change|1990 1999 peace|1946 1955 war|1970 1979 oil|2020 2023 pandemic|"
    "2005 2010 reform council"
)
_PREFIX = "disarm terror coloni environ palesti sover humani demo econom migra"
_WILDCARD = "organi?ation coloni?ation wom?n cent*y labo*r disarm*ent p?ace n*ear gl?bal int*ity"
_FUZZY = (
    "disarmement palastine terorism soverignty afganistan develpment climat nucler councl goverment"
)
_NOT = (
    "nuclear weapons|israel palestine|climate change|peace security|africa south|war cold|"
    "oil price|trade world|rights human|development sustainable"
)
DISTANCE: Final = 5


@dataclass(frozen=True, slots=True)
class Case:
    """One query: its class, our words for it, and what the peers need to ask the same."""

    kind: str
    query: str
    terms: tuple[str, ...] = ()
    speaker: str = ""
    days: tuple[int, int] | None = None
    without: str = ""

    def shape(self) -> dict[str, object]:
        """What a peer reads."""
        return {
            "kind": self.kind,
            "terms": list(self.terms),
            "speaker": self.speaker,
            "days": self.days,
            "without": self.without,
        }


def cases() -> Iterator[Case]:
    """All of them, class by class."""
    yield from (Case("rare word", word, _stems(word)) for word in _RARE.split())
    yield from (Case("frequent word", word, _stems(word)) for word in _FREQUENT.split())
    yield from (Case("or", " OR ".join(t.split()), _stems(t)) for t in _OR.split("|"))
    yield from (Case("and", t, _stems(t)) for t in _AND.split("|"))
    yield from (Case("phrase", f'"{t}"', _stems(t)) for t in _PHRASE.split("|"))
    yield from (Case("near", f'"{t}"~{DISTANCE}', _stems(t)) for t in _NEAR.split("|"))
    for text in _SPEAKER.split("|"):
        speaker, terms = text.split(" ", 1)
        yield Case("speaker", f'speaker:"{speaker}" {terms}', _stems(terms), speaker=speaker)
    for text in _DATES.split("|"):
        first, last, terms = text.split(" ", 2)
        days = (date(int(first), 1, 1).toordinal(), date(int(last), 12, 31).toordinal())
        yield Case("dates", f"date:{first}..{last} {terms}", _stems(terms), days=days)
    yield from (Case("prefix", f"{word}*", (word,)) for word in _PREFIX.split())
    yield from (Case("wildcard", word, (word,)) for word in _WILDCARD.split())
    yield from (Case("fuzzy", f"{word}~", (word,)) for word in _FUZZY.split())
    for text in _NOT.split("|"):
        wanted, without = text.split()
        yield Case("not", f"{wanted} -{without}", _stems(wanted), without=_stems(without)[0])


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stems(text))
