"""A label's words, flags taken off → the name and the office in them, and how they were told apart.

The office usually comes first ("Defence Minister Ivan Petrov"), sometimes last ("Ivan Petrov,
Director of …"), sometimes around the name ("King Karl IV of Norland"). Every way to read the words
is a candidate; the first is chosen, for they come in the order of trust. What a label holds beside
name and office, such as a person's card in flat text, is one more way (`_FORMS`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from index.names.name_shapes import MOST_NAME_WORDS, as_written, is_person, looks_full
from index.names.name_start import NO_NAME, name_start
from index.names.repeated_name import find_repeated
from index.names.word import as_printed, join, printed_words
from index.names.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.names.page_names import PageNames
    from index.names.word import PrintedWord

_DASH: Final = re.compile(r"\s[–—-]\s")
_AND: Final = frozenset({"and", "и", "&", "/"})
_AND_APART: Final = re.compile(r"\s(?:and|и|&|/)\s")
_SHEIKH: Final = frozenset({"sheikh", "sheikha", "sheikhah", "шейх", "шейха"})
_ALL: Final = "всея"
_SEE: Final = re.compile(r"[А-ЯЁ]\w+[сц]кий")  # a churchman's town: «Патриарх Московский …»
_GLUED: Final = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ])(?=[A-ZÀ-ÞА-ЯЁ])")
_BRACKET: Final = re.compile(r" \(([^()]*)\)?$")


class NamedRole(NamedTuple):
    """A name as a reader would write it, the office printed with it, and what tells them apart."""

    speaker: str
    role: str | None
    evidence: str

    def is_joint(self, known: PageNames) -> bool:
        """Whether what stands before the name is another's: "Anna Petrova and Ivan Petrov"."""
        before = printed_words((self.role or "").rstrip(","))
        if before and before[-1].folded in _AND:
            return True
        if any(map(_ends_in_name, _AND_APART.split(self.role or "")[:-1])):
            return True  # "President of Norland Ivan Petrov and President of Arda Anna Orlova"
        if any(_is_whole_name(part, known) for part in _listed(self.role or "")):
            return True  # "Ivan Petrov, Anna Orlova, Vera Lindgren and others"
        if not looks_full(before):
            return False
        begins = before[0].is_given_name or before[0].begins_with_initials
        return known.vouches(before) or (begins and not before[-1].is_foreign_to_names)


def _listed(office: str) -> Iterator[str]:
    """The parts of an office between commas; none of one without a comma or an end."""
    for part in office.split(", "):
        yield from _AND_APART.split(part) if ", " in office or " and " in office else [part]


def _is_whole_name(part: str, known: PageNames) -> bool:
    """Whether a part of an office is a name of its own, a word before it apart."""
    words = printed_words(part)
    if len(words) == 1:
        return words[0].has_initials
    if len(words) == 3 and words[0].is_capitalised and not words[0].is_place:
        words = words[1:]  # "Pupils Ivan Petrov"
    if not looks_full(words) or words[-1].is_foreign_to_names:
        return False
    first = words[0]
    return first.is_given_name or first.begins_with_initials or known.vouches(words)


def _ends_in_name(office: str) -> bool:
    """Whether words before an "and" end in a whole name of its own: "President Ivan Petrov"."""
    words = printed_words(office)
    if len(words) < 3 or not words[-2].is_given_name or not looks_full(words[-2:]):
        return False
    of_one_word = join(words[-4:-3]) == "of"  # "President of Norland"
    return of_one_word or words[-3].is_place or words[-3].is_title


@lru_cache(maxsize=4096)
def split_name(text: str, known: PageNames) -> NamedRole | None:
    """The name and the office in `text`; None when it has no name of a person."""
    words, printed = printed_words(text), text
    repeated = find_repeated(words)
    if repeated is None and (apart := printed_words(_GLUED.sub(" ", text))) != words:
        words, repeated = apart, find_repeated(apart)  # «Б.ТестовТестов Борис …»
    if repeated:
        name = words[repeated.start : repeated.end]
        if len(name) > 1 and not any(word.has_initials for word in name):
            office = join(words[: repeated.start]).rstrip(",")
            return _named(name, office, "a name that a card repeats")
        text = join(words[: repeated.end])
    found = _candidates(text, known)
    named = next((one for one in found if is_person(printed_words(one.speaker))), None)
    return named and named._replace(speaker=as_printed(named.speaker, printed))


def _candidates(text: str, known: PageNames) -> Iterator[NamedRole]:
    """Every reading of `text`, the surest first; of names after commas the last is the surest."""
    dash = _DASH.search(text)
    if dash and looks_full(printed_words(text[: dash.start()])):
        text = f"{text[: dash.start()]}, {text[dash.end() :]}"  # "Ivan Petrov – Director of …"
    segments = [printed_words(segment) for segment in text.split(", ")]
    if len(segments) > 1 and _comes_first(segments, known):
        yield _named(segments[0], ", ".join(map(join, segments[1:])), "a name before a comma")
    for place in reversed(range(len(segments))):
        before, after = map(join, segments[:place]), map(join, segments[place + 1 :])
        if found := _in_segment(segments[place], known):
            role = ", ".join(part for part in (*before, found.role, *after) if part)
            yield found._replace(role=role or None)


def _comes_first(segments: list[list[PrintedWord]], known: PageNames) -> bool:
    """Whether the name stands before the comma: "Ivan Petrov, Aide to Anna Petrova"."""
    first, last = segments[0], segments[-1]
    if not looks_full(first):
        return False
    return first[0].is_given_name or known.vouches(first) or not known.vouches(last)


def _in_segment(words: list[PrintedWord], known: PageNames) -> NamedRole | None:
    """The first reading of words without a comma; a bracket after them is what it belongs to."""
    text = join(words)
    bracket = _BRACKET.search(text)  # "Anna Petrova (ENI)"
    words = printed_words(text[: bracket.start()]) if bracket else words
    readings = (form(words, known) for form in _FORMS if words)
    found = next((reading for reading in readings if reading), None)
    if found is None or bracket is None:
        return found
    return found._replace(role=f"{found.role} ({bracket[1]})" if found.role else bracket[1])


def _split_around(words: list[PrintedWord], known: PageNames) -> NamedRole | None:
    """ "King Karl IV of Norland", "Crown Prince Omar Al Said of Norland", "Patriarch Ioann"."""
    titles = (at for at, word in enumerate(words) if _is_religious(word) or _is_royal(word))
    title = next(titles, len(words))
    if title + 1 >= len(words):
        return None
    religious = _is_religious(words[title])
    if religious and len(words) - title > 2 and _is_see(words[title + 1 : -1]):
        return _named([words[title], words[-1]], join(words[:-1]), "a churchman and the see")
    name = list(takewhile(lambda word: word.is_name_word or word.is_particle, words[title + 1 :]))
    rest = words[title + 1 + len(name) :]
    if not name or len(name) > MOST_NAME_WORDS or (rest and rest[0].folded != "of"):
        return None
    if not rest and not religious:
        return None
    role = join([*words[: title + 1], *rest])
    if religious and _is_mononym(name):
        named = rest or _without_honorific(words[:title])
        return _named([words[title], *name], role if named else "", "a churchman")
    return _named(name, role, "a title around a name")


def _is_see(words: list[PrintedWord]) -> bool:
    """Whether words are a churchman's towns: «Московский и Коломенский», «… и всея Руси»."""
    if len(words) > 2 and words[-2].folded == _ALL:
        words = words[:-3] if words[-3].text == "и" else words[:-2]
        if not words:
            return True
    return len(words) % 2 == 1 and all(
        word.text == "и" if at % 2 else _SEE.fullmatch(word.text) for at, word in enumerate(words)
    )


def _split_tail(words: list[PrintedWord], known: PageNames) -> NamedRole | None:
    """The office, then the name: "Defence Minister Ivan Petrov"."""
    start = name_start(words, known)
    if start.at == NO_NAME:
        return None
    name, office = words[start.at :], words[: start.at]
    title = next(filter(_is_religious, office), None)
    if office and office[-1].folded in _SHEIKH and len(name) == 1:
        name, office = [office[-1], *name], office[:-1]  # "Sheikh Karima"
    if title and _is_mononym(name):
        name = [title, *name]
    return _named(name, _without_honorific(office), start.rule)


def _before_card(words: list[PrintedWord], known: PageNames) -> NamedRole | None:
    """A known name and, without a comma, an office after it: what is left of a card in flat text.

    A card's office is that of the day the page was saved, so it is no role.
    """
    for size in range(min(MOST_NAME_WORDS, len(words) - 1), 1, -1):
        if known.vouches(words[:size]) and words[size].is_role_word:
            return _named(words[:size], "", "a known name before a card")
    first, second = words[0], words[1] if len(words) > 1 else None
    if second is None or not first.has_initials:
        return None
    repeated = first.text.endswith(f".{second.text}")  # «А.Петров Петров Алексей Иванович …»
    return (
        _named([first], "", "initials before a card") if repeated or second.is_role_word else None
    )


_FORMS: Final = (_split_around, _split_tail, _before_card)
"""The ways to read words without a comma, in the order of trust."""


def _is_religious(word: PrintedWord) -> bool:
    return word.is_capitalised and word.is_in("religious_titles")


def _is_royal(word: PrintedWord) -> bool:
    return word.is_capitalised and word.is_in("royal_titles")


def _is_mononym(name: list[PrintedWord]) -> bool:
    return len(name) == 1 or (len(name) == 2 and name[1].is_roman)


def _without_honorific(office: list[PrintedWord]) -> str:
    """The office; courtesies before the name ("Sheikh") are no part of one."""
    end = len(office)
    while end and office[end - 1].folded.rstrip(".") in read_words("honorifics"):
        end -= 1
    return join(office[:end])


def _named(name: list[PrintedWord], role: str, evidence: str) -> NamedRole:
    return NamedRole(as_written(name), role or None, evidence)
