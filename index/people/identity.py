"""Names printed on one page → keys under which names of one person meet, across scripts.

A full name's key is the skeletons of its words (`index.people.translit`); father's names and the
small words of names ("al-", "von") are left out. A name in initials has the surname's skeleton and
the first letters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from index.names.word import look_up
from index.names.word_lists import plain, read_pairs, read_words
from index.people.translit import is_patronymic, marked_sharp, skeleton, to_latin

_JOINED: Final = re.compile(r"\.(?=[^\W\d_])")
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_LATIN_Y: Final = "y"  # no skeleton has the letter
_STANDS_FOR: Final = {_LATIN_Y: "ie"}
"""Initials that may begin several skeletons: "Y." is of Yury, Yakov and Yegor."""
_MADE_OF_NAME: Final = re.compile("(.{3,}?)[eo]va?")


class NameKey(NamedTuple):
    """What spellings of one name share; `given` holds single letters for initials."""

    given: tuple[str, ...]
    surname: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether the name is printed in full."""
        return bool(self.given) and all(len(part) > 1 for part in self.given)

    @property
    def words(self) -> frozenset[str]:
        """Its words in no order, as lists that print the surname first have them."""
        return frozenset((*self.given, *self.surname))

    def may_be(self, other: NameKey) -> bool:
        """Whether this shortened name may stand for the full name `other`."""
        fits = all(
            long[0] in _STANDS_FOR.get(part, part[0])
            for part, long in zip(self.given, other.given, strict=False)
        )
        return fits and (self.surname == other.surname or self.surname == other.surname[:1])


def read_key(name: str) -> NameKey:
    """The key of a name as a label prints it."""
    titles = read_pairs("name_titles")
    words = [titles.get(word.lower(), word) for word in _telling(_JOINED.sub(". ", name))]
    marked = [(skeleton(word), look_up(word).is_initials) for word in words]
    initials = [
        _LATIN_Y if printed[:1] in "Yy" else word[:1]
        for printed, (word, short) in zip(words, marked, strict=True)
        if short
    ]
    if initials:
        return NameKey(tuple(initials), tuple(word for word, short in marked if not short))
    full = [word for word, _ in marked]
    return NameKey(tuple(full[:1]), tuple(full[1:])) if len(full) > 1 else NameKey((), tuple(full))


def read_listed(name: str) -> NameKey | None:
    """The key of a name as lists of persons print it, surname first; None for other entries.

    Where more than two words leave open which is the surname, only the set of words counts, so the
    split is of no weight.
    """
    words = _telling(name)
    if len(words) < 2 or any(word == "of" or look_up(word).is_role_word for word in words):
        return None
    *surname, given = (skeleton(word) for word in words)
    return NameKey((given,), tuple(surname))


def father_initial(name: str) -> str:
    """The first letter, in Latin, of the father's name in a listed name; empty where none is."""
    fathers = (skeleton(word) for word in name.split()[2:] if is_patronymic(word))
    return next(fathers, "")[:1]


def is_from_given_name(surname: str) -> bool:
    """Whether a surname's skeleton is made of a listed given name, as the commonest are."""
    made = _MADE_OF_NAME.fullmatch(surname)
    return made is not None and not _given_skeletons().isdisjoint({made[1], f"{made[1]}i"})


@cache
def _given_skeletons() -> frozenset[str]:
    return frozenset(skeleton(name) for name in read_words("given_names"))


def _telling(name: str) -> list[str]:
    """The words of a name without father's names and small words, which scripts render apart.

    A father's name is never one of two («Вучич» ends like one); a small word that opens a name of
    two words is a given name ("Ben Petrov").
    """
    words = name.split()
    if len(words) > 2:
        words = [words[0], *(word for word in words[1:] if not is_patronymic(word))]
    bare = [word for word in words if not look_up(word).is_particle]
    return [_without_particle(word) for word in (bare if len(bare) > 1 else words)]


def _without_particle(word: str) -> str:
    head, hyphen, rest = word.partition("-")
    return rest if hyphen and rest and look_up(head).is_particle else word


def slug(name: str) -> str:
    """A person's id: the name in plain Latin letters, hyphens between words.

    Letters that have no plain one within them (ł, ø, æ) are transliterated, never left out; those
    of other scripts stand as their code points.
    """
    letters = read_pairs("latin_letters")
    bare = "".join(letters.get(letter, letter) for letter in plain(to_latin(name)))
    coded = (
        letter if letter.isascii() or not letter.isalpha() else f"u{ord(letter):x}"
        for letter in bare
    )
    return _SLUG.sub("-", "".join(coded)).strip("-")


def spelling(name: str) -> str:
    """The letters of a name in order, spaces and hyphens left out, none transliterated.

    Two names of one `slug` that differ here are two people's.
    """
    return "".join(filter(str.isalnum, plain(to_latin(marked_sharp(name)))))
