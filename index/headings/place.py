"""What follows date and time in one line → the place, and where the text after it begins.

The site prints the place as a run of capitals, and nothing parts it from the label or sentence
after it. It is told by names of places, by title, lead and lists, and by where an office, a name
or a sentence begins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.headings.known_place import (
    FIXED_PLACES,
    KIND,
    RUN,
    PlaceFound,
    known_place,
    opens_sentence,
)
from index.headings.office_start import office_start
from index.headings.place_in_prose import place_in_prose
from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_INITIALED: Final = re.compile(r"(?:^|\s)(?:[A-ZА-ЯЁ]\.\s?){1,2}[A-ZА-ЯЁ]")
_FEWEST_NAME_WORDS: Final = 2
_MOST_PLACE_CHARS: Final = 80
_OPENING: Final = re.compile(
    r"(?P<words>(?:[^.!?:«“*<]|(?<=\b[A-ZА-ЯЁ])\.|[«“][^»”]{1,60}[»”]){3,150}?)\s?:\s"
)


def find_place(
    text: str, title: str, told: str, label: str | None = None, names: Collection[str] = ()
) -> PlaceFound:
    """The place that `text` begins with.

    `told` is title and lead, and in a line of its own the page's list of places, which vouch for a
    name; `label` the words
    up to the first colon when a label opens the text, `names` those that other labels print.
    """
    if title and text.startswith(f"{title} "):
        return PlaceFound(None, 0)  # the caption of a picture, right after the clock
    again = _title_again(text, title)
    if again is not None:
        return again
    if label is None:
        return place_in_prose(text, told)
    end = _place_end(label, told, names)
    place = label[:end].strip().rstrip(",")
    known = known_place(label, told)
    if known is not None and FIXED_PLACES.fullmatch(known.place or "") is not None:
        return known
    if known is not None and (not place or (known.end < end and _INITIALED.search(label) is None)):
        return known if known.end < len(label) else PlaceFound(None, 0)
    if RUN.fullmatch(place) is None or opens_sentence(place.split()[-1]):
        return PlaceFound(None, 0)
    return PlaceFound(place, end, guessed=known is None or known.place != place)


def _title_again(text: str, title: str) -> PlaceFound | None:
    """The place before the title printed again, as the caption of a picture."""
    at = text.find(f" {title} ", 0, _MOST_PLACE_CHARS + len(title)) if title else -1
    run = RUN.fullmatch(text[:at]) if at > 0 else None
    return PlaceFound(run[0], at) if run else None


def opening_words(text: str) -> str | None:
    """The words up to the first colon, where they are names and offices run together."""
    found = _OPENING.match(text)
    if found is None:
        return None
    words = [word.strip("(),«»“”") for word in found["words"].split()]
    small = sum(word[:1].islower() and not look_up(word).is_in("joining_words") for word in words)
    begins = words[0][:1].isupper() or re.match(KIND, words[0]) is not None
    return found["words"] if small * 2 < len(words) and begins else None


def _place_end(label: str, told: str, names: Collection[str]) -> int:
    """Where in a label that a place was run into its office or name begins."""
    initials = _INITIALED.search(label)
    words = list(re.finditer(r"\S+", label[: initials.start()] if initials else label))
    title = office_start([word[0] for word in words])
    if title is not None:
        return words[title].start()
    if initials is not None:
        return initials.start()
    return _name_start(label, words, told, names)


def _name_start(
    label: str, words: Sequence[re.Match[str]], told: str, names: Collection[str]
) -> int:
    """Where the name begins in a place and a name without an office between them."""
    for at in range(1, len(words) - _FEWEST_NAME_WORDS + 1):
        name = label[words[at].start() :].strip()
        if name in names or name in told:
            return words[at].start()
    whole = label.strip()
    if whole in names or whole in told or len(words) <= _FEWEST_NAME_WORDS:
        return 0
    at = len(words) - _FEWEST_NAME_WORDS
    while at > 0 and _is_small_particle(words[at][0]):
        at -= 1  # "Sorrel | Bram van der Otter"
    return words[at].start()


def _is_small_particle(word: str) -> bool:
    return word[:1].islower() and look_up(word).is_particle
