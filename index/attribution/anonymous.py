"""Labels without a name: "Question", "Вопрос", "Call centre operator" and their kind."""

from __future__ import annotations

import re
from typing import Final

from index.names.name_shapes import is_name_word
from index.names.word_lists import is_given_name, is_place, is_role_word

_SAID: Final = (
    r"questions?|remarks?|repl(?:y|ies)|responses?|comments?|answers?|exclamations?|shouts?"
    r"|phrases?|replicas?|retorts?|voices?"
    r"|вопросы?|реплик[аи]|ответы?|комментари[йи]|выкрики?|возгласы?|голоса?"
)
"""Words for what was said. Whatever follows them ("Question from Perm Territory") names no one."""

_SAYERS: Final = (
    r"speakers?|presenters?|(?:call centre |telephone )?operators?|(?:the )?audience|volunteers?"
    r"|moderators?|announcers?|hosts?|journalists?|correspondents?|reporters?|interpreters?"
    r"|translators?|participants?|everyone|all|together|(?:in )?chorus|children|students?|pupils?"
    r"|girls?|boys?|wom[ae]n|m[ae]n|soldiers?|officers?|cadets?|athletes?|workers?|teachers?"
    r"|doctors?|residents?|veterans?|guests?|employees?|passengers?|narrator|voice-?over"
    r"|unidentified (?:speaker|person|voice)|person in the (?:hall|audience)"
    r"|слушатель|участни(?:к|ца|ки)|ведущ(?:ий|ая|ие)|корреспонденты?|журналисты?|переводчик"
    r"|оператор|зрители?|зал|волонт[её]ры?|студент(?:ка|ы)?|школьни(?:к|ца|ки)|учитель|врач"
    r"|дети|хор|все|девочка|мальчик|женщина|мужчина|жительница|житель|жители|офицер|солдат"
    r"|диктор|модератор|голос за кадром|закадровый голос|хором|вместе|ветераны?|пенсионер(?:ка|ы)?"
    r"|военнослужащ(?:ий|ая|ие)|боец|бойцы|командир|сотрудни(?:к|ца|ки)|уч[её]ный|рабоч(?:ий|ая)"
)
_FROM: Final = (
    r" (?:from|in|without|of|to|via) (?:the )?\w.{0,80}| (?:из|от|с|без|по|на|в) \w.{0,80}"
)
_FROM_THE_HALL: Final = r" (?:from|in) the (?:hall|audience|floor)| из зала| с места"
_OF_SOMETHING: Final = r" (?:in|of|at|from) [a-z ]{1,40}| [а-яё ]{1,40}"  # small letters: no name
_SAID_SO: Final = re.compile(
    rf"(?:(?:first|second|third|next|another|last) question|{_SAID})(?:{_FROM})?", re.IGNORECASE
)
_SAYER: Final = re.compile(rf"(?i:{_SAYERS})(?:{_FROM_THE_HALL}|{_OF_SOMETHING})?")
_HERE: Final = r" (?:встречи|совещания|заседания|беседы|форума|съезда|конкурса|программы|акции)"
_WORD: Final = re.compile(rf"(?:{_SAID}|{_SAYERS})(?:{_FROM_THE_HALL}|{_HERE})?", re.IGNORECASE)
_THE_HALL: Final = re.compile(r"from the (?:hall|audience|floor)|из зала|с места", re.IGNORECASE)
_PLAIN_VOICE: Final = re.compile(
    rf"(?i:questions?|remarks?|reply|response|вопрос|реплика|ответ)"
    rf"(?:{_FROM_THE_HALL}| (?:from|из) [A-ZА-ЯЁ].{{0,40}})?"
)


def is_voice(text: str) -> bool:
    """Whether a label (brackets left out) is a word for somebody unnamed, or for what was said."""
    said = text.strip()
    return any(words.fullmatch(said) for words in (_SAID_SO, _SAYER, _THE_HALL))


def is_plain_voice(text: str) -> bool:
    """Whether the label is one of the words the editors use for every unnamed voice."""
    return _PLAIN_VOICE.fullmatch(text.strip()) is not None


def is_voice_alone(text: str) -> bool:
    """Whether a label is such a word and nothing else, which needs no bold to be told by."""
    said = text.strip()
    return any(words.fullmatch(said) for words in (_WORD, _THE_HALL))


def is_first_name_only(text: str) -> bool:
    """Whether a label is a given name, perhaps with a town: "Alina", "Dmitry, Moscow".

    A given name finds nobody: such a voice counts as unnamed.
    """
    name, _, town = text.partition(", ")
    words = town.split()
    if " " in name or not is_given_name(name) or not is_name_word(name):
        return False
    return all(is_place(word) or is_role_word(word) or word[:1].isupper() for word in words)
