"""The words before a name → whether an office ends there, and which words are trades by sound."""

from __future__ import annotations

import re
from typing import Final

from index.names.name_shapes import is_foreign_to_names
from index.names.word_lists import is_place, is_title, plain, word_set

JOINING: Final = word_set("of and for the in at to on by with from или и по в на для")
"""Small words inside offices; none of them ends one."""

_NAMING: Final = word_set(
    "film programme program project magazine newspaper journal village settlement town city company"
    " firm group team club band series platform brand vessel ship station channel agency holding"
    " corporation concern companies fund bank plant factory farm bureau theatre studio portal site"
    " website hotel forum startup movement party operator carrier airline association network tv"
    " radio union crew"
    " фильм фильма программы проекта журнала газеты деревни села города компании фирмы группы"
    " команды клуба канала агентства холдинга корпорации банка завода фабрики театра"
)
"""Nouns that another's name may follow: "the film Comet Ivan Petrov"."""

_ENDING: Final = word_set(
    "region territory area republic district oblast krai okrug municipality county province"
    " ministry department directorate administration office service secretariat inspectorate"
    " council committee commission assembly parliament senate duma congress chamber board court"
    " institute university academy school college lyceum gymnasium faculty laboratory observatory"
    " centre center museum reserve library theatre hospital clinic sanatorium kindergarten"
    " foundation federation confederation society academy league alliance community diaspora"
    " prize award medal championship games olympics army navy fleet flotilla squadron regiment"
    " brigade division battalion detachment forces guard police embassy delegation mission"
    " области края республики округа района министерства ведомства службы управления комитета"
    " комиссии совета палаты думы суда института университета академии школы колледжа лицея"
    " факультета центра музея больницы клиники федерации фонда общества премии армии флота полка"
    " бригады дивизии посольства"
)
"""Nouns that end what an office is of: what follows is the name."""

_TRADE: Final = re.compile(r".{2,}(?:ist|naut|man|woman|er|or|ian|eer|ant|ess|ic)$")
_PLAIN_TRADE: Final = re.compile(
    r".{2,}(?:ist|naut|man|woman|maid|ician|mother|father|smith|keeper|maker|worker|master|grower"
    r"|breeder|driver)"
)


def ends_office(words: list[str], run: int) -> bool:
    """Whether the word before the run ends the office, so that all of the run is the name.

    A place or a title does, an institution, and a word without a capital, unless a name may follow
    it ("the film Comet") and none stands before it ("the Comet film").
    """
    before = words[run - 1]
    if is_place(before) or is_title(before) or before.endswith(")"):
        return True
    if not before[-1:].isalpha() or plain(before) in JOINING:
        return False
    if plain(before) not in _NAMING:
        return before[0].islower() or plain(before) in _ENDING
    return run > 1 and _is_own_name(words[run - 2])


def _is_own_name(word: str) -> bool:
    return word[:1].isupper() and not is_foreign_to_names(word)


def sounds_like_trade(word: str) -> bool:
    """Whether a word ends as trades do, and as names may: "Beekeeper", "Alexander"."""
    return _TRADE.fullmatch(plain(word)) is not None


def is_surely_trade(word: str) -> bool:
    """Whether a word ends as trades do and names do not: "Beekeeper"."""
    return _PLAIN_TRADE.fullmatch(plain(word)) is not None
