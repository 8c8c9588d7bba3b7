"""How each language says a query back: templates in which {} is where the words or values go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Wording:
    """How one language says it; `{}` is where the words or the value go."""

    any_form: str
    exactly: str
    near: str
    prefix: str
    wildcard: str
    one_letter: str
    two_letters: str
    in_title: str
    neither: str
    not_so: str
    quoted: str
    everything: str
    nothing: str
    either: str
    both: str
    fields: Mapping[str, str]
    values: Mapping[str, str]
    on_day: str
    in_month: str
    in_year: str
    since: str
    until: str
    between: str
    months: tuple[str, ...]
    months_of: tuple[str, ...]
    day: str


_ENGLISH_MONTHS: Final = (
    *("", "January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ENGLISH: Final = Wording(
    any_form="any form of {}",
    exactly="exactly {}",
    near="{} in this order, each within {slop} places",
    prefix="words that begin with {}",
    wildcard="words like {}",
    one_letter="words within one letter of {}",
    two_letters="words within two letters of {}",
    in_title="{} in the title",
    neither="without {}",
    not_so="not {}",
    quoted="“{}”",
    everything="all statements",
    nothing="nothing",
    either=" or ",
    both=" and ",
    fields={
        "speaker": "said by {}",
        "person": "said by {}",
        "role": "in the role of {}",
        "kind": "in {}",
        "evidence": "attributed by {}",
        "place": "in {}",
        "section": "in the section {}",
        "topic": "on the topic {}",
        "lang": "in {}",
        "year": "in {}",
    },
    values={
        "kind:speech": "speech",
        "kind:narrative": "the editors' words",
        "kind:anonymous": "anonymous voices",
        "evidence:label": "a printed label",
        "evidence:page": "the page's title or lead",
        "evidence:none": "nothing",
        "lang:en": "English",
        "lang:ru": "Russian",
    },
    on_day="on {}",
    in_month="in {}",
    in_year="in {}",
    since="from {} on",
    until="up to {}",
    between="from {} to {}",
    months=_ENGLISH_MONTHS,
    months_of=_ENGLISH_MONTHS,
    day="{day} {month} {year}",
)

_RUSSIAN: Final = Wording(
    any_form="любая форма {}",
    exactly="в точности {}",
    near="{} в этом порядке, каждое не дальше {slop} слов от предыдущего",
    prefix="слова, которые начинаются с {}",
    wildcard="слова вида {}",
    one_letter="слова, отличные от {} не более чем на букву",
    two_letters="слова, отличные от {} не более чем на две буквы",
    in_title="{} в заголовке",
    neither="кроме: {}",
    not_so="кроме: {}",
    quoted="«{}»",
    everything="все материалы",
    nothing="ничего",
    either=" или ",
    both=" и ",
    fields={
        "speaker": "говорит {}",
        "person": "говорит {}",
        "role": "в должности {}",
        "kind": "вид: {}",
        "evidence": "кто говорит, известно: {}",
        "place": "место: {}",
        "section": "раздел: {}",
        "topic": "тема: {}",
        "lang": "язык: {}",
        "year": "год: {}",
    },
    values={
        "kind:speech": "речь",
        "kind:narrative": "слова редакции",
        "kind:anonymous": "безымянные голоса",
        "evidence:label": "из подписи",
        "evidence:page": "из заголовка или вводки",
        "evidence:none": "ниоткуда",
        "lang:en": "английский",
        "lang:ru": "русский",
    },
    on_day="{}",
    in_month="{}",
    in_year="{} год",
    since="начиная с {}",
    until="по {}",
    between="с {} по {}",
    months=(
        *("", "январь", "февраль", "март", "апрель", "май", "июнь", "июль"),
        *("август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    ),
    months_of=(
        *("", "января", "февраля", "марта", "апреля", "мая", "июня", "июля"),
        *("августа", "сентября", "октября", "ноября", "декабря"),
    ),
    day="{day} {month} {year} года",
)

WORDINGS: Final = {"en": _ENGLISH, "ru": _RUSSIAN}
