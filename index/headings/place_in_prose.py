"""Words after date and clock that no label opens → the place, and where the sentence begins.

A place is a run of capitals. It ends where a mark, a quotation or nothing follows, else before the
first word that opens sentences, an office or a name. Where the run goes over into a sentence and
no such word tells where, only a place that a list or the heading vouches for is one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.headings.headline import sentence_starts
from index.headings.known_place import RUN, PlaceFound, is_vouched, known_place, opens_sentence
from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPENING_CHARS: Final = 300
_MOST_PLACE_WORDS: Final = 8
_NO_PLACE: Final = PlaceFound(None, 0)
_PARTICIPLE: Final = re.compile(r"[A-Z][a-z]{2,}ing")
_MARK: Final = re.compile(r"\s*(?:$|[«“<*(])")
_ADJECTIVE: Final = re.compile(r"\w+(?:an|ian|ish|ese|ch|[ий]й|[ая]я|[ое]е)")
_OWNED: Final = re.compile(r"\w+[’']s?")
_REGIONS: Final = frozenset({"region", "territory", "republic", "area"})
_JOINING: Final = frozenset({"of", "the", "on", "de", "and"})


def place_in_prose(text: str, told: str) -> PlaceFound:
    """The place that `text` begins with, where a sentence, a mark or nothing follows it.

    `told` is title and lead, and in a line of its own the page's list of places.
    """
    run = RUN.match(text)
    words = list(re.finditer(r"\S+", run[0])) if run else []
    printed = [word[0] for word in words]
    town = _town_after_comma(printed)
    known = None if town else known_place(text, told)
    if known is not None or run is None or text[:1] in "«“":
        return known or _NO_PLACE
    if town:
        end = words[town - 1].end()
        return PlaceFound(text[:end], end)
    cut = _first_after_place(printed)
    if cut is None and _MARK.match(text, run.end()) is None:
        cut = _name_with_verb(text, words)
        if cut is None:
            cut = _subject(words)
            if not is_vouched(run[0][: words[cut].start()], told):
                return _NO_PLACE
    if not _may_be_place(printed[:cut], printed[cut:] if cut else ()):
        return _NO_PLACE
    end = words[cut].start() if cut else run.end()
    return PlaceFound(text[:end].strip().rstrip(","), end, guessed=True)


def _town_after_comma(words: Sequence[str]) -> int:
    """How many words a room or street and the town after it have; 0 without these.

    "The Alexandrovsky Gardens, Moscow".
    """
    for at, word in enumerate(words[:_MOST_PLACE_WORDS]):
        if word.endswith(",") and at + 1 < len(words):
            first = look_up(words[0].strip(","))
            town = look_up(words[at + 1].strip(","))
            built = any(look_up(one.strip(",")).is_in("building_words") for one in words[: at + 1])
            led = first.is_given_name and not first.is_place and not built
            follows = look_up(words[at + 2]) if at + 2 < len(words) else None
            office = follows is not None and follows.is_title and not opens_sentence(follows.text)
            region = follows is not None and follows.folded in _REGIONS
            fits = town.is_place and not (led or office or region or words[at + 1].endswith(","))
            return at + 2 if fits else 0
    return 0


def _first_after_place(words: Sequence[str]) -> int | None:
    """The first word that opens a sentence or an office; what follows a comma is of the place."""
    for at in range(1, len(words)):
        apart = not words[at - 1].endswith(",") and words[at - 1].lower() not in _JOINING
        known = look_up(words[at].strip(","))
        opens = opens_sentence(words[at]) or _PARTICIPLE.fullmatch(words[at])
        if apart and (opens or known.is_title):
            return at
    return None


def _name_with_verb(text: str, words: Sequence[re.Match[str]]) -> int | None:
    """The word that a name before a verb begins with: "Port Sorrel | Ada Quill met"."""
    starts = set(sentence_starts(text[:_OPENING_CHARS]))
    return next((at for at in range(1, len(words)) if words[at].start() in starts), None)


def _subject(words: Sequence[re.Match[str]]) -> int:
    """The word that the sentence begins with whose verb ended the run: its last, or a name's first.

    "Volgograd | Viktor Kazantsev was", "Jerusalem | Talks continued".
    """
    given = (at for at in range(1, len(words)) if look_up(words[at][0]).is_given_name)
    return next(given, len(words) - 1)


def _may_be_place(words: Sequence[str], after: Sequence[str]) -> bool:
    """Whether words may name a place: no office, no name, no sentence's first word, no adjective
    of the office after it ("Italian | Prime Minister").
    """
    if not words or len(words) > _MOST_PLACE_WORDS or words[-1].endswith("."):
        return False
    known = [look_up(word.strip(",")) for word in words]
    first, last = known[0], known[-1]
    if last.folded in _JOINING or any(map(_OWNED.fullmatch, words[-1:])):
        return False
    if opens_sentence(words[0]):
        built = any(word.is_in("building_words") for word in known) or "," in words[-2:-1]
        return len(words) > 1 and first.folded == "the" and built
    if any(word.is_title or word.is_particle for word in known):
        return any(word.is_in("building_words") for word in known)
    if first.is_role_word or first.is_in("title_modifiers"):
        return any(word.is_in("building_words") for word in known)
    if first.is_given_name and not first.is_place and len(words) > 1:
        return any(word.is_in("building_words") for word in known)
    office = bool(after) and look_up(after[0].strip(",")).is_role_word
    return not (first.is_given_name or (office and _ADJECTIVE.fullmatch(words[0])))
