"""Label text whose spaces were lost in print → the same with them restored.

"PresidentofPalestineMahmoudAbbas" is four words. A word is cut only where a capital follows a small
letter and two of the pieces are known (an office word, a place, a given name, or a word the page
prints by itself), or a given name begins it. So KamAZ, RusHydro, PhosAgro and McDonald stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from index.names.word import look_up
from index.names.word_lists import plain

if TYPE_CHECKING:
    from collections.abc import Collection

_SEAM: Final = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ])(?=[A-ZÀ-ÞА-ЯЁ])")
_AFTER_NUMBER: Final = re.compile(r"(?<=\d)(?=[A-ZА-ЯЁ][a-zа-яё]{3})")
_BEFORE_NUMBER: Final = re.compile(r"(?<=[’'‘]s)(?=\d)")
_AFTER_GLUE: Final = re.compile(r"\A(of|and|for|at|in)(?=the\Z|[A-ZÀ-ÞА-ЯЁ])")
_AFTER_CEO: Final = re.compile(r"\A(C[EF]O)(?=[A-Z][a-z]{2})")
_MAY_PART: Final = re.compile(r"\d|(?<=.)[A-ZÀ-ÞА-ЯЁ]|(?:and|the|for|of|in|at|to)\Z", re.DOTALL)
"""What a word has at which any of the rules here would part it; most have none of it."""
_GLUE: Final = ("and", "the", "for", "of", "in", "at", "to")
_LAND: Final = "land"  # "Oreland" is no "Orel and"
_BEGINS_SURNAMES: Final = frozenset({"mac", "fitz"})
_ONE_WORD: Final = frozenset({"worldskills", "futureskills", "transcontainer"})
"""Firms and contests of two words that offices have as well."""
_SHORTEST_PIECE_CHARS: Final = 3
_LONGEST_ACRONYM_CHARS: Final = 4


def visible(text: str) -> str:
    """`text` without letters that print nothing: soft hyphens, zero-width spaces, directions."""
    if text.isascii() or text.isprintable():  # no letter of Cf counts as printable
        return text
    hidden = [letter for letter in set(text) if unicodedata.category(letter) == "Cf"]
    return text.translate(dict.fromkeys(map(ord, hidden))) if hidden else text


@lru_cache(maxsize=4096)
def respaced(text: str, printed: frozenset[str] = frozenset()) -> str:
    """`text` with lost spaces restored; `printed` holds folded words the page prints by itself.

    A label is asked several times over; what was found is kept.
    """
    words = text.split(" ")
    pairs = zip(words, [*words[1:], ""], strict=True)
    return " ".join(_respaced_word(word, after, printed) for word, after in pairs)


def _respaced_word(word: str, after: str, printed: Collection[str]) -> str:
    if _MAY_PART.search(word) is None:
        return word
    word = _AFTER_NUMBER.sub(" ", _BEFORE_NUMBER.sub(" ", word))
    word = _AFTER_CEO.sub(r"\1 ", _AFTER_GLUE.sub(r"\1 ", word))
    ends = not after or word.endswith(",") or after.startswith("(")
    pieces = [piece for part in word.split(" ") for piece in _cut(part, printed, ends=ends)]
    followers = [*pieces[1:], after]
    unglued = (
        _unglued(piece, follower, printed)
        for piece, follower in zip(pieces, followers, strict=True)
    )
    return " ".join(unglued)


def _cut(word: str, printed: Collection[str], *, ends: bool) -> list[str]:
    pieces = _SEAM.split(word)
    return pieces if len(pieces) > 1 and _may_cut(pieces, printed, ends=ends) else [word]


def _may_cut(pieces: list[str], printed: Collection[str], *, ends: bool) -> bool:
    """Whether the pieces are words by themselves; a name stands at the label's end."""
    if any(len(piece.rstrip(".,")) < _SHORTEST_PIECE_CHARS for piece in pieces):
        return False
    first, second = look_up(pieces[0]), look_up(pieces[1])
    whole = plain("".join(pieces))
    if first.is_particle or first.folded in _BEGINS_SURNAMES:
        return False
    if whole in _ONE_WORD or whole in printed:
        return False
    if first.is_given_name:
        return ends and not (second.is_role_word or second.is_place or _is_acronym(second.text))
    known = sum(_is_known(piece, printed) or bool(_glued(piece, "", printed)) for piece in pieces)
    return known > 1


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) <= _LONGEST_ACRONYM_CHARS


def _unglued(piece: str, follower: str, printed: Collection[str]) -> str:
    """ "Presidentof" → "President of"; a piece that is a word of its own stays."""
    glue = _glued(piece, follower, printed)
    return f"{piece[: -len(glue)]} {glue}" if glue else piece


def _glued(piece: str, follower: str, printed: Collection[str]) -> str | None:
    """The small word stuck to the end of `piece`, if what is left is a word by itself."""
    if _is_known(piece, printed) or piece.endswith(_LAND):
        return None
    for glue in _GLUE:
        stem = piece[: -len(glue)]
        if not piece.endswith(glue) or len(stem) < _SHORTEST_PIECE_CHARS:
            continue
        word = look_up(stem)
        if word.is_role_word or word.is_place or word.folded in printed:
            return glue
        if glue == "of" and word.is_capitalised and look_up(follower).is_place:
            return glue
    return None


def _is_known(piece: str, printed: Collection[str]) -> bool:
    word = look_up(piece.strip(".,"))
    if word.is_role_word or word.is_place or word.is_given_name:
        return True
    return len(word.text) > _SHORTEST_PIECE_CHARS and word.folded in printed
