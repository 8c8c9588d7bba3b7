"""Text → tokens with offsets, folding and stems: the only tokenizer there is.

Index, query and highlight all go through here. A token is `[^\\W_]+(?:'[^\\W_]+)*` of the folded
text, so dots, commas and dashes always split. Folding: NFC, case folded, ё as е, curly apostrophes
straight, raised, lowered, wide and joined shapes as the ordinary ones; what nobody sees (soft
hyphens, zero-width characters, marks of direction) dropped, and marks without which the word is the
same (stress in «больши́м», points of Hebrew and Arabic). All other marks belong to their letter.

A row of letters of a script without spaces is a row of overlapping pairs, and the last letter by
itself: 日本語 is 日本, 本語, 語. Every token stands at a place of its own; what is found at its
place as well (Ivoire in d'Ivoire, 日 in 日本) are its `halves`, which no count of words counts.
Offsets are code points of the text as it came. See `docs/decisions/0001-text.md`.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import Stemmer

from search.analysis.halves import half_span, halves
from search.analysis.letters import APOSTROPHES, KINDS, SPECIAL, folded_word, is_superscript

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.records import Span

__all__ = [
    "VERSION",
    "PlacedWord",
    "Token",
    "fold",
    "folded",
    "folded_whole",
    "half_span",
    "halves",
    "offsets",
    "piece_words",
    "placed_words",
    "plain_word",
    "stem",
    "stems",
    "token_after",
    "tokens",
    "word_starts",
    "words",
]

VERSION: Final = f"2+snowball-{Stemmer.version()}"
"""Recorded with every index; another version would hold other terms."""

# Words in a text's string of kinds, see `letters`: a row of unspaced letters, or any other word.
_WORD: Final = re.compile("(?P<row>(?:U[MI]*)+)|(?:L[MI]*)+(?:A(?:L[MI]*)+)*")
_UNSPACED_LETTER: Final = re.compile("U[MI]*")
_PLAIN_TOKEN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")  # of a text that is folded already
_ELIDED_BEFORE: Final = re.compile(r"(?:[^\W_]+')+\Z")
_MOST_ELIDED_CHARS: Final = 40  # before a half, looked back for
_LEAST_BEFORE_NOTE: Final = 4  # letters: m², km² and cm³ are units, reform¹ has a footnote
_MARKS: Final = '()[],.;:!?"\u201c\u201d\u00ab\u00bb'  # that no token holds
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_MOST_KEPT_CHARS: Final = 50
_CACHED_WORDS: Final = 8_000
"""Those that come again and again. A kept word takes 300 bytes, and one met anew a microsecond;
with room for every word of a corpus, a server's memory grew for as long as it ran."""


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
        return word.lower().replace("`", "'")
    return folded_word(word).strip("'")


@lru_cache(maxsize=_CACHED_WORDS)
def stem(token: str) -> str:
    """The stem of a folded token: Russian Snowball for Cyrillic, English for all else."""
    stemmer = _STEMMERS.russian if _CYRILLIC.search(token) else _STEMMERS.english
    return str(stemmer.stemWord(token))


def stem_each(tokens: Sequence[str]) -> list[str]:
    """The stems of many folded tokens, which are not kept: less than half the time of `stem`."""
    russian = sum(1 for token in tokens if _CYRILLIC.search(token))
    if 0 < russian < len(tokens):
        return [stem(token) for token in tokens]
    stemmer = _STEMMERS.russian if russian else _STEMMERS.english
    return list(stemmer.stemWords(list(tokens)))


class PlacedWord(NamedTuple):
    """A word found at a place of a text: a token, or a half of one, with its own offsets."""

    text: str
    start: int
    end: int
    place: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text` in order, one a place, with offsets into it."""
    plain = folded_whole(text)
    if plain is not None:
        for match in _PLAIN_TOKEN.finditer(plain):
            yield Token(match.group(), match.start(), match.end())
        return
    for start, end in _spans(text):
        if word := fold(text[start:end]):
            yield Token(word, start, end)


def placed_words(text: str) -> Iterator[PlacedWord]:
    """Every word that is found in `text`: each token, then its halves at the same place."""
    for place, (word, start, end) in enumerate(tokens(text)):
        yield PlacedWord(word, start, end, place)
        for half in halves(word):
            first, last = half_span(text[start:end], half)
            yield PlacedWord(half, start + first, start + last, place)


def offsets(text: str) -> list[Span]:
    """Where the tokens of `text` start and end, in order, without what they are."""
    plain = folded_whole(text)
    if plain is None:
        return [(start, end) for start, end in _spans(text) if fold(text[start:end])]
    return [match.span() for match in _PLAIN_TOKEN.finditer(plain)]


def words(text: str) -> list[str]:
    """The folded tokens of `text` without their offsets."""
    plain = folded_whole(text)
    if plain is None:  # no token holds white space
        return [word for piece in text.split() for word in _piece_in_any_letters(piece)]
    return _PLAIN_TOKEN.findall(plain)


def _piece_in_any_letters(piece: str) -> tuple[str, ...]:
    """The folded tokens of a piece; a paragraph without spaces comes once, and is not kept."""
    return _short_piece(piece) if len(piece) <= _MOST_KEPT_CHARS else _spelt(piece)


@lru_cache(maxsize=_CACHED_WORDS)
def _short_piece(piece: str) -> tuple[str, ...]:
    return _spelt(piece)


def _spelt(piece: str) -> tuple[str, ...]:
    spans = _spans(piece)
    return tuple(word for start, end in spans if (word := fold(piece[start:end])))


def _spans(text: str) -> Iterator[Span]:
    """Where tokens stand in a text of any letters."""
    kinds = text.translate(KINDS)
    for match in _WORD.finditer(kinds):
        if match["row"]:
            yield from _pairs(kinds, *match.span())
        else:
            yield match.start(), _before_note(text, *match.span())


def _pairs(kinds: str, start: int, end: int) -> Iterator[Span]:
    """Every two neighbours of a row of unspaced letters, and the last one by itself."""
    letters = [match.span() for match in _UNSPACED_LETTER.finditer(kinds, start, end)]
    for first, second in pairwise(letters):
        yield first[0], second[1]
    yield letters[-1]


def _before_note(text: str, start: int, end: int) -> int:
    """Where a word ends, the raised number of its footnote left out."""
    last = end
    while last > start and is_superscript(text[last - 1]):
        last -= 1
    before = text[start:last]
    if last < end and sum(map(str.isalpha, before)) >= _LEAST_BEFORE_NOTE:
        return end if any(map(str.isdigit, before)) else last
    return end


def piece_words(piece: str) -> list[str]:
    """`words` of a piece of a text that stands between white space, sooner.

    No token holds white space, so the words of a text are those of its pieces: who reads many
    texts looks at each distinct piece once.
    """
    plain = plain_word(piece)
    return words(piece) if plain is None else [plain.lower()]


def plain_word(piece: str) -> str | None:
    """The one word of a piece as it is printed, where it is of ASCII with marks around it.

    Most are; in lower case they are folded, and no pattern is needed to find them.
    """
    plain = piece.strip(_MARKS)
    return plain if plain.isascii() and plain.isalnum() else None


def folded_whole(text: str) -> str | None:
    """`text` folded without looking at its words, each character where it stood.

    None where that cannot be: where characters are dropped, composed, or become several, and where
    words are not what stands between spaces. Folding word by word takes twice as long, and every
    text that is marked goes through here.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    if SPECIAL.search(text) or not unicodedata.is_normalized("NFC", text):
        return None
    cased = text.casefold()
    if len(cased) != len(text) or not unicodedata.is_normalized("NFC", cased):
        return None
    for apostrophe in APOSTROPHES:
        cased = cased.replace(apostrophe, "'")
    return cased.replace("ё", "е")


def word_starts(plain: str, word: str) -> Iterator[int]:
    """Where a folded word stands in a text of `folded_whole` as a token of its own, or its half."""
    at = plain.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = plain[max(at - 2, 0) : at], plain[end : end + 2]
        if not _joins(after) and (not _joins(before[::-1]) or _is_half(plain, at, word)):
            yield at
        at = plain.find(word, end)


def _is_half(plain: str, at: int, word: str) -> bool:
    """Whether the word that stands somewhere inside a token is a half of it."""
    if plain[at - 1] != "'":
        return False
    before = _ELIDED_BEFORE.search(plain, max(at - _MOST_ELIDED_CHARS, 0), at)
    return before is not None and word in halves(before.group() + word)


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
    """`text` as its folded words with single spaces: equal for texts that read alike.

    A row of letters without spaces is one word here, so that folding again changes nothing.
    """
    plain = folded_whole(text)
    if plain is not None:
        return " ".join(_PLAIN_TOKEN.findall(plain))
    spans = (match.span() for match in _WORD.finditer(text.translate(KINDS)))
    rows = (fold(text[start : _before_note(text, start, end)]) for start, end in spans)
    return " ".join(row for row in rows if row)
