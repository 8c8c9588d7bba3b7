"""A candidate for a label in which nobody is named → whether its words have the shape of a label.

Words are never given to the speaker before over such a label: the turn ends, and nobody is named.
What looks alike and is none: an address, a sentence, and the lists that people read aloud, where
nothing but names follows ("Minister of Foreign Affairs: Ivan Petrov.").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.attribution.anonymous import is_described, is_first_name_only
from index.attribution.label_candidate import LabelStyle
from index.names.lost_spaces import respaced
from index.names.name_shapes import is_fathers_name, looks_full, sounds_like_fathers_name
from index.names.office_words import is_bare_office, reads_as_office, reads_as_sentence
from index.names.word import look_up, printed_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.attribution.label_candidate import LabelCandidate
    from index.names.word import PrintedWord

_LONGEST_CHARS: Final = 200  # the longest label that was seen has 197
_CLAUSE_END: Final = re.compile(r"(?<![A-ZА-ЯЁ])[.!?;](?:\s|$)")
_APART: Final = re.compile(r",\s+(?:and\s+)?|\s(?:and|и)\s")
_ADJECTIVE: Final = re.compile(r"\w+(?:[иы]й|ой|[ая]я)")
_SEAM: Final = re.compile(r"(?<=[a-zà-ÿа-яё])(?=[A-ZÀ-ÞА-ЯЁ])")
_GLUED_OF: Final = re.compile(r"(?:of|for|and|the)+$")
_FEWEST_GLUED: Final = 3
_LOST_LETTERS: Final = re.compile(r"(?<!\S)\?{2,}(?!\S)")
_ALL: Final = "все"
_DASHES: Final = ("–", "—", "-")
_DAUGHTER: Final = "вна"
_FEWEST_WITH_OFFICE: Final = 3
MOST_LABEL_WORDS: Final = 24
"""The most words of an unread label."""
_MOST_NAME_WORDS: Final = 4


def is_address(one: LabelCandidate) -> bool:
    """Whether words speak to somebody: "Your Majesty", "Mr President", "Ms Orlova, Mr Petrov"."""
    words = printed_words(one.core.replace(",", " "))
    if not words:
        return False
    if len(words) == 2 and words[0].is_given_name and is_fathers_name(words[1]):
        return not one.vouched  # «Иван Петрович: посмотрите»
    if len(words) == 2 and words[1].folded.endswith(_DAUGHTER) and not one.vouched:
        return sounds_like_fathers_name(words[1])
    if words[0].is_in("address_words"):
        named = one.full and one.words[0].is_given_name  # "Honoured Artist Ivan Petrov"
        return one.continues or words[0].is_in("address_adjectives") or not named
    if not words[0].is_in("courtesies"):
        return False
    if len(words) == 2 and not (one.bold or words[1].is_role_word):
        return True  # "Mr Petrov: you asked"
    several = sum(word.is_in("courtesies") for word in words) > 1
    return len(words) > 1 and (several or (one.named is None and words[1].is_title))


def gives_names(text: str) -> bool:
    """Whether the clause that opens `text` holds names alone, as a list read aloud does."""
    clause = _CLAUSE_END.split(text, maxsplit=1)[0]
    parts = [printed_words(part) for part in _APART.split(clause.strip(" ."))]
    return all(looks_full(part) or _is_shaped_as_name(part) for part in parts)


def _is_shaped_as_name(words: Sequence[PrintedWord]) -> bool:
    """Whether two words or more are all in capitals, whatever the lists say of them: «Сын Рёль»."""
    shaped = all(word.is_capitalised and word.text.isalpha() for word in words)
    return 1 < len(words) <= _MOST_NAME_WORDS and shaped


def may_end_turn(one: LabelCandidate) -> bool:
    """Whether words without bold may end the turn before: in a text save, amid a dialogue."""
    known, core = one.known, _LOST_LETTERS.sub("", one.core)
    spoken = known.is_text and known.dialogue and one.ink is LabelStyle.PLAIN
    fits = len(one.core) <= _LONGEST_CHARS and len(one.core.split()) <= MOST_LABEL_WORDS
    begins = one.core[:1].isupper() and bool(one.follows) and not one.quotes
    return (
        spoken and fits and begins and not reads_as_sentence(core) and not gives_names(one.follows)
    )


def is_headed_by_title(text: str) -> bool:
    """Whether an office is a person's and not a thing of his: "Minister of …", no "Report to …"."""
    words = [look_up(word.strip("(),.")) for word in text.split()]
    if words and words[0].folded == "the":
        words = words[1:]
    several = bool(words) and _is_holder(words[0]) and not reads_as_sentence(text)
    if not words or not (reads_as_office(text) or several):
        return False
    if any("а" <= letter <= "ё" for letter in words[0].folded):
        return _is_russian_holder(words)
    head = next((at for at, word in enumerate(words) if word.is_in("joining_words")), len(words))
    comma = next((at for at, word in enumerate(text.split()) if word.endswith(",")), len(words)) + 1
    return any(map(_is_holder, words[max(0, min(head, comma) - 1) : min(head, comma)]))


def _is_holder(word: PrintedWord) -> bool:
    """Whether a word is somebody's title, or that of several: "Members of the Delegation"."""
    return word.is_title or (word.folded.endswith("s") and look_up(word.folded[:-1]).is_title)


def _is_russian_holder(words: Sequence[PrintedWord]) -> bool:
    """Whether a Russian office begins with a title, after adjectives: «Первый заместитель …»."""
    noun = next((word for word in words if not _ADJECTIVE.fullmatch(word.folded)), words[0])
    head = words[0]
    somebody = head.is_in("unnamed_speakers") and head.folded != _ALL
    return noun.is_title or head.is_title or somebody


def is_of_name_words(one: LabelCandidate) -> bool:
    """Whether the words may be a name that no list tells from a place: "Tarvo Klin"."""
    words = printed_words(one.core)
    shaped = all(word.is_name_word or word.is_particle for word in words)
    surname = words[1:] if words[:1] and words[0].is_given_name else []  # "Lee Bank"
    inner = [word for word in words if word not in surname[-1:]]
    office = any(word.is_role_word for word in inner) or (words and words[0].is_foreign_to_names)
    return 1 < len(words) <= _MOST_NAME_WORDS and shaped and not office


def lost_its_letters(one: LabelCandidate) -> bool:
    """Whether a word of an office or name came down to question marks: "Governor of ??? ????"."""
    return _LOST_LETTERS.search(one.core) is not None


def lost_its_capital(one: LabelCandidate) -> bool:
    """Whether a text save prints a speaker's name without its first letter: "nna Petrova:"."""
    first, *others = printed_words(one.core) or [look_up("")]
    cut = one.core[:1].islower() and one.known.is_text and not one.continues
    if not (cut and others and one.follows):
        return False
    heads = one.known.heads_of(tuple(word.folded for word in others))
    return any(head[1:] == first.folded for head in heads)


def is_joint(one: LabelCandidate) -> bool:
    """Whether two names stand there."""
    return one.joint


def is_nameless(one: LabelCandidate) -> bool:
    """Whether no name is in the words but a lone surname, or a thing."""
    addressed = len(one.words) == 1 and one.bold and " " in one.core  # "Mr Petrov"
    return one.named is None or not (one.role or one.full or one.vouched or addressed)


def is_office_in_text(one: LabelCandidate) -> bool:
    """Whether a text save prints an office and no name, as labels do."""
    office = one.core if lost_its_letters(one) else respaced(one.core)
    nameless = is_nameless(one) or lost_its_letters(one)
    return nameless and is_plain(one) and is_headed_by_title(office)


def is_group_in_text(one: LabelCandidate) -> bool:
    """Whether a text save prints whom small words describe, as labels do: «Рабочие верфи»."""
    return one.known.is_text and is_described(one.core) and is_plain(one)


def is_placed_given_name(one: LabelCandidate) -> bool:
    """Whether a text save prints a given name and a town, as labels do: "Alina, Port Sorrel"."""
    if not one.known.is_text:
        return False
    _, comma, town = one.core.partition(", ")
    is_town = bool(comma) and not any(word.is_given_name for word in printed_words(town))
    return is_town and is_first_name_only(one.core) and is_plain(one)


def may_be_spoken_to(one: LabelCandidate) -> bool:
    """Whether a Russian name ends as an address does, and a surname may: «Тарвил Драстович»."""
    words = one.words
    shaped = len(words) == 2 and one.role is None and not words[0].begins_with_initials
    return shaped and sounds_like_fathers_name(words[1]) and is_plain(one) and not one.vouched


def may_hold_office(one: LabelCandidate) -> bool:
    """Whether the first word of a lone name may be an office that no list has.

    "Beekeeper Ivan Testov" has a given name of the list in the second place; of "Kelvor Tarvil
    Drast" no list has any.
    """
    words = one.words
    if one.role is not None or len(words) < _FEWEST_WITH_OFFICE or one.vouched:
        return False
    first, second, third = words[:3]
    told = first.is_given_name or first.is_particle or first.begins_with_initials
    if told or first.folded in one.known.printed or first.is_in("religious_titles"):
        return False
    named = second.is_given_name and not second.is_particle and not third.is_given_name
    unlisted = not any(word.is_given_name or is_fathers_name(word) for word in words)
    return (named or unlisted) and is_plain(one)


def is_in_sentence(one: LabelCandidate) -> bool:
    """Whether a name goes on small, and nothing makes it sure: "Lake Baikal: the words go on"."""
    return one.continues and not one.vouched and not (one.role and one.full)


def is_small_after_name(one: LabelCandidate) -> bool:
    """Whether a whole name in bold, and nothing else, goes on small and has no witness."""
    spoken = one.bold and one.known.dialogue and one.full and one.role is None
    first = one.words[0]
    named = first.is_given_name or first.begins_with_initials
    return spoken and named and is_in_sentence(one)


def is_bold_before_small(one: LabelCandidate) -> bool:
    """Whether bold that is a whole name, or an office and one, goes on small without a colon."""
    if not (one.continues and one.bold and one.full):
        return False
    if one.role is not None:
        return is_bold_name(one)
    named = not one.words[-1].is_foreign_to_names
    return named and len(one.core.split()) == len(one.words)


def is_bold_name(one: LabelCandidate) -> bool:
    """Whether bold without a colon is a whole name, with an office or without one.

    What a speaker stresses is seldom a name alone, and the words after it are then nobody's; a
    comma follows somebody who is spoken to.
    """
    if not (one.bold and one.full) or one.follows.startswith(","):
        return False
    whole = " ".join(word.text for word in one.words)
    if one.role is None:
        named = one.vouched or not any(word.is_foreign_to_names for word in one.words)
        return named and len(one.core.split()) == len(one.words)
    return reads_as_office(one.role) and (one.core.endswith(whole) or one.core.startswith(whole))


def is_bold_speaker(one: LabelCandidate) -> bool:
    """Whether bold without a colon may name who speaks: a name, an office, or "Mr Petrov"."""
    if is_bold_name(one):
        return True
    if not one.bold or one.follows.startswith(",") or ":" in one.core:
        return False
    first, *others = printed_words(one.core) or [look_up("")]
    if first.is_in("courtesies") and len(others) == 1:
        return True
    dashed = one.follows[:1] in _DASHES and not others
    return is_bare_office(one.core) or (dashed and one.known.has_word(one.core))


def is_amid_sentence(one: LabelCandidate) -> bool:
    """Whether bold stands amid a sentence that is none: "And I thank *Ivan Testov:* he knows"."""
    return one.bold and not one.opens and reads_as_sentence(one.role or "")


def is_doubtful(one: LabelCandidate) -> bool:
    """Whether a text save prints a whole name there, with what is neither office nor sentence."""
    sure = one.full and (one.words[0].is_given_name or one.words[0].begins_with_initials)
    return may_end_turn(one) and not one.continues and (sure or one.vouched)


def is_no_office(one: LabelCandidate) -> bool:
    """Whether what stands beside the name is no office."""
    return one.role is not None and not reads_as_office(one.role)


def is_plain(one: LabelCandidate) -> bool:
    """Whether a label of a text save begins words with a capital."""
    return may_end_turn(one) and not one.continues


def is_office_and_word(one: LabelCandidate) -> bool:
    """Whether a text save prints an office and one word, which may be a country as well."""
    alone = len(one.words) == 1 and one.role is not None
    return alone and is_plain(one) and is_headed_by_title(one.role or "")


def is_nameless_name(one: LabelCandidate) -> bool:
    """Whether a text save prints words of a name in which no name was read."""
    return is_nameless(one) and is_plain(one) and is_of_name_words(one)


def lost_its_spaces(one: LabelCandidate) -> bool:
    """Whether a text save prints office and name in one: "PresidentofKelvorTarvilDrast"."""
    pieces = _SEAM.split(one.core)
    if " " in one.core or len(pieces) < _FEWEST_GLUED:
        return False
    head = look_up(_GLUED_OF.sub("", pieces[0]))
    return head.is_title and is_plain(one)


def is_amid_other_words(one: LabelCandidate) -> bool:
    """Whether what stands beside a whole name may be an office that no list has."""
    beside = printed_words(one.role or "")
    capitals = all(word.is_capitalised or word.is_in("joining_words") for word in beside)
    return capitals and is_no_office(one) and is_doubtful(one)


def goes_on_small(one: LabelCandidate) -> bool:
    """Whether a text save prints a speaker's name alone, or with an office, and then goes on."""
    office = one.role is not None and one.full and reads_as_office(one.role)
    told = one.vouched or office
    return may_end_turn(one) and one.continues and told
