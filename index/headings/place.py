"""What follows date and time in one line → the place, and where the text after it begins.

The site prints the place as a run of capitals, and nothing parts it from the label or sentence
after it. It is told by names of places, by title, lead and lists, and by where an office, a name
or a sentence begins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.headings.headline import sentence_starts
from index.headings.office_start import office_start
from index.names.word import look_up

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_REGION: Final = r"(?:область|край|округ|Республика|Region|Territory|Republic|Area)"
_PLACE_NAME: Final = r"[A-ZА-ЯЁ][\w’-]+(?:\s(?:на|on|de)(?:\s|-)[\w-]+)?"
_SURE_PLACES: Final = re.compile(
    rf"""(?:
        Moscow\ Region(?:,\ {_PLACE_NAME})?
      | (?:The\ Kremlin,\ )?Moscow(?:,\ the\ Kremlin)? | Москва(?:,\ Кремль)?
      | (?:Novo-Ogaryovo|Gorki|Bocharov\ Ruchei|Sochi)(?:,\ {_PLACE_NAME}(?:\ Region)?)?
      | St\.?\ Petersburg(?:,\ {_PLACE_NAME})?
      | (?:Московская\ область|Сочи|Санкт-Петербург|Республика\ {_PLACE_NAME})(?:,\ {_PLACE_NAME})?
      | {_PLACE_NAME},\ {_PLACE_NAME}\ {_REGION} | {_PLACE_NAME}\ {_REGION}(?:,\ {_PLACE_NAME})?
    )(?=\s[^a-zа-яё]|$)""",
    re.VERBOSE,
)
_FIXED_PLACES: Final = re.compile(
    r"(?:The Kremlin, )?Moscow(?:, the Kremlin)?|Москва, Кремль|Московская область, Ново-Огарёво"
    r"|St\.? Petersburg|Санкт-Петербург|Novo-Ogaryovo, Moscow Region"
)
_ONE_PLACE: Final = re.compile(
    rf"(?P<place>{_PLACE_NAME}(?:,\s{_PLACE_NAME})?)(?=\s[^a-zа-яё\s]|$)"
)
_NEXT_NAME: Final = re.compile(r"\s[A-Z][a-z’-]+(?=\s[^a-z\s]|$)")
_STEM_CHARS: Final = 4
_LONGEST_ENDING: Final = 3

_CAPITAL: Final = r"[A-ZА-ЯЁ«“][\w’»”.-]*(?:–[A-ZА-ЯЁ][\w’-]*)?"
_KIND: Final = r"(?:остров|посёлок|город|село|станица|деревня|аул|хутор|космодром|полуостров)"
_NOUN: Final = (
    r"(?:зал|дворец|площадь|парк|музей|театр|центр|вокзал|аэропорт|порт|завод|университет|область"
    r"|край|район|округ|улица|проспект|набережная|кладбище|стадион|космодром)"
)
_RUN: Final = re.compile(
    rf"(?:{_KIND}\s)?{_CAPITAL}"
    rf"(?:,?\s(?:(?:(?:of|the|on|de|на|и)\s)?(?:{_KIND}\s)?{_CAPITAL}|{_NOUN}\b)){{0,9}}"
)
_INITIALED: Final = re.compile(r"(?:^|\s)(?:[A-ZА-ЯЁ]\.\s?){1,2}[A-ZА-ЯЁ]")
_FEWEST_NAME_WORDS: Final = 2
_OPENING_CHARS: Final = 300
_MOST_PLACE_WORDS: Final = 5
_MOST_PLACE_CHARS: Final = 80


_OPENING: Final = re.compile(
    r"(?P<words>(?:[^.!?:«“]|(?<=\b[A-ZА-ЯЁ])\.|[«“][^»”]{1,60}[»”]){3,150}?)\s?:\s"
)


class PlaceFound(NamedTuple):
    """The place (None: none is sure), where the text goes on, and whether it had to be guessed."""

    place: str | None
    end: int
    guessed: bool = False


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
        known = _by_name(text, told)
        return known or _before_name(text) or _before_sentence(text)
    end = _place_end(label, told, names)
    place = label[:end].strip().rstrip(",")
    known = _by_name(label, told)
    if known is not None and _FIXED_PLACES.fullmatch(known.place or "") is not None:
        return known
    if known is not None and (not place or (known.end < end and _INITIALED.search(label) is None)):
        return known if known.end < len(label) else PlaceFound(None, 0)
    if _RUN.fullmatch(place) is None:
        return PlaceFound(None, 0)
    return PlaceFound(place, end, guessed=known is None or known.place != place)


def _title_again(text: str, title: str) -> PlaceFound | None:
    """The place before the title printed again, as the caption of a picture."""
    at = text.find(f" {title} ", 0, _MOST_PLACE_CHARS + len(title)) if title else -1
    run = _RUN.fullmatch(text[:at]) if at > 0 else None
    return PlaceFound(run[0], at) if run else None


def opening_words(text: str) -> str | None:
    """The words up to the first colon, where they are names and offices run together."""
    found = _OPENING.match(text)
    if found is None:
        return None
    words = [word.strip("(),«»“”") for word in found["words"].split()]
    small = sum(word[:1].islower() and not look_up(word).is_in("joining_words") for word in words)
    begins = words[0][:1].isupper() or re.match(_KIND, words[0]) is not None
    return found["words"] if small * 2 < len(words) and begins else None


def _by_name(text: str, told: str) -> PlaceFound | None:
    """A place of the site's own wording, or one that title, lead or lists speak of."""
    if found := _SURE_PLACES.match(text):
        return PlaceFound(found[0], found.end())
    found = _ONE_PLACE.match(text)
    if found and _is_named(found["place"], told):
        end = found.end()
        while (more := _NEXT_NAME.match(text, end)) and _is_named(text[: more.end()], told):
            end = more.end()  # "New Delhi", of which title or lead speak
        return PlaceFound(text[:end], end)
    return None


def _is_named(place: str, told: str) -> bool:
    """Whether it is said that something is in that place or its region."""
    stem = place.split(",")[0]
    stem = stem[: max(len(stem) - _LONGEST_ENDING, _STEM_CHARS)]
    said = rf"(?:\b(?:[Вв]о?|[Нн]а|из|[Ii]n|[Tt]o|[Aa]t)\s|\n){re.escape(stem)}"
    return re.search(said, told) is not None


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


def _before_sentence(text: str) -> PlaceFound:
    """A run of capitals before a sentence: all of it but the word that the sentence begins with."""
    run = _RUN.match(text)
    if run is None:
        return PlaceFound(None, 0)
    words = list(re.finditer(r"\S+", run[0]))
    opener = next((word for word in words[1:] if _opens_sentence(word[0])), None)
    if _opens_sentence(words[0][0]) and words[0][0] != "The":
        return PlaceFound(None, 0)
    if opener is None or any(look_up(word[0].strip(",")).is_given_name for word in words[:1]):
        return PlaceFound(None, 0)
    place = run[0][: opener.start()].strip()
    titled = any(look_up(word.strip(",")).is_title for word in place.split())
    if place.endswith(".") or titled or place == "The":
        return PlaceFound(None, 0)
    return PlaceFound(place.rstrip(","), opener.start(), guessed=True)


def _before_name(text: str) -> PlaceFound | None:
    """A run of capitals before somebody's name and a verb: "Port Sorrel | Ada Quill met …"."""
    found = None
    for start in sentence_starts(text[:_OPENING_CHARS]):
        place = text[:start].strip()
        words = place.split()
        if not place or len(words) > _MOST_PLACE_WORDS or not _may_be_place(words):
            break
        if _RUN.fullmatch(place):
            found = PlaceFound(place.rstrip(","), start, guessed=True)
    return found


def _may_be_place(words: Sequence[str]) -> bool:
    """Whether words before a sentence are no office, no name and no beginning of it."""
    known = [look_up(word.strip(",")) for word in words]
    titled = any(word.is_title or word.is_particle for word in known)
    return not (titled or known[0].is_given_name or _opens_sentence(words[0]))


def _opens_sentence(word: str) -> bool:
    return look_up(word).is_capitalised and look_up(word).is_in("sentence_openers")
