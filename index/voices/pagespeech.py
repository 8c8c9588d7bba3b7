"""A page without labels → the name of the one whose speech it is, if the page itself says so.

The rule is strict (`docs/decisions/0004-page-evidence.md`): title or lead must call the page
somebody's speech, and the text must speak in the first person and nowhere of that somebody.
Messages, interviews, conversations and reports are never attributed so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.voices.nameparts import split_name
from index.voices.names import looks_full
from index.voices.wordlists import plain
from search.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.blocks import Facts
    from index.voices.known import Known

_SPEECH: Final = (
    r"(?:(?:opening|closing|concluding|introductory|welcoming|televised|new year|video) )*"
    r"(?:address|speech|remarks|statement|eulogy|toast)"
)
_OCCASION: Final = "at|on|to|in|for|following|during|after|before|marking|from|with"
_TITLE_BY: Final = re.compile(
    rf"{_SPEECH} (?:by|of) (?P<who>[^,]+?)(?: (?:{_OCCASION}) .*)?$", re.IGNORECASE
)
_TITLE_OWN: Final = re.compile(rf"(?P<who>.+?)[’']s? (?:{_SPEECH})\b.*", re.IGNORECASE)
_LEAD: Final = re.compile(
    r"(?P<who>.+?) (?:addressed|delivered (?:a|an|the|his|her) (?:\w+ )?(?:speech|address)"
    r"|made (?:a|an) (?:\w+ )?(?:statement|speech|address)|spoke (?:at|before|to)"
    r"|gave a speech)\b.*",
    re.IGNORECASE,
)
_RUSSIAN: Final = re.compile(
    r"(?:(?:вступительное|заключительное|приветственное|новогоднее|телевизионное) )?"
    r"(?:обращение|выступление|речь|слово|заявление|видеообращение) (?P<who>.+)",
    re.IGNORECASE,
)
_NEVER: Final = re.compile(
    r"\b(?:interview|message|telegram|letter|greeting|congratulat|condolence|article|decree|telephone"
    r"|conversation|announce|will (?:make|address|deliver|speak)|answered|joint|meeting|talks"
    r"|интервью|телеграмм|письмо|поздравл|соболезнован|стать[яи]|указ|беседа|встреча|совместн)",
    re.IGNORECASE,
)
_FIRST_PERSON: Final = re.compile(
    r"\b(?:I|[Mm]y|me|[Ww]e|[Oo]ur|us|[Яя]|[Мм]не|меня|[Мм]о[йяеи]|[Мм]ы|[Нн]ас|[Нн]аш\w{0,3})\b"
)
_REPORTED: Final = re.compile(
    r"\b(?:the (?:russian )?president|he (?:said|noted|stressed|added)"
    r"|(?:reads?|said),? in (?:part|full)"
    r"|(?:statement|document|address|speech) (?:said|reads?|says)|глава государства"
    r"|он (?:сказал|отметил|подчеркнул)|говорится)",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"“[^”]*”?|«[^»]*»?|„[^“]*“?|\"[^\"]*\"?")
_FEWEST_WORDS: Final = 40
_LEAST_SHARE: Final = 0.01  # of first-person words; reports of the site stay under half of it


def page_speaker(texts: Iterable[str], facts: Facts, known: Known) -> str | None:
    """The speaker whom title or lead name, where `texts` are that person's own words; else None."""
    if _NEVER.search(facts.title):
        return None
    said = _QUOTED.sub(" ", " ".join(texts))
    for who, outright in _named_by(facts):
        speaker = _speaker(who, facts, known)
        if speaker and _is_own_speech(said, speaker, outright=outright):
            return speaker
    return None


def _named_by(facts: Facts) -> Iterator[tuple[str, bool]]:
    """The words that name whose speech the page is, and whether the title says nothing else.

    "Statement by …" is a heading over somebody's words; "…'s statement on …" and a lead may head a
    report as well, so these need the first person.
    """
    for pattern, text, outright in (
        (_TITLE_BY, facts.title, True),
        (_RUSSIAN, facts.title, False),
        (_TITLE_OWN, facts.title, False),
        (_LEAD, facts.lead or "", False),
    ):
        match = pattern.match(text)
        if match:
            yield match["who"], outright


def _speaker(who: str, facts: Facts, known: Known) -> str | None:
    if facts.lang == "ru":
        return _listed_in_genitive(who, facts.persons)
    named = split_name(who, known)
    return named.speaker if named and looks_full(named.speaker.split()) else None


def _listed_in_genitive(who: str, persons: Iterable[str]) -> str | None:
    """The listed person whose name stands, declined, in `who`: «Владимира Путина»."""
    stems = {word[:-1] for word in words(who)} | set(words(who))
    for person in persons:
        surname, *given = person.split()[:2]
        parts = [plain(part) for part in (surname, *given)]
        if given and all(part in stems or part[:-1] in stems for part in parts):
            return f"{given[0]} {surname}"
    return None


def _is_own_speech(said: str, speaker: str, *, outright: bool) -> bool:
    tokens = words(said)
    if len(tokens) < _FEWEST_WORDS or words(speaker)[-1] in tokens or _REPORTED.search(said):
        return False
    firsts = len(_FIRST_PERSON.findall(said))
    return outright or firsts >= _LEAST_SHARE * len(tokens)
