"""Text → tokens with offsets, folding and stems: the only tokenizer there is.

Index, query and highlight all go through here. Folding: NFC, case folded, ё as е, curly
apostrophes straight, soft hyphens, zero-width characters and combining marks that have no composed
letter (the stress mark in «больши́м») dropped. A token is `[^\\W_]+(?:'[^\\W_]+)*` of the folded
text, so dots, commas and dashes always split. Offsets are code points of the text as it came. See
`docs/decisions/0001-text.md`.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import Stemmer

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION: Final = f"1+snowball-{Stemmer.version()}"
"""Recorded with every index; another version would hold other terms."""

_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_APOSTROPHES: Final = "'\u2018\u2019\u02bc\u02b9\u0374\u2032\u00b4`"
# Combining marks are no \w in Python, so they are named: they belong to the letter before them.
# Some apostrophes are \w ("modifier letters"), so they are excluded: they only join.
_LETTER: Final = rf"[^\W_{_APOSTROPHES}][\u0300-\u036f{_INVISIBLE}]*"
_TOKEN: Final = re.compile(rf"(?:{_LETTER})+(?:[{_APOSTROPHES}](?:{_LETTER})+)*")
_DROPPED: Final = re.compile(rf"[\u0300-\u036f{_INVISIBLE}]")
_APOSTROPHE: Final = re.compile(f"[{_APOSTROPHES}]")
_PLAIN_TOKEN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")  # of a text that is folded already
_MARKS: Final = '()[],.;:!?"\u201c\u201d\u00ab\u00bb'  # that no token holds
_NO_LETTER: Final = re.compile(r"[^\w']|_")  # a few letters fold to several characters
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_CACHED_WORDS: Final = 200_000  # distinct words of a large corpus; about 40 MB when full


class Token(NamedTuple):
    """A folded word and where it stands in the text."""

    text: str
    start: int
    end: int


class _Stemmers(threading.local):
    """One pair of Snowball stemmers a thread: PyStemmer's objects must not be shared."""

    def __init__(self) -> None:
        # 0: no cache inside, ours holds finished words
        self.english = Stemmer.Stemmer("english", 0)
        self.russian = Stemmer.Stemmer("russian", 0)


_STEMMERS: Final = _Stemmers()


@lru_cache(maxsize=_CACHED_WORDS)
def fold(word: str) -> str:
    """One printed word in the form it is compared in."""
    if word.isascii():
        return _APOSTROPHE.sub("'", word.lower())
    cased = unicodedata.normalize("NFC", word).casefold()
    bare = _DROPPED.sub("", unicodedata.normalize("NFC", cased)).replace("ё", "е")
    return _NO_LETTER.sub("", _APOSTROPHE.sub("'", bare)).strip("'")


@lru_cache(maxsize=_CACHED_WORDS)
def stem(token: str) -> str:
    """The stem of a folded token: Russian Snowball for Cyrillic, English for all else."""
    stemmer = _STEMMERS.russian if _CYRILLIC.search(token) else _STEMMERS.english
    return str(stemmer.stemWord(token))


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text` in order, with offsets into it."""
    for match in _TOKEN.finditer(text):
        yield Token(fold(match.group()), match.start(), match.end())


def offsets(text: str) -> list[tuple[int, int]]:
    """Where the tokens of `text` start and end, in order, without what they are."""
    plain = folded_whole(text)
    if plain is None:
        return [match.span() for match in _TOKEN.finditer(text)]
    return [match.span() for match in _PLAIN_TOKEN.finditer(plain)]


def words(text: str) -> list[str]:
    """The folded tokens of `text` without their offsets."""
    plain = folded_whole(text)
    if plain is None:
        return [fold(found) for found in _TOKEN.findall(text)]
    return _PLAIN_TOKEN.findall(plain)


def piece_words(piece: str) -> list[str]:
    """`words` of a piece of a text that stands between white space, sooner.

    No token holds white space, so the words of a text are those of its pieces: who reads many
    texts looks at each distinct piece once.
    """
    plain = piece.strip(_MARKS)
    if plain.isascii() and plain.isalnum():  # most are, and need no pattern
        return [plain.lower()]
    return words(piece)


def piece_tokens(piece: str) -> list[Token]:
    """`tokens` of a piece of a text that stands between white space, sooner."""
    plain = piece.strip(_MARKS)
    if plain.isascii() and plain.isalnum():
        start = piece.index(plain)
        return [Token(plain.lower(), start, start + len(plain))]
    return list(tokens(piece))


def folded_whole(text: str) -> str | None:
    """`text` folded without looking at its words, each character where it stood.

    None where that cannot be: where characters are dropped, composed, or become several. Folding
    word by word takes twice as long, and every text that is marked goes through here.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    if not unicodedata.is_normalized("NFC", text) or _DROPPED.search(text):
        return None
    cased = text.casefold()
    if len(cased) != len(text) or not unicodedata.is_normalized("NFC", cased):
        return None
    for apostrophe in _APOSTROPHES:
        cased = cased.replace(apostrophe, "'")
    return cased.replace("ё", "е")


def word_starts(plain: str, word: str) -> Iterator[int]:
    """Where a folded word stands in a text of `folded_whole` as a token of its own."""
    at = plain.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = plain[max(at - 2, 0) : at], plain[end : end + 2]
        if not (_joins(before[::-1]) or _joins(after)):
            yield at
        at = plain.find(word, end)


def token_after(plain: str, at: int) -> Token | None:
    """The first token of a text of `folded_whole` from a place on."""
    found = _PLAIN_TOKEN.search(plain, at)
    return Token(found.group(), found.start(), found.end()) if found else None


def _joins(outwards: str) -> bool:
    """Whether what stands beside a word belongs to its token: a letter, or ' and a letter."""
    return outwards[:1].isalnum() or (outwards[:1] == "'" and outwards[1:].isalnum())


def stems(text: str) -> list[str]:
    """The stems of the tokens of `text`, one a token, in order."""
    return [stem(word) for word in words(text)]


def folded(text: str) -> str:
    """`text` as its folded tokens with single spaces: equal for texts that read alike."""
    return " ".join(words(text))
