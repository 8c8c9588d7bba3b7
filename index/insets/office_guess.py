"""Text after a card's name that nothing ends → how far its words go on as those of an office do.

English offices go on in capitals and small joining words. Russian ones go on in the genitive, and
in the dative or prepositional case after a preposition; a verb, or a word in another case, belongs
to the sentence again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.headings.office_start import office_start
from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD: Final = re.compile(
    r"«[^»]{1,100}»|“[^”]{1,100}”|[\w№][\w’'‑-]*(?:\.[\w’'-]+)*(?:\([A-ZА-ЯЁ]{2,10}\))?"
)
_DASH: Final = re.compile(r"\s*[–—-]\s")
_GENITIVE: Final = re.compile(
    r".*(?:[аяыи]|[оеё]го|[оеё]й|[ыи]х|[оеё]в|ств|[нцс]ий|сил|дел|войск|наук|лиц|школ)"
)
_BARE_GENITIVE: Final = re.compile(r"[а-яё]{2,6}(?<![аяыиеоуё]м)[бвгджзклмнпрсф]")
"""Of several things, right after a title: «Министр рек», «Министр дорог»."""
_AFTER_PREPOSITION: Final = re.compile(r".*(?:[уюеи]|[аяыи]м|[оеё]м|[ауеё]му|[аяыи]х|[оеё]й)")
_NOMINATIVE: Final = re.compile(r"[а-яё]+(?:ый|ий|ой|ая|яя)")
_VERB: Final = re.compile(
    r"[а-яё]{0,4}ш(?:ёл|ла|ло|ли)|(?:[а-яё]{2,}[аеиыуяо]|бы|да|ста)л(?:а|о|и|ся|ась|ось|ись)?|[а-яё]+[еи]те|[а-яё]+с[ья]"
    r"|[а-яё]+(?:ена|ено|ён|ано|ана)|[a-z]{3,}ed"
)
_NOT_VERBS: Final = re.compile(
    r".*(?:тдел|питал|урнал|илиал|рсонал|териал|енерал|дмирал|школ|канал|сигнал|вокзал)\w*"
)
_WITHIN: Final = frozenset({"в", "на", "in", "on", "to"})
_JOINS: Final = frozenset({"of", "the", "for", "and", "&", "и", "по", "при"})
_NEXT_WORDS: Final = 3


class _Word(NamedTuple):
    text: str
    end: int
    gap: str  # what stands between it and the word before


def guess_end(text: str) -> int:
    """Where the office that `text` begins with ends; 0 where no word of it is of an office."""
    words = _words(text)
    end = _chain_end(words, 0)
    if not any(look_up(word.text).is_role_word for word in words[:end]):
        return 0
    return words[end - 1].end


def is_verb(word: str) -> bool:
    """Whether a small word is a verb, as far as its ending tells."""
    return _VERB.fullmatch(word) is not None and _NOT_VERBS.fullmatch(word) is None


def _words(text: str) -> list[_Word]:
    found = list(_WORD.finditer(text))
    gaps = [0, *(match.end() for match in found)]
    return [
        _Word(match[0], match.end(), text[before : match.start()])
        for before, match in zip(gaps, found, strict=False)
    ]


def _chain_end(words: Sequence[_Word], start: int) -> int:
    """How many words, from the first on, belong to the office that goes on at `start`."""
    end, at, titled, after_preposition = start, start, False, False
    while at < len(words):
        word = words[at]
        if at > start and not _is_joined(words, at):
            break
        if not _fits(words, at, titled=titled, after_preposition=after_preposition):
            break
        low = word.text.lower()
        after_preposition = after_preposition or low in _WITHIN or low == "по"
        titled = titled or look_up(word.text).is_role_word
        at += 1
        if low not in _JOINS | _WITHIN and not look_up(low).is_in("title_modifiers"):
            end = at
    return end


def _is_joined(words: Sequence[_Word], at: int) -> bool:
    """Whether what stands before a word lets the office go on: a space, or a dash or comma."""
    gap = words[at].gap
    if gap.isspace():
        return True
    if not (_DASH.fullmatch(gap) or gap == ", "):
        return False
    if office_start([word.text for word in words[at : at + _NEXT_WORDS]]) is None:
        return False
    return _DASH.fullmatch(gap) is not None or not _is_of_another(words, at)


def _is_of_another(words: Sequence[_Word], at: int) -> bool:
    """Whether the office after a comma is that of somebody who is named after it."""
    if words[at].text[:1].isupper():
        return not _is_whole_office(words, at)
    end = _chain_end([words[at]._replace(gap=" "), *words[at + 1 :]], 0) + at
    if end >= len(words) or not words[end].gap.isspace():
        return False
    return words[end].text[:1].isupper()


def _is_whole_office(words: Sequence[_Word], at: int) -> bool:
    """Whether nothing but words of an office stands up to the next comma: no name in it."""
    end = next((n for n in range(at + 1, len(words)) if words[n].gap != " "), len(words))
    known = [look_up(word.text) for word in words[at:end]]
    office = all(
        word.is_role_word or word.is_in("title_modifiers") or word.is_in("joining_words")
        for word in known
    )
    return office and end < len(words) and words[end].gap == ", "


def _fits(words: Sequence[_Word], at: int, *, titled: bool, after_preposition: bool) -> bool:
    """Whether the office may go on with the word `at`."""
    word, following = words[at].text, [one.text for one in words[at + 1 : at + 1 + _NEXT_WORDS]]
    low, fact = word.lower(), look_up(word)
    if word[0] in "«“":
        return titled
    if look_up(low).is_in("office_stops"):
        return False
    if low in ("and", "и"):
        return bool(following) and not _begins_office(following)
    if low in _WITHIN:
        return bool(following) and following[0][:1].isupper()
    if low in _JOINS or fact.is_role_word:
        return True
    if word[0].isupper():
        return not (fact.has_initials or _is_name(word, following))
    if word.isascii() or is_verb(low):
        return False
    if not titled:
        return at < _NEXT_WORDS
    if look_up(words[at - 1].text).is_title and _BARE_GENITIVE.fullmatch(low):
        return not look_up(low).is_in("short_predicates")
    fits = _GENITIVE.fullmatch(low) or (after_preposition and _AFTER_PREPOSITION.fullmatch(low))
    return fits is not None and bool(fits)


def _begins_office(words: Sequence[str]) -> bool:
    """Whether another office begins: "and Governor", «и специальный представитель»."""
    title = office_start(words)
    if title is None:
        return False
    return all(_NOMINATIVE.fullmatch(word) is not None for word in words[:title])


def _is_name(word: str, following: Sequence[str]) -> bool:
    """Whether a name begins: initials, or a given name before another capital."""
    if len(word) == 1:
        return True
    return look_up(word).is_given_name and bool(following) and following[0][:1].isupper()
