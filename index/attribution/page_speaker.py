"""A page without labels → the name of the one whose speech it is, if the page itself says so.

The rule is strict (`docs/decisions/0004-page-evidence.md`): title or lead must call the page
somebody's speech, and the text must speak in the first person and nowhere of that somebody.
Messages, interviews, conversations and reports are never attributed so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.names.name_and_office import split_name
from index.names.name_shapes import looks_full
from index.names.office_words import reads_as_office
from index.names.word import printed_words
from index.names.word_lists import any_of, plain, read_words
from search.analysis.tokenizer import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.blocks import Facts
    from index.names.page_names import PageNames

_SPEECH: Final = (
    r"(?:(?:opening|closing|concluding|introductory|welcoming|televised|new year|video) )*"
    r"(?:address|speech|remarks|statement|eulogy|toast)"
)
_OCCASION: Final = "at|on|to|in|for|following|during|after|before|marking|from"
_TITLE_BY: Final = re.compile(
    rf"(?P<before>{_SPEECH}(?: to (?:the )?[a-z ]+?)? (?P<of>by|of)) (?P<who>[^,]+?)"
    rf"(?:, (?P<office>[^,]+?))??(?:,? (?:{_OCCASION}) .*)?$",
    re.IGNORECASE,
)
_TITLE_OWN: Final = re.compile(
    rf"(?P<who>[^,]+?)[’']s? (?i:{_SPEECH})\b(?!.*(?:[’']s? (?i:{_SPEECH})\b|\band [A-Z]))",
)
_LEAD: Final = re.compile(
    r"(?P<who>[^,]+?) (?:addressed (?=[a-z])|delivered (?:a|an|the|his|her) (?:\w+ )?"
    r"(?:[Ss]peech|[Aa]ddress)|made (?:a|an) (?:\w+ )?(?:statement|speech|address)"
    r"|spoke (?:at|before)|gave a speech)\b",
)
_OF_OFFICES: Final = frozenset({"of", "the", "for", "in"})
_RUSSIAN: Final = re.compile(
    r"(?:(?:вступительное|заключительное|приветственное|новогоднее|телевизионное) )?"
    r"(?:обращение|выступление|речь|слово|заявление|видеообращение)\b(?: для прессы)?(?P<rest>.*)",
    re.IGNORECASE,
)
_RUSSIAN_VERB: Final = r"(?:выступила?|обратил(?:ся|ась)|произн(?:[её]с|есла)|сделала? заявление)\b"
_FIRST_PERSON: Final = re.compile(
    r"\b(?:I|[Mm]y|me|[Ww]e|[Oo]ur|us|[Яя]|[Мм]не|меня|[Мм]о[йяеи]|[Мм]ы|[Нн]ас|[Нн]аш\w{0,3})\b"
)
_QUOTED: Final = re.compile(r"“[^”]*”?|«[^»]*»?|„[^“]*“?|\"[^\"]*\"?")
_MOST_TITLE_CHARS: Final = 500  # of a title; what is longer is a text that lost its line breaks
_FEWEST_WORDS: Final = 40
_LEAST_SHARE: Final = 0.01  # of first-person words; reports of the site stay under half of it
_LEAST_SPOKEN_SHARE: Final = 0.001  # where the title is outright "Address by …"; one in most texts


def page_speaker(texts: Iterable[str], facts: Facts, known: PageNames) -> str | None:
    """The speaker whom title or lead name, where `texts` are that person's own words; else None."""
    said = _QUOTED.sub(" ", " ".join(texts))
    named = _named_in_russian(facts) if facts.lang == "ru" else _named(facts, known)
    for speaker, share in named:
        if _is_own_speech(said, speaker, share):
            return speaker
    return None


def _is_no_speech(title: str) -> bool:
    """Whether a title calls its page a message, a meeting or their kind."""
    return re.search(rf"\b{any_of('no_speeches')}", title, re.IGNORECASE) is not None


def _is_report(text: str) -> bool:
    return re.search(rf"\b{any_of('reported_speech')}", text, re.IGNORECASE) is not None


def _named(facts: Facts, known: PageNames) -> Iterator[tuple[str, float]]:
    """The one whose speech an English page is, and how much of the first person it must have.

    "Address by …" is a heading over somebody's words, and "Statement by …" one over a paper that
    may say "Russia" for "we"; "…'s statement on …" and a lead may head a report as well. What
    follows "by NAME" may be any occasion, a meeting too; then it is not sure that nobody else
    speaks.
    """
    never = _is_no_speech(facts.title[:_MOST_TITLE_CHARS])
    title = facts.title[:_MOST_TITLE_CHARS]
    by = _TITLE_BY.match(title)
    if by and not _is_no_speech(title[: by.end("who")]):
        speaker = _speaker(by["who"], known, office=by["office"], needs_office=by["of"] == "of")
        if speaker:
            is_paper = by["before"].lower().startswith("statement")
            yield speaker, _LEAST_SHARE if never else 0 if is_paper else _LEAST_SPOKEN_SHARE
    for pattern, text in ((_TITLE_OWN, title), (_LEAD, facts.lead or "")):
        match = None if never else pattern.match(text)
        if match and (speaker := _speaker(match["who"], known)):
            yield speaker, _LEAST_SHARE


def _speaker(
    who: str, known: PageNames, *, office: str | None = None, needs_office: bool = False
) -> str | None:
    """The one person `who` is: a name after nothing but an office, or with one after a comma."""
    named = split_name(who, known)
    if named is None or (office and not reads_as_office(office)) or named.is_joint(known):
        return None
    role = (named.role or "").split()
    name = printed_words(named.speaker)
    small = {word for word in role if word[:1].islower()}
    if small - _OF_OFFICES or (role and role[-1] in _OF_OFFICES) or "’s" in who or "'s" in who:
        return None
    if role and not reads_as_office(" ".join(role)):
        return None
    is_name = looks_full(name) and not any(word.is_role_word for word in name)
    return named.speaker if is_name and (role or office or not needs_office) else None


def _named_in_russian(facts: Facts) -> Iterator[tuple[str, float]]:
    """The listed person whose speech a Russian page is: declined in its title, or in its lead.

    The name stands in the genitive right after the speech word and an office. Where the title names
    another of the list too, or a speech word is all it has and no lead says more, nobody is meant.
    """
    match = None if _is_no_speech(facts.title) else _RUSSIAN.match(facts.title)
    if match is None:
        return
    rest = match["rest"].split()
    named = [name for name in _listed(facts.persons) if _is_named(name, rest)]
    if len(named) == 1 and _opens_with(named[0], rest):
        yield " ".join(named[0]), _LEAST_SHARE
    for given, surname in _listed(facts.persons):
        name = re.escape(f"{given} {surname} ")
        begins = rf"(?:Президент (?:России |Российской Федерации )?)?{name}"
        if not named and re.match(begins + _RUSSIAN_VERB, facts.lead or ""):
            yield f"{given} {surname}", _LEAST_SHARE


def _listed(persons: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Given name and surname of everybody in the page's list."""
    for person in persons:
        surname, *given = person.split()[:2]
        if given:
            yield given[0], surname


def _is_named(name: tuple[str, str], words_printed: Sequence[str]) -> bool:
    """Whether the surname stands in the title in any case."""
    stem = plain(name[1])[: max(len(name[1]) - 2, 3)]
    return any(plain(word).startswith(stem) for word in words_printed)


def _opens_with(name: tuple[str, str], rest: Sequence[str]) -> bool:
    """Whether `rest` is an office, then `name` in the genitive, then nothing or an occasion."""
    printed = [word.strip(",") for word in rest]
    for at in range(len(printed) - 1):
        given, surname = printed[at], printed[at + 1]
        if given in _genitives(name[0]) and surname in _genitives(name[1]):
            before, after = printed[:at], printed[at + 2 : at + 3]
            is_office = not before or reads_as_office(" ".join(before))
            follows = after != ["и"] and not rest[at + 1].endswith(",")
            return is_office and follows and read_words("prepositions").isdisjoint(before)
    return False


def _genitives(name: str) -> frozenset[str]:
    """The forms a Russian name may have in the genitive."""
    stem, end = name[:-1], name[-1]
    if end in "йь":
        return frozenset({f"{stem}я", f"{stem}и", f"{name[:-2]}ого", f"{name[:-2]}его"})
    if end in "ая":
        return frozenset({f"{stem}ы", f"{stem}и", f"{stem}ой", f"{name[:-2]}ой"})
    if end in "оуеиэюы":
        return frozenset({name})
    return frozenset({f"{name}а", f"{name[:-2]}{end}а"})


def _is_own_speech(said: str, speaker: str, share: float) -> bool:
    tokens = words(said)
    surname = words(speaker)[-1].removesuffix("а")
    names = any(token.startswith(surname) for token in tokens)
    if len(tokens) < _FEWEST_WORDS or names or _is_report(said):
        return False
    return len(_FIRST_PERSON.findall(said)) >= share * len(tokens)
