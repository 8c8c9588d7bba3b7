"""The shapes of printed names: words → is it part of a name, and how a reader would write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.names.word_lists import is_given_name, is_place, is_role_word, plain, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTICLES: Final = word_set(
    "al el as ad ar an es ed er at ash bin bint ben ibn abu abd von van vom zu zur der den de di da"
    " du do dos das la le del della delle ter ten af av y e bey beg oglu ogly kyzy uulu"
    " аль эль ас аш ан эс эд эр эш ат ад бин бен ибн фон ван дер ден де да ди дю ла ле дель"
    " оглы оглу кызы гызы улы уулу бей бек"
)
"""Small words inside names ("Ursula von der Leyen"); "al-Assad" is one by its first part."""

_TAILS: Final = word_set(
    "oglu ogly ogli gyzy qizi kyzy kizi uulu ool jr sr оглы оглу гызы кызы улы уулу мл ст"
)

MOST_NAME_WORDS: Final = 6
"""The most words of a name; small words inside it do not count."""

RELIGIOUS: Final = word_set(
    "patriarch metropolitan pope archbishop bishop archimandrite father hieromonk catholicos"
    " патриарх митрополит папа архиепископ епископ архимандрит отец иеромонах католикос"
)
"""Titles a reader writes as part of the name: "Patriarch Kirill" has no other."""

ROYAL: Final = word_set(
    "king queen emir sultan emperor empress prince princess duke duchess sheikh"
    " король королева эмир султан император принц принцесса шейх"
)
"""Titles whose holders go by one name and a number; the title is an office."""

_ROMAN: Final = re.compile(r"[IVX]{1,5}")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]{1,2}\.-?){1,3}")
_JOINED_INITIALS: Final = re.compile(r"((?:[^\W\d_]{1,2}\.-?){1,3})([^\W\d_].*)")
_APOSTROPHES: Final = "'’‘ʼ`"
_LETTERS: Final = re.compile(
    rf"[^\W\d_]+(?:[-{_APOSTROPHES}.‑][^\W\d_]+)*(?:\.|(?<![sS])[{_APOSTROPHES}])?"
)
_ELIDED: Final = re.compile(rf"(?:d|l|dell|all|nell|д|л)[{_APOSTROPHES}](?=[A-ZÀ-ÞА-ЯЁ])")
_CHINESE_LETTERS: Final = frozenset("АЕИОУЭЮ")  # «Ван И» is Wang Yi
_KOREAN_SON: Final = "Son"  # "Choe Son Hui"; "Son of …" and "son" are no name
_KEEPS_CAPITALS: Final = ("mc", "mac", "o'", "d'")
_SHORTEST_SURNAME_CHARS: Final = 2
_MOST_BARE_INITIALS: Final = 3
_LONGEST_PARTICLE_CHARS: Final = 3
_INNER_CAPITAL: Final = re.compile(rf"[^\W\d_][^\W\d_A-ZА-ЯЁ]+[{_APOSTROPHES}][^\W\d_]+")


def is_initials(word: str) -> bool:
    """Whether `word` is one or more initials: "V.", "А.Б."; "Dr." is a title."""
    return _INITIALS.fullmatch(word) is not None and not is_role_word(word)


def has_initials(word: str) -> bool:
    """Whether `word` is initials and a surname without a space: "V.Putin"."""
    match = _JOINED_INITIALS.fullmatch(word)
    if match is None or _INITIALS.fullmatch(word):  # "U.S." is all initials
        return False
    return len(match[2]) >= _SHORTEST_SURNAME_CHARS and _is_shaped(match[2])


def is_roman(word: str) -> bool:
    """Whether `word` is the number of a monarch."""
    return _ROMAN.fullmatch(word) is not None


def is_particle(word: str) -> bool:
    """Whether `word` is a small word inside names."""
    return plain(word) in PARTICLES


def is_name_word(word: str) -> bool:
    """Whether `word` may stand in a name by its shape alone: a capital or a particle's hyphen."""
    return is_initials(word) or has_initials(word) or _is_shaped(word)


def _is_shaped(word: str) -> bool:
    """Whether `word` has the capital of a name, at its head or after a particle's hyphen."""
    if _LETTERS.fullmatch(word) is None:
        return False
    if word[0].isupper() or _ELIDED.match(word):
        return True
    head, _, rest = word.partition("-")
    return plain(head) in PARTICLES and rest[:1].isupper()


def is_foreign_to_names(word: str) -> bool:
    """Whether `word` belongs to offices or places, whatever its shape."""
    if word == _KOREAN_SON:
        return False
    head, hyphen, _ = word.partition("-")
    if hyphen and len(head) > _LONGEST_PARTICLE_CHARS and is_role_word(head):
        return not is_given_name(head)  # "Area-Yugra"
    return is_role_word(word) or (is_place(word) and not is_given_name(word))


def is_tail(word: str) -> bool:
    """Whether `word` ends a name after its surname: "oglu", "Jr.", "III"."""
    return plain(word).rstrip(".") in _TAILS or is_roman(word)


def without_tail(words: Sequence[str]) -> Sequence[str]:
    """`words` without the small words and the number that end a whole name."""
    end = len(words)
    while end > 2 and is_tail(words[end - 1]):
        end -= 1
    return words[:end]


def count_words(words: Sequence[str]) -> int:
    """How many words a name has, small ones inside it left out."""
    return sum(not is_particle(word) for word in words)


def _may_end(word: str) -> bool:
    """Whether a name may end in `word`: no particle, no initial."""
    if is_tail(word):
        return True
    if word in _CHINESE_LETTERS:
        return True
    return not (is_particle(word) or word.endswith(".") or len(word) < _SHORTEST_SURNAME_CHARS)


def looks_full(words: Sequence[str]) -> bool:
    """Whether `words` have the shape of a whole name: two to six of them, none from an office."""
    if len(words) == 1:
        return has_initials(words[0])
    if len(words) < 2 or count_words(words) > MOST_NAME_WORDS or not _may_end(words[-1]):
        return False
    if len(words) == 2 and is_particle(words[0]) and not is_given_name(words[0]):
        return words[0] == "Ван"  # Wang is a family name of China; "Al Jazeera" is no person
    if not all(is_name_word(word) or is_particle(word) for word in words):
        return False
    titled = plain(words[0]) in RELIGIOUS  # "Patriarch Kirill"
    return not any(is_foreign_to_names(word) for word in words[titled:-1])


def as_written(words: Sequence[str]) -> str:
    """The name as a reader would write it: capitals of print brought down, words as they are."""
    bare = words and words[0].isupper() and len(words[0]) <= _MOST_BARE_INITIALS
    if bare and not any(word.isupper() for word in words[1:]):
        return " ".join([words[0], *map(_lowered, words[1:])])  # "RKN Petrov": initials
    return " ".join(map(_lowered, words))


def _lowered(word: str) -> str:
    """One word of a name, its capitals only where names have them."""
    if is_initials(word) or is_roman(word):
        return word
    joined = _JOINED_INITIALS.fullmatch(word)
    if joined:
        return joined[1] + _lowered(joined[2])
    return "-".join(_lowered_part(part) for part in word.split("-"))


def _lowered_part(part: str) -> str:
    inner = part[1:]
    if len(part) < 3 or not any(letter.isupper() for letter in inner):
        return part
    if plain(part).startswith(_KEEPS_CAPITALS) and not part.isupper():
        return part
    if _INNER_CAPITAL.fullmatch(part):
        return part  # "Yar’Adua"
    head = 2 if part[1] in _APOSTROPHES else 0
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
    return [plain(word.rstrip(".")) for word in apart.split()]
