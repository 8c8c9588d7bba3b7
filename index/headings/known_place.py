"""Words after date and clock → a place that the site's wording or the heading vouches for."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from index.names.word import look_up

_REGION: Final = r"(?:область|край|округ|Республика|Region|Territory|Republic|Area)"
_PLACE_NAME: Final = r"[A-ZА-ЯЁ][\w’-]+(?:\s(?:на|on|de)(?:\s|-)[\w-]+)?"
_SURE_PLACES: Final = re.compile(
    rf"""(?:
        Moscow\ Region(?:,\ {_PLACE_NAME})?
      | (?:The\ Kremlin,\ )?Moscow(?:,\ the\ Kremlin)? | Москва(?:,\ Кремль)?
      | (?:Novo-Ogaryovo|Gorki|Bocharov\ Ruchei|Sochi)(?:\ Residence)?
            (?:,\ {_PLACE_NAME}(?:\ Region)?)?
      | St\.?\ Petersburg(?:,\ {_PLACE_NAME})?
      | (?:Московская\ область|Сочи|Санкт-Петербург|Республика\ {_PLACE_NAME})(?:,\ {_PLACE_NAME})?
      | {_PLACE_NAME},\ (?:The\ )?{_PLACE_NAME}\ {_REGION}
      | {_PLACE_NAME}\ {_REGION}(?:,\ {_PLACE_NAME})?
    )(?=\s[^a-zа-яё]|$)""",
    re.VERBOSE,
)
FIXED_PLACES: Final = re.compile(
    r"(?:The Kremlin, )?Moscow(?:, the Kremlin)?|Москва, Кремль|Московская область, Ново-Огарёво"
    r"|St\.? Petersburg|Санкт-Петербург|Novo-Ogaryovo, Moscow Region"
)
_ONE_PLACE: Final = re.compile(
    rf"(?P<place>{_PLACE_NAME}(?:,\s{_PLACE_NAME})?)(?=\s[^a-zа-яё\s]|$)"
)
_NEXT_NAME: Final = re.compile(r"\s[A-Z][a-z’-]+(?=\s[^a-z\s]|$)")
_SAID_IN: Final = r"(?:(?<![\w-])(?:[Вв]о?|[Нн]а|из|[Ii]n|[Tt]o|[Aa]t)\s|\n)"
_STEM_CHARS: Final = 4
_LONGEST_ENDING: Final = 3

_CAPITAL: Final = r"[A-ZА-ЯЁ«“][\w’»”.-]*(?:–[A-ZА-ЯЁ][\w’-]*)?"
KIND: Final = r"(?:остров|посёлок|город|село|станица|деревня|аул|хутор|космодром|полуостров)"
_NOUN: Final = (
    r"(?:зал|дворец|площадь|парк|музей|театр|центр|вокзал|аэропорт|порт|завод|университет|область"
    r"|край|район|округ|улица|проспект|набережная|кладбище|стадион|космодром)"
)
RUN: Final = re.compile(
    rf"(?:{KIND}\s)?{_CAPITAL}"
    rf"(?:,?\s(?:(?:(?:of|the|on|de|на|и)\s)?(?:{KIND}\s)?{_CAPITAL}|{_NOUN}\b)){{0,9}}"
)


class PlaceFound(NamedTuple):
    """The place (None: none is sure), where the text goes on, and whether it had to be guessed."""

    place: str | None
    end: int
    guessed: bool = False


def known_place(text: str, told: str) -> PlaceFound | None:
    """A place of the site's own wording, or one that title, lead or lists speak of."""
    if found := _SURE_PLACES.match(text):
        return PlaceFound(found[0], found.end())
    found = _ONE_PLACE.match(text)
    if found and _is_named(found["place"], told):
        end = found.end()
        while (more := _NEXT_NAME.match(text, end)) and _is_named(text[: more.end()], told):
            if opens_sentence(more[0].strip()):
                break
            end = more.end()  # "New Delhi", of which title or lead speak
        return PlaceFound(text[:end], end)
    return None


def is_vouched(place: str, told: str) -> bool:
    """Whether a list of places or the heading has one of the words of `place`."""
    words = (look_up(word.strip(",.")) for word in place.split())
    return any(word.is_place for word in words) or _is_named(place, told)


def opens_sentence(word: str) -> bool:
    """Whether sentences begin with `word`, a capital at its head, right after a place."""
    return look_up(word).is_capitalised and look_up(word).is_in("sentence_openers")


def _is_named(place: str, told: str) -> bool:
    """Whether it is said that something is in that place or its region."""
    stems = [re.escape(_stem(word)) for word in place.split(",")[0].split()]
    said = _SAID_IN + r"[\w-]*\s".join(stems)
    return bool(stems) and re.search(said, told) is not None


def _stem(word: str) -> str:
    return word[: max(len(word) - _LONGEST_ENDING, _STEM_CHARS)]
