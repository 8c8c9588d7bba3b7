"""A name somebody gave → the speakers it means: any form, script, case or initials of the name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import folded, stem, words
from search.quotes.alignment.spelling import latinised
from search.suggest.speaker_names import known_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.records import SpeakerRow, Turn


_PATRONYMIC: Final = re.compile(r"\w+(?:ович|евич|овна|евна|ична|ovich|evich|ovna|evna)\w{0,3}")
_FILLERS: Final = (
    "mr mrs ms miss dr prof sir the of and for on in to at his her господин госпожа господина г гн"
    " госпожи товарищ по в и на с"
)
_TITLES: Final = (
    "president vice prime minister premier chancellor king queen prince emir sheikh pope patriarch"
    " chairman chairwoman chairperson governor mayor secretary general ambassador senator deputy"
    " head leader director speaker commissioner marshal colonel academician judge professor"
    " президент премьер министр вице канцлер король принц эмир патриарх председатель губернатор мэр"
    " секретарь генерал посол сенатор депутат глава руководитель директор спикер академик"
)
_RUSSIAN: Final = (
    "президент=president премьер=prime министр=minister вице=vice канцлер=chancellor король=king"
    " королева=queen принц=prince эмир=emir патриарх=patriarch председатель=chairman"
    " губернатор=governor мэр=mayor секретарь=secretary генеральный=general посол=ambassador"
    " сенатор=senator депутат=deputy глава=head руководитель=head директор=director спикер=speaker"
    " правительства=government иностранных=foreign дел=affairs обороны=defence финансов=finance"
    " экономики=economy россии=russia российской=russia российский=russia белоруссии=belarus"
    " беларуси=belarus украины=ukraine казахстана=kazakhstan узбекистана=uzbekistan"
    " таджикистана=tajikistan армении=armenia азербайджана=azerbaijan грузии=georgia"
    " молдавии=moldova киргизии=kyrgyzstan туркменистана=turkmenistan германии=germany"
    " франции=france италии=italy испании=spain британии=britain польши=poland финляндии=finland"
    " китая=china индии=india японии=japan кореи=korea турции=turkey ирана=iran израиля=israel"
    " египта=egypt сирии=syria сша=us америки=america бразилии=brazil сербии=serbia венгрии=hungary"
)
_IN_ENGLISH: Final = {
    stem(one): stem(other) for one, other in (pair.split("=") for pair in _RUSSIAN.split())
}
"""Stems of offices and countries in Russian, by those of what they are called in English."""

_TITLE_OF: Final = re.compile(r"(?:the )?(?:\w+ ){1,4}(?:of|for) \w")
_OF: Final = re.compile(r"\b(?:of|for)\b")
_LABEL: Final = re.compile(r"[\s“\"«„]*([^\W\d_][^:\n“”«»\"?!]{2,150}?)[”»\"]?\s*:\s+")
_LABEL_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST_BEGUN: Final = 4  # letters of a stem that a longer one goes on with
_UNTOLD: Final = frozenset(_FILLERS.split())
_OFFICES: Final = frozenset(map(stem, _TITLES.split()))


@dataclass(frozen=True, slots=True)
class ClaimedSpeaker:
    """Whom a name means: identities, and printed names of those without one, folded.

    Where an office was given instead: `office` are its stems, `holders` who held it by any label.
    """

    given: str
    persons: frozenset[str]
    names: frozenset[str]
    office: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        """Whether the index has anybody of that name."""
        return bool(self.persons or self.names or self.holders)

    def spoke(self, turn: Turn | None) -> bool:
        """Whether a turn is theirs."""
        if turn is None:
            return False
        if self.office:
            role = turn.role or turn.role_inferred
            theirs = (
                _is_in(self.office, _office(role)) if role else (turn.person or "") in self.holders
            )
            if theirs:
                return True
        if turn.person:
            return turn.person in self.persons
        return bool(turn.speaker) and folded(turn.speaker or "") in self.names


class SpeakerIndex:
    """The speakers of an index by the words of their names; immutable, safe to share."""

    def __init__(self, rows: Sequence[SpeakerRow]) -> None:
        self._rows = rows
        self._forms = [[form for form in map(words, known_forms(row)) if form] for row in rows]
        self.words = frozenset(word for forms in self._forms for form in forms for word in form)
        """Every word of a name"""
        self._roots = frozenset(map(stem, self.words))
        self._by_key: dict[str, set[int]] = {}
        for number, forms in enumerate(self._forms):
            for form in forms:
                for word in form:
                    for key in _keys(word):
                        self._by_key.setdefault(key, set()).add(number)
        self._offices = [_office(" ".join(role.text for role in row.roles)) for row in rows]
        self._office_words = frozenset(word for office in self._offices for word in office)

    def meant(self, name: str) -> ClaimedSpeaker:
        """Whom a name means: all its words are in one form of theirs, or initials of it.

        Words of an office before it are left aside; an office alone means whoever held it.
        """
        rows = self.rows_of(name)
        if self._is_office(name) and not self._names_person(name, rows):
            rows = []
        office = frozenset() if rows else _office(name)
        held = [
            number for number, its in enumerate(self._offices) if office and _is_in(office, its)
        ]
        return ClaimedSpeaker(
            name,
            frozenset(row.person for row in rows if row.person),
            frozenset(folded(form) for row in rows if not row.person for form, _ in row.forms),
            office if held or self._is_office(name) else frozenset(),
            frozenset(filter(None, (self._rows[one].person for one in held))),
        )

    def _is_office(self, name: str) -> bool:
        """Whether a name is all words of an office, or a title of something: President of …."""
        if _TITLE_OF.match(" ".join(words(name))):
            return names_office(_OF.split(name)[0])
        known = _OFFICES | self._office_words | {*_IN_ENGLISH.values()}
        given = [word for word in words(name) if word not in _UNTOLD]
        return names_office(name) and all({stem(one), *_office(one)} & known for one in given)

    def _names_person(self, name: str, rows: Sequence[SpeakerRow]) -> bool:
        """Whether a name holds the surname of somebody it means, or two words of their name."""
        given = words(name)
        return any(
            any(self.is_surname(word, row) for word in given)
            or any(len({*given} & {*form}) > 1 for form in map(words, known_forms(row)))
            for row in rows
        )

    def rows_of(self, name: str) -> list[SpeakerRow]:
        """The speakers a name means, most turns first."""
        person = [row for row in self._rows if row.person and row.person == name]
        if person:
            return person
        given = words(name.removeprefix("="))
        whole = [one for one in given if len(one) > 1 and self._rows_by(one)]
        strange = [
            one
            for before, one, after in zip(["", *given], given, [*given[1:], ""], strict=False)
            if (before in whole or after in whole) and self._is_strange(one, whole)
        ]
        initials = [one for one in given if len(one) == 1 and one.isalpha()]
        found = self._named(whole, strange, initials, given)
        if not found:
            fathers = [one for one in whole if _PATRONYMIC.fullmatch(one)]
            less = [one for one in whole if one not in fathers]
            found = self._named(less, strange, initials, given) if fathers else []
        return [self._rows[number] for number in found]

    def _is_strange(self, word: str, whole: Sequence[str]) -> bool:
        """Whether a word beside those of a name is a name too, for all we know: of no office."""
        return (
            len(word) > 1
            and word not in whole
            and word not in _UNTOLD
            and stem(word) not in _OFFICES | self._office_words
        )

    def _named(
        self,
        whole: Sequence[str],
        strange: Sequence[str],
        initials: Sequence[str],
        given: Sequence[str],
    ) -> list[int]:
        if not whole:
            return []
        candidates = set.intersection(*map(self._rows_by, whole))
        named = [
            number
            for number in sorted(candidates)
            if any(_bears(form, whole, strange, initials) for form in self._forms[number])
        ]
        as_given = [one for one in named if any(set(whole) <= {*form} for form in self._forms[one])]
        return as_given or named

    def _rows_by(self, word: str) -> set[int]:
        """The rows a name of which holds a word, in any case or transliteration."""
        return set().union(*(self._by_key.get(key, ()) for key in _keys(word)))

    def is_surname(self, word: str, row: SpeakerRow) -> bool:
        """Whether a folded word, in any case, is the last of a name of a speaker."""
        return any(form and stem(form[-1]) == stem(word) for form in map(words, known_forms(row)))

    def is_name(self, word: str) -> bool:
        """Whether a folded word stands in a name, in any case."""
        return word in self.words or stem(word) in self._roots


def names_office(name: str) -> bool:
    """Whether a name holds a word of an office: President, министр."""
    return any(stem(word) in _OFFICES for word in words(name))


def read_label(text: str, speakers: SpeakerIndex) -> tuple[str | None, str]:
    """The name of a speaker of the index pasted before their words, if one is, and the words.

    "President of Averna Ilda Tarn: We will …"; nothing but names and offices stands there.
    """
    found = _LABEL.match(text)
    if found is None or not text[found.end() :].strip():
        return None, text
    given = _LABEL_WORD.findall(found[1])
    is_plain = all(
        one[:1].isupper() or folded(one) in _UNTOLD or stem(folded(one)) in _OFFICES
        for one in given
    )
    if not is_plain or not speakers.rows_of(found[1]):
        return None, text
    return found[1].strip(), text[found.end() :]


@lru_cache(maxsize=50_000)
def _keys(word: str) -> frozenset[str]:
    """What a word of a name shares with its other cases and transliterations."""
    return (
        frozenset((word,))
        if len(word) < 2
        else frozenset((stem(word), latinised(word.replace("'", ""))))
    )


def _office(text: str) -> frozenset[str]:
    """The stems of the words of an office."""
    stems = (stem(word) for word in words(text) if word not in _UNTOLD)
    return frozenset(_IN_ENGLISH.get(one, one) for one in stems)


def _is_in(office: frozenset[str], other: frozenset[str]) -> bool:
    """Whether all words of an office are in another: of Russia, Russian."""
    return all(any(_is_begun(one, word) for word in other) for one in office)


def _is_begun(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _LEAST_BEGUN and long.startswith(short))


def _bears(
    form: Sequence[str], whole: Sequence[str], strange: Sequence[str], initials: Sequence[str]
) -> bool:
    """Whether one form of a name holds all words given, and begins as the others do.

    Of initials the first must fit; a name for which the form has no word, or a patronymic, is not
    held against it. A form that is a surname alone fits no initials: whose they are is not known.
    """
    held = [any(_keys(one) & _keys(word) for one in whole) for word in form]
    if not all(any(_keys(one) & _keys(word) for word in form) for one in whole):
        return False
    others = [word for word, is_held in zip(form, held, strict=True) if not is_held]
    short = [word for word in others if len(word) == 1]
    if sum(held) == 1:  # with more, what else stands there is an office
        for one in strange:
            if not (_PATRONYMIC.fullmatch(one) or any(one.startswith(letter) for letter in short)):
                return False
    if not initials:
        return True
    if not others:
        return len(whole) > 1
    return all(name.startswith(letter) for letter, name in zip(initials, others, strict=False))
