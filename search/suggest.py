"""A query that found nothing + the index's own words → the query that was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.text import fold, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.lexicon import Lexicon

_LATIN_KEYS: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN_KEYS: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_RUSSIAN: Final = str.maketrans(
    _LATIN_KEYS + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>', _RUSSIAN_KEYS + _RUSSIAN_KEYS.upper()
)
_TO_LATIN: Final = str.maketrans(
    _RUSSIAN_KEYS + _RUSSIAN_KEYS.upper(), _LATIN_KEYS + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
)
_SHORT: Final = 4  # a word no longer than this is not corrected: everything is near it
_LONG: Final = 8  # from this length on two letters may be wrong
_MOST_CORRECTED: Final = 20  # words of one query that are looked at


def suggestions(q: str, lexicon: Lexicon) -> Iterator[str]:
    """Queries made only of words the index holds, the likeliest first; none when `q` is."""
    whole = _other_layout(q, lexicon)
    if whole is not None:
        yield whole
    corrected = _corrected(q, lexicon)
    if corrected is not None and corrected not in (q, whole):
        yield corrected


def _other_layout(q: str, lexicon: Lexicon) -> str | None:
    """The whole query as the same keys would give it on the other keyboard."""
    for table in (_TO_RUSSIAN, _TO_LATIN):
        typed = " ".join(word.translate(table) for word in q.split())
        found = [token.text for token in tokens(typed)]
        if typed != q and found and all(word in lexicon for word in found):
            return typed
    return None


def _corrected(q: str, lexicon: Lexicon) -> str | None:
    """The query with each word the index lacks replaced; None when one has no replacement."""
    corrected, end, changed = "", 0, 0
    for token in tokens(q):
        if token.text in lexicon or token.text.isdigit() or _is_syntax(q, token.end):
            continue
        better = _better(token.text, lexicon)
        changed += 1
        if better is None or changed > _MOST_CORRECTED:
            return None
        corrected += q[end : token.start] + _cased(better, q[token.start : token.end])
        end = token.end
    return corrected + q[end:]


def _better(word: str, lexicon: Lexicon) -> str | None:
    """The most frequent of the words nearest to `word`."""
    for table in (_TO_RUSSIAN, _TO_LATIN):
        typed = fold(word.translate(table))
        if typed in lexicon:
            return typed
    if len(word) <= _SHORT:
        return None
    for distance in (1, 2) if len(word) >= _LONG else (1,):
        near = lexicon.near(word, distance).words
        if near:
            return max(near, key=lambda one: (lexicon.count(one), one))
    return None


def _is_syntax(q: str, end: int) -> bool:
    """Whether what ends here is a field's name or a pattern, not a word to correct."""
    return q[end : end + 1] in (":", "*", "~")


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[:1].isupper() else word
