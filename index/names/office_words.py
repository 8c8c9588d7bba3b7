"""Words printed with a name → do they read as an office, and which of them tell it from others."""

from __future__ import annotations

import re
from typing import Final

from index.names.name_shapes import RELIGIOUS
from index.names.word_lists import is_role_word, is_title, plain, word_set

_JOINING: Final = word_set("of and for the in at to on by with from или и по в на для")
_SENTENCES: Final = word_set(
    "am are as be been being but can could did do does had has have he her here him his how i"
    " if is it its let made may me must my no not now our she should so thank that their them then"
    " there these they this those was we were what when where which while who will would you your"
    " said says say spoke told wrote gave took sent met saw think know want like please yes"
    " он она они это эти этот мы вы я что как так где когда если был была были будет есть его её их"
    " сказал сказала заявил сообщил подчеркнул отметил"
)
"""Words that sentences have and offices have not."""

_PAST: Final = re.compile(r"[a-z]{2,}ed")
_WEAK: Final = word_set(
    "acting deputy first former second senior russia russian federation federal republic state"
    " national general united vice россии российской федерации республики"
)
"""Words that many offices share, and that so link none."""


_ORDINALS: Final = word_set(
    "first second third fourth fifth sixth one two three four five six firstly secondly thirdly"
    " finally lastly next another last"
    " первое второе третье четвёртое пятое первый второй третий первая вторая третья во-первых"
    " во-вторых в-третьих наконец далее"
)
_COUNTED: Final = word_set(
    "question point issue topic task goal item step paragraph of all вопрос пункт тема задача"
)
_MOST_SMALL_WORDS: Final = 5

_REPORTS: Final = word_set(
    "reads read follows add adds asks writes notes mean means say give take go let look listen"
    " remember note imagine today now then also therefore however moreover only just even why"
    " говорит пишет спрашивает значит"
)


_OPENERS: Final = word_set(
    "on to as in about regarding concerning with for by and but or also since after before at"
    " и а но о об про на в во по к с для из от теперь также"
)
"""Words that open a phrase of a speech, and no label ("From the audience" is read as a voice)."""


def reads_as_sentence(text: str) -> bool:
    """Whether `text` has words that sentences have, labels not, or opens as a phrase does."""
    words = [word.strip("(),.!?;:…") for word in text.split()]
    small = [word for at, word in enumerate(words) if at == 0 or word[:1].islower()]
    spoken = (plain(word) in _SENTENCES | _REPORTS or _PAST.fullmatch(word) for word in small)
    opened = plain(text.split(" ")[0]) in _OPENERS
    return opened or any(spoken) or len(small) == len(words) > _MOST_SMALL_WORDS


def is_count(text: str) -> bool:
    """Whether `text` counts a point of a speech ("First", "Second question") and names no voice."""
    words = [plain(word.strip("(),.")) for word in text.split()]
    return (
        bool(words)
        and words[0] in _ORDINALS
        and all(word in _ORDINALS | _COUNTED for word in words)
    )


def reads_as_office(text: str) -> bool:
    """Whether `text` has a word of an office, and none of those that make a sentence."""
    words = [word.strip("(),") for word in text.split()]
    small = [word for at, word in enumerate(words) if at == 0 or word[:1].islower()]
    spoken = (plain(word) in _SENTENCES or _PAST.fullmatch(word) for word in small)
    titled = any(map(is_role_word, words)) or any(plain(word) in RELIGIOUS for word in words[:1])
    return titled and not any(spoken)


def is_bare_office(text: str) -> bool:
    """Whether `text` is an office without a name: "Executive Chairman of the World Forum"."""
    named = reads_as_office(text) and not reads_as_sentence(text)
    return named and (" " in text or is_title(text))


def office_words(role: str) -> frozenset[str]:
    """The folded words of an office that tell it from others; of a bare title, all its words."""
    words = frozenset(plain(word.strip("(),.")) for word in role.split()) - _JOINING
    telling = frozenset(word for word in words if not is_title(word)) - _WEAK
    return telling or words
