"""A query that found nothing, or little, + the index's words and names → what was probably meant.

Words the index lacks are replaced by those it has: as the same keys give them on the other
keyboard, as the speaker's name is in the other script, or spelt nearly so. Words it has are left
alone, but for names, which may stand in other statements in the other script, and words so rare
beside a near one that they are likely misprints. Between quotation marks only words the index lacks
altogether are replaced: such a quotation can stand nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.letters import KINDS, UNSPACED
from search.analysis.tokenizer import fold, stem, tokens
from search.query.grammar import FIELD_NAMES
from search.query.quotation_marks import quoted_ranges
from search.suggest.keyboard_layout import other_layouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search.analysis.lexicon import Lexicon
    from search.analysis.tokenizer import Token
    from search.suggest.speaker_names import SpeakerNames

_SHORT: Final = 4  # a word no longer than this is not corrected: everything is near it
_LONG: Final = 8  # from this length on two letters may be wrong
_MOST_CORRECTED: Final = 20  # words of one query that are looked at
_MOST_NEAR: Final = 3  # words of one spelling that are tried
_RARE: Final = 3  # a word in no more places may be a misprint …
_TIMES: Final = 20  # … where one near it is in so many times more
_NAMED: Final = ("speaker", "person")


class _Doubt(NamedTuple):
    """A word of the query that may have been meant otherwise."""

    token: Token
    others: tuple[str, ...]  # the likeliest first
    missing: bool


def suggestions(q: str, lexicon: Lexicon, names: SpeakerNames) -> Iterator[str]:
    """Queries that may have been meant, the likeliest first; none when nothing is in doubt."""
    given = {q}
    for meant in (*_other_layout(q, lexicon), *_corrected(q, _doubts(q, lexicon, names))):
        if meant not in given:
            given.add(meant)
            yield meant


def unwritten(q: str, lexicon: Lexicon) -> bool:
    """Whether a word of the query stands nowhere as written: what it finds are others' forms."""
    quoted = quoted_ranges(q)
    return any(
        len(token.text) > _SHORT
        and token.text not in lexicon
        and not token.text.isdigit()
        and not _is_syntax(q, token)
        and not any(start <= token.start < end for start, end in quoted)
        for token in list(tokens(q))[:_MOST_CORRECTED]
    )


def _other_layout(q: str, lexicon: Lexicon) -> Iterator[str]:
    """The whole query as the same keys would give it on the other keyboard."""
    for typed in other_layouts(q):
        spaced = " ".join(typed.split())
        found = [token.text for token in tokens(spaced)]
        if found and all(word in lexicon for word in found):
            yield spaced


def _doubts(q: str, lexicon: Lexicon, names: SpeakerNames) -> list[_Doubt]:
    """The words of the query that have, or need, something in their place."""
    quoted = quoted_ranges(q)
    doubts = []
    for token in list(tokens(q))[:_MOST_CORRECTED]:
        if token.text.isdigit() or _is_syntax(q, token) or _is_of_row(token.text):
            continue
        known = names.lexicon if _asks_for_name(q, token) else lexicon
        missing = token.text not in known
        if missing:
            others = tuple(dict.fromkeys(_in_place_of(token.text, known, names)))
        elif any(start <= token.start < end for start, end in quoted):
            continue
        else:
            others = tuple(dict.fromkeys(_beside(token.text, known, names)))
        if missing or others:
            doubts.append(_Doubt(token, others, missing))
    return doubts


def _is_of_row(word: str) -> bool:
    """Whether it is a piece of a row of letters without spaces: no word to be spelt otherwise."""
    return KINDS[ord(word[0])] == UNSPACED


def _corrected(q: str, doubts: Sequence[_Doubt]) -> Iterator[str]:
    """All missing words replaced by their likeliest; then each word by what else it may be."""
    if not all(doubt.others for doubt in doubts):
        return  # a word nothing can stand for: whatever else is replaced finds nothing
    likeliest = {doubt.token: doubt.others[0] for doubt in doubts if doubt.missing}
    yield _replaced(q, likeliest)
    for doubt in doubts:
        for other in doubt.others:
            yield _replaced(q, likeliest | {doubt.token: other})


def _replaced(q: str, words: Mapping[Token, str]) -> str:
    corrected, end = "", 0
    for token in sorted(words, key=lambda one: one.start):
        corrected += q[end : token.start] + cased(words[token], q[token.start : token.end])
        end = token.end
    return corrected + q[end:]


def _in_place_of(word: str, lexicon: Lexicon, names: SpeakerNames) -> Iterator[str]:
    """What a word that is not there may have been meant for."""
    for typed in other_layouts(word):
        if fold(typed) in lexicon:
            yield fold(typed)
    yield from (name for name in names.in_other_script(word) if name in lexicon)
    yield from (other for other in _near(word, lexicon) if stem(other) != stem(word))
    for name in _near(word, names.lexicon):  # misspelt, and known in the other script alone
        yield from (other for other in (name, *names.in_other_script(name)) if other in lexicon)


def _beside(word: str, lexicon: Lexicon, names: SpeakerNames) -> Iterator[str]:
    """What a word that is there may have been meant for all the same."""
    yield from (name for name in names.in_other_script(word) if name in lexicon)
    count = lexicon.count(word)
    if count <= _RARE:
        for other in _near(word, lexicon):
            if lexicon.count(other) >= count * _TIMES and stem(other) != stem(word):
                yield other


def _near(word: str, lexicon: Lexicon) -> Iterator[str]:
    """The most frequent of the words nearest to `word`."""
    if len(word) <= _SHORT:
        return
    for distance in (1, 2) if len(word) >= _LONG else (1,):
        near = [one for one in lexicon.near(word, distance).words if one != word]
        if near:
            yield from sorted(near, key=lambda one: (-lexicon.count(one), one))[:_MOST_NEAR]
            return


def _asks_for_name(q: str, token: Token) -> bool:
    """Whether a word is the value, or the first of it, of a field for names."""
    before = q[: token.start].rstrip('"“”„‟«(= ').lower()
    return before.endswith(tuple(f"{name}:" for name in _NAMED))


def _is_syntax(q: str, token: Token) -> bool:
    """Whether this is a field's name, an operator or a pattern, not a word to correct."""
    after = q[token.end : token.end + 1]
    if after == ":" and token.text in FIELD_NAMES:
        return True
    return after in ("*", "?", "~") or q[token.start : token.end] in ("AND", "OR", "NOT")


def cased(word: str, like: str) -> str:
    """A folded word with a capital where `like` has one."""
    return word.capitalize() if like[:1].isupper() else word
