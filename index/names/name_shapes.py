"""Words → whether they have the shape of a whole name, and how a reader would write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.names.word import APOSTROPHES, look_up
from index.names.word_lists import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.names.word import PrintedWord

MOST_NAME_WORDS: Final = 6
"""The most words of a name; small words inside it do not count."""

_ARTICLES: Final = frozenset({"the", "an"})
_CHINESE_LETTERS: Final = frozenset("АЕИОУЭЮ")  # «Ван И» is Wang Yi
_CHINESE_SURNAME: Final = "Ван"  # elsewhere a particle
_KEEPS_CAPITALS: Final = ("mc", "mac", "o'", "d'")
_SHORTEST_SURNAME_CHARS: Final = 2
_MOST_BARE_INITIALS: Final = 3
_FATHERS_NAME: Final = re.compile(r"(\w{2,})(?:[ое]вич|[ое]вн)(?:а|у|е|ем|ы|ой)?")
_INNER_CAPITAL: Final = re.compile(rf"[^\W\d_][^\W\d_A-ZА-ЯЁ]+[{APOSTROPHES}][^\W\d_]+")


def without_tail(words: Sequence[PrintedWord]) -> Sequence[PrintedWord]:
    """`words` without the small words and the number that end a whole name."""
    end = len(words)
    while end > 2 and words[end - 1].is_tail:
        end -= 1
    return words[:end]


def count_words(words: Sequence[PrintedWord]) -> int:
    """How many words a name has, small ones inside it left out."""
    return sum(not word.is_particle for word in words)


def looks_full(words: Sequence[PrintedWord]) -> bool:
    """Whether `words` have the shape of a whole name: two to six of them, none from an office."""
    if len(words) == 1:
        return words[0].has_initials
    if len(words) < 2 or count_words(words) > MOST_NAME_WORDS or not _may_end(words[-1]):
        return False
    first = words[0]
    if any(word.folded in _ARTICLES for word in words):
        return False  # "The Hall"
    if len(words) == 2 and first.is_particle and not first.is_given_name:
        return first.text == _CHINESE_SURNAME  # "Al Jazeera" is no person
    if not all(word.is_name_word or word.is_particle for word in words):
        return False
    titled = first.is_in("religious_titles")  # "Patriarch Kirill"
    return not any(word.is_foreign_to_names for word in words[titled:-1])


def is_person(words: Sequence[PrintedWord]) -> bool:
    """Whether a name may be a person's: no address, no article in it, not initials alone."""
    if not any(word.has_initials or not word.is_initials for word in words):
        return False
    if len(words) > 1 and words[0].is_in("address_words") and not words[0].is_given_name:
        return False
    if len(words) == 2 and is_fathers_name(words[1]):
        return False  # «Иван Петрович» is spoken to
    joined = any(word.folded in _ARTICLES for word in words)
    if words[-1].is_in("building_words") and not words[0].is_given_name:
        return False  # "Round Hall"
    return not joined and not (len(words) > 2 and words[-1].is_in("religious_titles"))


def is_fathers_name(word: PrintedWord) -> bool:
    """Whether a Russian word is made of a listed given name as fathers' names are, in any case."""
    made = _FATHERS_NAME.fullmatch(word.folded)
    if made is None:
        return False
    of_soft_sign = made[1].removesuffix("ь") + "ий"  # «Аркадьевич»
    names = (made[1], f"{made[1]}й", f"{made[1]}ь", of_soft_sign)
    return any(look_up(name).is_given_name for name in names)


def sounds_like_fathers_name(word: PrintedWord) -> bool:
    """Whether a Russian word ends as fathers' names do; surnames of other Slavs do too."""
    return _FATHERS_NAME.fullmatch(word.folded) is not None


def _may_end(word: PrintedWord) -> bool:
    """Whether a name may end in `word`: no particle, no initial."""
    if word.is_tail or word.text in _CHINESE_LETTERS:
        return True
    short = len(word.text) < _SHORTEST_SURNAME_CHARS
    return not (word.is_particle or word.text.endswith(".") or short)


def as_written(words: Sequence[PrintedWord]) -> str:
    """The name as a reader would write it: capitals of print brought down, words as they are."""
    bare = words and words[0].text.isupper() and len(words[0].text) <= _MOST_BARE_INITIALS
    if bare and not any(word.text.isupper() for word in words[1:]):
        return " ".join([words[0].text, *map(_lowered, words[1:])])  # "RKN Petrov": initials
    return " ".join(map(_lowered, words))


def _lowered(word: PrintedWord) -> str:
    """One word of a name, its capitals only where names have them."""
    if word.is_initials or word.is_roman:
        return word.text
    if surname := word.after_initials:
        return word.text.removesuffix(surname) + _lowered(look_up(surname))
    head, hyphen, rest = word.text.partition("-")
    if hyphen and word.text.isupper() and look_up(head).is_particle:
        return f"{head.lower()}-{_lowered(look_up(rest))}"  # "AL-AMIR"
    return "-".join(map(_lowered_part, word.text.split("-")))


def _lowered_part(part: str) -> str:
    inner = part[1:]
    if len(part) < 3 or not any(letter.isupper() for letter in inner):
        return part
    if plain(part).startswith(_KEEPS_CAPITALS) and not part.isupper():
        return part
    if _INNER_CAPITAL.fullmatch(part):
        return part  # "Yar’Adua"
    head = 2 if part[1] in APOSTROPHES else 0
    return part[:head] + part[head : head + 1].upper() + part[head + 1 :].lower()


def same_person_on_page(one: str, other: str) -> bool:
    """Whether two names printed on one page are one person's: equal, or one in fitting initials."""
    a, b = _parts(one), _parts(other)
    if a == b:
        return True
    if a[-1] != b[-1] or len(a) < 2 or len(b) < 2:
        return False
    short, long = sorted((a[:-1], b[:-1]), key=lambda given: len("".join(given)))
    shortened = all(len(part) == 1 for part in short)
    return shortened and all(given[0] == part for part, given in zip(short, long, strict=False))


def _parts(name: str) -> list[str]:
    """The folded words of a name, initials as single letters: "V.Putin" is v, putin."""
    apart = re.sub(r"\.(?=\w)", ". ", name)
    return [look_up(word.rstrip(".")).folded for word in apart.split()]
