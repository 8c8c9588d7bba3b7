"""Twelve classes of ten queries → each as our query string and as stems for the peers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.tokenizer import stems

if TYPE_CHECKING:
    from collections.abc import Iterator


class Corpus(StrEnum):
    """Whose words the queries are made of."""

    UN = "un"  # UN General Debate statements
    PAGES = "pages"  # saved pages of kremlin.ru


class _Words(NamedTuple):
    """Ten queries of each class; `|` parts those of several words."""

    rare: str
    frequent: str
    either: str
    every: str
    phrase: str
    near: str
    speaker: str  # who, then words
    dates: str  # first and last year, then words
    prefix: str
    wildcard: str
    fuzzy: str
    without: str  # wanted, left out


_WORDS: Final = {
    Corpus.UN: _Words(
        rare="karabakh chernobyl phosphates uyghurs antarctica malvinas tokelau bougainville"
        " kosovo abkhazia",
        frequent="united nations peace world international development countries security people"
        " economic",
        either="climate change finance|nuclear disarmament treaty|palestine israel peace|"
        "security council reform|small island states|human rights violations|"
        "ukraine russia war|sustainable development goals|"
        "trade debt aid|women children health",
        every="nuclear disarmament|terrorism afghanistan|climate pacific|refugees africa|"
        "sanctions cuba|sovereignty territory|debt relief|ozone layer|water energy food|"
        "election observers",
        phrase="security council|united nations|climate change|human rights|nuclear weapons|"
        "general assembly|territorial integrity|sustainable development goals|cold war|will not",
        near="peace middle|nuclear test|debt countries|human dignity|council reform|law sea|"
        "africa south|climate action|trade world|war peoples",
        speaker="USA terrorism|RUS sanctions|CHN development|GBR climate change|FRA peace|"
        "BRA security council|IND nuclear|CUB blockade|ZAF apartheid|JPN disarmament",
        dates="1980 1989 nuclear|2014 2020 ukraine|2001 2003 terrorism|1960 1969 apartheid racial|"
        "2015 2020 climate change|1990 1999 peace|1946 1955 war|1970 1979 oil|2020 2023 pandemic|"
        "2005 2010 reform council",
        prefix="disarm terror coloni environ palesti sover humani demo econom migra",
        wildcard="organi?ation coloni?ation wom?n cent*y labo*r disarm*ent p?ace n*ear gl?bal"
        " int*ity",
        fuzzy="disarmement palastine terorism soverignty afganistan develpment climat nucler"
        " councl goverment",
        without="nuclear weapons|israel palestine|climate change|peace security|africa south|"
        "war cold|oil price|trade world|rights human|development sustainable",
    ),
    Corpus.PAGES: _Words(
        rare="glonass phosphates judo antarctica tiger baikal submarine orchestra malaria vaccine",
        frequent="president russia meeting international development countries security people"
        " economic government",
        either="climate ecology emissions|nuclear disarmament treaty|syria iraq libya|"
        "school university education|gas oil pipeline|hockey football olympics|"
        "ukraine donbass minsk|defence industry orders|trade investment tariffs|"
        "women children health",
        every="nuclear disarmament|terrorism syria|climate arctic|refugees europe|"
        "sanctions economy|sovereignty territory|pension reform|space launch|"
        "water energy food|election governor",
        phrase="security council|united nations|climate change|human rights|nuclear weapons|"
        "federal assembly|territorial integrity|state duma|great patriotic war|will not",
        near="peace middle|missile defence|gas ukraine|human dignity|council reform|law sea|"
        "china trade|climate action|economic world|war veterans",
        speaker="vladimir-putin terrorism|vladimir-putin sanctions|vladimir-putin development|"
        "vladimir-putin climate change|vladimir-putin hockey|dmitry-peskov question|"
        "dmitry-medvedev government|vladimir-putin nuclear|vladimir-putin syria|"
        "vladimir-putin pension",
        dates="2012 2013 nuclear|2014 2020 ukraine|2001 2003 terrorism|2000 2004 chechnya|"
        "2015 2020 climate change|2016 2019 peace|2018 2020 pension|2000 2008 oil|"
        "2020 2020 pandemic|2003 2010 reform council",
        prefix="disarm terror agricult environ constitu sover humani demo econom migra",
        wildcard="organi?ation moderni?ation wom?n cent*y labo*r disarm*ent p?ace n*ear gl?bal"
        " int*ity",
        fuzzy="disarmement ukrane terorism soverignty afganistan develpment climat nucler councl"
        " goverment",
        without="nuclear weapons|syria terrorism|climate change|peace security|korea south|"
        "war patriotic|oil price|trade world|rights human|development sustainable",
    ),
}
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


def cases(corpus: Corpus = Corpus.UN) -> Iterator[Case]:
    """All of them, class by class, the same classes for every corpus."""
    words = _WORDS[corpus]
    yield from (Case("rare word", word, _stems(word)) for word in words.rare.split())
    yield from (Case("frequent word", word, _stems(word)) for word in words.frequent.split())
    yield from (Case("or", " OR ".join(t.split()), _stems(t)) for t in words.either.split("|"))
    yield from (Case("and", t, _stems(t)) for t in words.every.split("|"))
    yield from (Case("phrase", f'"{t}"', _stems(t)) for t in words.phrase.split("|"))
    yield from (Case("near", f'"{t}"~{DISTANCE}', _stems(t)) for t in words.near.split("|"))
    for text in words.speaker.split("|"):
        speaker, terms = text.split(" ", 1)
        yield Case("speaker", f'speaker:"{speaker}" {terms}', _stems(terms), speaker=speaker)
    for text in words.dates.split("|"):
        first, last, terms = text.split(" ", 2)
        days = (date(int(first), 1, 1).toordinal(), date(int(last), 12, 31).toordinal())
        yield Case("dates", f"date:{first}..{last} {terms}", _stems(terms), days=days)
    yield from (Case("prefix", f"{word}*", (word,)) for word in words.prefix.split())
    yield from (Case("wildcard", word, (word,)) for word in words.wildcard.split())
    yield from (Case("fuzzy", f"{word}~", (word,)) for word in words.fuzzy.split())
    for text in words.without.split("|"):
        wanted, without = text.split()
        yield Case("not", f"{wanted} -{without}", _stems(wanted), without=_stems(without)[0])


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stems(text))
