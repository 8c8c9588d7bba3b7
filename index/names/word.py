"""A printed word → what its letters and the lists of words say of it, each looked up once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from index.names.word_lists import plain, read_words

APOSTROPHES: Final = "'’‘ʼ`"

_LONGEST_ACRONYM_CHARS: Final = 3
_LONGEST_PARTICLE_CHARS: Final = 3
_SHORTEST_SURNAME_CHARS: Final = 2
_ROMAN: Final = re.compile(r"[IVX]{1,5}")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]{1,2}\.-?){1,3}")
_JOINED_INITIALS: Final = re.compile(r"((?:[^\W\d_]{1,2}\.-?){1,3})([^\W\d_].*)")
_LETTERS: Final = re.compile(
    rf"[^\W\d_]+(?:[-{APOSTROPHES}.‑][^\W\d_]+)*(?:\.|(?<![sS])[{APOSTROPHES}])?"
)
_BEFORE_PARTICLE: Final = re.compile(
    r"(?<!\S)(?:[A-ZА-ЯЁ]\.-?){1,3}(?=(?P<after>[a-zа-яё]{2,3})\s)"
)
_ELIDED: Final = re.compile(rf"(?:d|l|dell|all|nell|д|л)[{APOSTROPHES}](?=[A-ZÀ-ÞА-ЯЁ])")
_KOREAN_SON: Final = "Son"  # "Choe Son Hui"; "Son of …" and "son" are no name


@dataclass(frozen=True)
class PrintedWord:
    """A word as printed, with every fact that the rules ask of it; kept once looked up."""

    text: str

    def is_in(self, name: str) -> bool:
        """Whether the list `index/data/<name>.txt` has the word."""
        return self.folded in read_words(name)

    @cached_property
    def folded(self) -> str:
        """The word as the lists have it."""
        return plain(self.text)

    @cached_property
    def is_capitalised(self) -> bool:
        """Whether the first letter is a capital."""
        return self.text[:1].isupper()

    @cached_property
    def is_title(self) -> bool:
        """Whether a person is called so by office, rank or trade: "Minister"."""
        titles, word = read_words("titles"), self.folded.rstrip(".")
        return word in titles or ("-" in word and all(part in titles for part in word.split("-")))

    @cached_property
    def is_role_word(self) -> bool:
        """Whether the word belongs to an office, rank, trade or institution, and to no name."""
        return self.is_title or self.folded.rstrip(".") in read_words("role_words")

    @cached_property
    def is_place(self) -> bool:
        """Whether the word belongs to a country, region or town that offices name.

        "UN" is one and "Un" is none: words of two or three letters must be printed in capitals.
        """
        long_enough = len(self.folded) > _LONGEST_ACRONYM_CHARS or self.text.isupper()
        return long_enough and self.is_in("places")

    @cached_property
    def is_given_name(self) -> bool:
        """Whether the list has this given name; a compound counts by its first part."""
        return self.is_in("given_names") or plain(self.text.split("-")[0]) in read_words(
            "given_names"
        )

    @cached_property
    def is_particle(self) -> bool:
        """Whether the word is a small one inside names."""
        return self.is_in("particles")

    @cached_property
    def is_initials(self) -> bool:
        """Whether the word is one or more initials: "V.", "А.Б."; "Dr." is a title."""
        return _INITIALS.fullmatch(self.text) is not None and not self.is_role_word

    @cached_property
    def after_initials(self) -> str | None:
        """The surname that initials are joined to without a space ("V.Putin"), if they are."""
        match = _JOINED_INITIALS.fullmatch(self.text)
        if match is None or _INITIALS.fullmatch(self.text):  # "U.S." is all initials
            return None
        fits = len(match[2]) >= _SHORTEST_SURNAME_CHARS and _is_shaped(match[2])
        return match[2] if fits else None

    @property
    def has_initials(self) -> bool:
        """Whether the word is initials and a surname without a space."""
        return self.after_initials is not None

    @property
    def begins_with_initials(self) -> bool:
        """Whether the word is initials, alone or joined to a surname."""
        return self.is_initials or self.has_initials

    @cached_property
    def is_name_word(self) -> bool:
        """Whether the word may stand in a name by its shape: a capital or a particle's hyphen."""
        return self.begins_with_initials or _is_shaped(self.text)

    @cached_property
    def is_roman(self) -> bool:
        """Whether the word is the number of a monarch."""
        return _ROMAN.fullmatch(self.text) is not None

    @cached_property
    def is_tail(self) -> bool:
        """Whether the word ends a name after its surname: "oglu", "Jr.", "III"."""
        return self.is_roman or self.folded.rstrip(".") in read_words("name_tails")

    @cached_property
    def is_foreign_to_names(self) -> bool:
        """Whether the word belongs to offices or places, whatever its shape."""
        if self.text == _KOREAN_SON:
            return False
        head, hyphen, _ = self.text.partition("-")
        if hyphen and len(head) > _LONGEST_PARTICLE_CHARS and look_up(head).is_role_word:
            return not look_up(head).is_given_name  # "Area-Yugra"
        return self.is_role_word or (self.is_place and not self.is_given_name)


@lru_cache(maxsize=50_000)
def look_up(word: str) -> PrintedWord:
    """The one `PrintedWord` for a printed word, so that its facts are looked up once."""
    return PrintedWord(word)


def printed_words(text: str) -> list[PrintedWord]:
    """The words of `text`, cut at spaces, and between initials and a particle: «Ж.-О.де Тестов»."""
    if "." in text:
        text = _BEFORE_PARTICLE.sub(_apart, text)
    return [look_up(word) for word in text.split()]


def _apart(initials: re.Match[str]) -> str:
    return f"{initials[0]} " if look_up(initials["after"]).is_particle else initials[0]


def as_printed(name: str, text: str) -> str:
    """A name of words of `text`, its initials and particle together where they stand so there."""
    for initials in _BEFORE_PARTICLE.finditer(text):
        name = name.replace(f"{initials[0]} {initials['after']}", initials[0] + initials["after"])
    return name


def join(words: list[PrintedWord]) -> str:
    """The words as printed, with spaces between."""
    return " ".join(word.text for word in words)


def _is_shaped(word: str) -> bool:
    """Whether `word` has the capital of a name, at its head or after a particle's hyphen."""
    if _LETTERS.fullmatch(word) is None:
        return False
    if word[0].isupper() or _ELIDED.match(word):
        return True
    head, _, rest = word.partition("-")
    return plain(head) in read_words("particles") and rest[:1].isupper()
