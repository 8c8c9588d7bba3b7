"""Text → where the name on a person card repeats the name it hangs on.

A card begins with the person's name, surname first («О.Пелл Пелл Орен Ильич …», "Oren Pell Pell
Oren…"), right after the words it hangs on; spaces between them may be lost, the case may differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from index.names.word import look_up
from index.names.word_lists import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'‑][^\W\d_]+)*")
_GLUED: Final = re.compile(r"(?<=[a-zа-яёà-ÿ])(?=[A-ZА-ЯЁÀ-Þ])")
_DOUBLED: Final = re.compile(r"([^\W\d_]{2}-[^\W\d_]{3,})\1")  # "al-Marwadial-Marwadi"
_GLUED_PARTICLE: Final = re.compile(
    r"(?<!\w)(?P<small>[a-zа-яё]{2,4}(?: [a-zа-яё]{2,4}){0,2}) "
    r"(?P<name>[A-ZА-ЯЁ][a-zа-яё-]+)(?P=small) (?P=name)"
)
"""A card without a space before it: "van Aarvan Aar Tilda"."""
_PATRONYMIC: Final = re.compile(r"[А-ЯЁ][а-яё]+(?:вич|вна|[ьмкт]ич|[иы]чна|оглы|кызы)")
_LOST_SPACE: Final = re.compile(r"([А-ЯЁ][а-яё]+?(?:вич|вна|[ьмкт]ич|[иы]чна))([а-яё]{4,})")
_SHORTEST_GLUED_CHARS: Final = 8
_ADJECTIVES: Final = frozenset({"первый", "главный", "генеральный", "исполнительный", "временно"})
_ENDINGS: Final = re.compile(r"(?<=\w\w)(?:e[iy]|i[iy]?|y)\b")
_MOST_SURNAME_WORDS: Final = 5
_MOST_GIVEN_WORDS: Final = 3
_LONGEST_INSERTION_CHARS: Final = 150
_BRACKETS: Final = {"]": "[", ")": "("}
_LEAST_STEM_CHARS: Final = 3
_LONGEST_ENDING_CHARS: Final = 3


class LetterRun(NamedTuple):
    """A word of letters and its place in the text; words glued together are apart here."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CardName:
    """A card's name: where the name it hangs on begins, and where the card's begins and ends.

    `sure` tells that nothing but a card reads so; a name in the order of speech, printed twice,
    is one only where an office follows.
    """

    hangs_from: int
    start: int
    end: int
    name: str
    sure: bool


def find_card_names(text: str, persons: Sequence[str]) -> Iterator[CardName]:
    """The names on cards, from left to right; `persons` are the page's list, surname first."""
    words = list(_words(text))
    listed = [tuple(map(plain, person.split())) for person in persons]
    heads = [plain(word.text[:_LEAST_STEM_CHARS]) for word in words]
    after = 0
    for at in range(1, len(words)):
        hung = _hung_end(text, words, at)
        near = heads[max(0, hung - _MOST_SURNAME_WORDS) : hung]
        if at < after or heads[at] not in (*heads[max(0, at - _MOST_SURNAME_WORDS) : at], *near):
            continue
        named = any(word.text[:1].isupper() for word in words[at : at + _MOST_SURNAME_WORDS + 1])
        if not (named and _adjacent(text, words, at)):
            continue
        found = _names_at(text, words, at, hung, listed)
        if found is not None:
            hangs, end = found.hangs, found.end
            after = end
            yield CardName(
                words[hangs].start,
                words[at].start,
                words[end - 1].end,
                " ".join(word.text for word in words[at : found.name_end]),
                found.sure,
            )


def _words(text: str) -> Iterator[LetterRun]:
    """The words of `text`, cut where a space was lost before a capital or after a patronymic."""
    glued = {found.end("name") for found in _GLUED_PARTICLE.finditer(text)}
    for match in _WORD.finditer(text):
        start = match.start()
        cut = next((at for at in glued if start < at < match.end()), None) if glued else None
        if cut is not None:
            yield LetterRun(text[start:cut], start, cut)
            yield LetterRun(text[cut : match.end()], cut, match.end())
            continue
        for part in _GLUED.split(match[0]):
            half = len(part) // 2 if "-" in part and _DOUBLED.fullmatch(part) else 0
            for piece in (part[:half], part[half:]) if half else (part,):
                yield from _unglued(piece, start)
                start += len(piece)


def _unglued(word: str, start: int) -> Iterator[LetterRun]:
    lost = _LOST_SPACE.fullmatch(word) if len(word) > _SHORTEST_GLUED_CHARS else None
    if lost and (lost[2] in _ADJECTIVES or look_up(lost[2]).is_role_word):
        yield LetterRun(lost[1], start, start + len(lost[1]))
        yield LetterRun(lost[2], start + len(lost[1]), start + len(word))
    else:
        yield LetterRun(word, start, start + len(word))


def _adjacent(text: str, words: Sequence[LetterRun], at: int) -> bool:
    """Whether nothing but spaces, or a closing bracket, parts a word from the one before it."""
    return text[words[at - 1].end : words[at].start].strip() in ("", "]", ")")


def _hung_end(text: str, words: Sequence[LetterRun], at: int) -> int:
    """The word that follows the name a card at word `at` hangs on: `at` itself, or what stands in
    brackets in between ("Mr Pell [the Minister] Pell Oren …", "Oren Pell (retranslated) Pell …").
    """
    before = words[at - 1].end
    closed = text[before : words[at].start].strip()
    if closed not in _BRACKETS:
        return at
    opened = text.rfind(_BRACKETS[closed], max(0, before - _LONGEST_INSERTION_CHARS), before)
    hung = at
    while opened >= 0 and hung and words[hung - 1].end > opened:
        hung -= 1
    return hung if hung and not text[words[hung - 1].end : opened].strip() else at


class _Found(NamedTuple):
    """Positions of words: what the card hangs on, and the ends of the card's name."""

    hangs: int
    name_end: int  # of the name printed once
    end: int
    sure: bool


def _names_at(
    text: str, words: Sequence[LetterRun], at: int, hung: int, listed: Sequence[tuple[str, ...]]
) -> _Found | None:
    """The card whose name begins with word `at`, if one does; the name before `hung` repeats it."""
    if hung < at:
        sizes = range(min(_MOST_SURNAME_WORDS, hung), 0, -1)
        found = (_surname_at(text, words, at, hung, size, listed) for size in sizes)
        if (card := next(filter(None, found), None)) is not None:
            return card
    for size in range(min(_MOST_SURNAME_WORDS, at), 0, -1):
        if card := _surname_at(text, words, at, at, size, listed):
            return card
    return _in_order(text, words, at) or _mononym(words, at)


def _surname_at(
    text: str,
    words: Sequence[LetterRun],
    at: int,
    hung: int,
    size: int,
    listed: Sequence[tuple[str, ...]],
) -> _Found | None:
    """A card whose surname, of `size` words, repeats the words before `hung`, and a given name."""
    if not (_runs_on(text, words, hung - size, hung) and _same_run(words, hung - size, at, size)):
        return None
    given = at + size
    if given >= len(words) or not _runs_on(text, words, given - 1, given + 1):
        return None
    if all(word.text.islower() for word in words[at : at + size]):
        return None
    first = words[given].text
    if not first[:1].isupper():
        return None
    before = hung - size
    initials = _initials_before(text, words, before)
    if initials is not None:
        if not plain(first).startswith(plain(words[initials].text[:1])):
            return None
        return _ended(text, words, initials, at, _given_end(text, words, given, 1, size))
    for count in range(min(_MOST_GIVEN_WORDS, before), 0, -1):
        begins = before - count
        if _runs_on(text, words, begins, before + 1) and _same_run(words, begins, given, count):
            end = _given_end(text, words, given, count, size)
            return _ended(text, words, begins, at, end)
    return _alone(text, words, before, at, size, listed)


def _alone(
    text: str,
    words: Sequence[LetterRun],
    hangs: int,
    at: int,
    size: int,
    listed: Sequence[tuple[str, ...]],
) -> _Found | None:
    """A card after a surname alone: with a patronymic, of somebody the page lists, or whom a
    courtesy names ("Mr Pell Pell Oren …").
    """
    given = at + size
    end = _given_end(text, words, given, 1, size)
    name = tuple(plain(word.text) for word in words[at:end])
    if end - given > 1 or any(name == person[: len(name)] for person in listed):
        return _ended(text, words, hangs, at, end)
    if hangs and look_up(words[hangs - 1].text).is_in("courtesies"):
        return _ended(text, words, hangs, at, end)._replace(sure=False)
    return None


def _given_end(text: str, words: Sequence[LetterRun], given: int, count: int, size: int) -> int:
    """Where the card's name ends: after its given names and a patronymic, if it has one."""
    end = given + count
    if end < len(words) and _PATRONYMIC.fullmatch(words[end].text):
        return end + 1 if _runs_on(text, words, end - 1, end + 1) else end
    return end


def _ended(text: str, words: Sequence[LetterRun], hangs: int, at: int, name_end: int) -> _Found:
    """The card with its name, which the text of its picture may print once more."""
    size = name_end - at
    end = name_end
    if _runs_on(text, words, end - 1, end + size) and _equal_run(words, at, end, size):
        end += size
    return _Found(hangs, name_end, end, sure=True)


def _in_order(text: str, words: Sequence[LetterRun], at: int) -> _Found | None:
    """A name printed twice in the order it is spoken in («Линь Цюйшу Линь Цюйшу …»)."""
    for size in (3, 2):
        fits = _runs_on(text, words, at - size, at + size) and _same_run(words, at - size, at, size)
        if fits and all(word.text[:1].isupper() for word in words[at : at + size]):
            found = _ended(text, words, at - size, at, at + size)
            return found._replace(sure=False)
    return None


def _mononym(words: Sequence[LetterRun], at: int) -> _Found | None:
    """One name between its title and the same title («Патриарх Фома Фома Патриарх …»)."""
    if at < 2 or at + 1 >= len(words) or words[at].text != words[at - 1].text:
        return None
    titled = look_up(words[at + 1].text).is_title or look_up(words[at + 1].text).is_in(
        "religious_titles"
    )
    if titled and plain(words[at - 2].text) == plain(words[at + 1].text):
        return _Found(at - 2, at + 1, at + 1, sure=True)
    return None


def _runs_on(text: str, words: Sequence[LetterRun], start: int, end: int) -> bool:
    """Whether words `start` to `end` exist and stand side by side, spaces apart or glued."""
    if start < 0 or end > len(words):
        return False
    return all(
        text[words[at].end : words[at + 1].start].strip() in ("", "]", ")")
        for at in range(start, end - 1)
    )


def _initials_before(text: str, words: Sequence[LetterRun], at: int) -> int | None:
    """Where initials before word `at` begin; None when there are none."""
    begins = None
    for before in (at - 1, at - 2):
        if before < 0 or len(words[before].text) > 1 or not words[before].text.isupper():
            break
        if text[words[before].end : words[before + 1].start].strip() not in (".", ".-"):
            break
        begins = before
    return begins


def _same_run(words: Sequence[LetterRun], one: int, other: int, size: int) -> bool:
    """Whether two runs of words are the same name, in whatever case."""
    if one < 0 or other + size > len(words):
        return False
    return all(_same_name(words[one + n].text, words[other + n].text) for n in range(size))


def _equal_run(words: Sequence[LetterRun], one: int, other: int, size: int) -> bool:
    if one < 0 or other + size > len(words):
        return False
    return all(plain(words[one + n].text) == plain(words[other + n].text) for n in range(size))


def _spelled(name: str) -> str:
    """A Latin name without what its spellings differ in: "Alexei", "Aleksey", "Yegor", "Egor"."""
    return _ENDINGS.sub("i", name.removeprefix("y").replace("ks", "x"))


def _same_name(printed: str, card: str) -> bool:
    """Whether `printed` is a case of the name on the card: «Мантурова», «Мантуров»."""
    if printed == card:
        return True
    one, other = plain(printed), plain(card)
    if one == other:
        return True
    if one.isascii():
        return _spelled(one) == _spelled(other)
    if not printed[:1].isupper():
        return False
    shorter, longer = sorted((len(one), len(other)))
    stem = max(_LEAST_STEM_CHARS, shorter - 2)
    near = longer - shorter <= _LONGEST_ENDING_CHARS
    return near and shorter >= _LEAST_STEM_CHARS and one[:stem] == other[:stem]
