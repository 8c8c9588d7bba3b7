"""How each language says a query back: templates in which {} is where the words or values go."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from search.query.sentence_data import read_sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Wording(NamedTuple):
    """How one language says it: a table of `search/data/wording.toml`; months from January on."""

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
    no_office: str
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
    months: Sequence[str]
    months_of: Sequence[str]
    day: str


LANGUAGES: Final = ("en", "ru")


@cache
def read_wording(lang: str) -> Wording:
    """How `lang` says a query back; English where there is no such language."""
    return Wording(**read_sentences("wording")[lang if lang in LANGUAGES else "en"])
