"""What is said of a query that was not taken as written: one table of sentences, in each language.

A `NoticeText` is its English sentence, so that records and JSON hold plain strings, and knows its
row of the table and its values, so that it can be said in another language.
"""

from __future__ import annotations

from enum import StrEnum, auto
from typing import Final

from search.query.sentence_data import read_sentences

_LONGEST_QUOTED_CHARS: Final = 80

Value = str | int
"""A number is printed with its thousands apart; a `NoticeText` in the language of the sentence."""


class NoticeText(str):
    """A sentence, in English as a string; `in_language` gives it in any language of the table."""

    __slots__ = ("notice", "values")

    notice: Notice
    values: dict[str, Value]

    def in_language(self, lang: str) -> str:
        """The sentence in `lang`; in English where the table lacks that language."""
        return self.notice.sentence(lang, self.values)


class Notice(StrEnum):
    """The rows of `search/data/notices.toml`, which holds their sentences in each language."""

    # the whole query
    NO_WORD = auto()
    TOO_LONG = auto()
    TOO_MANY_WORDS = auto()
    TOO_MANY_PATTERNS = auto()
    LONE_BRACKET = auto()
    DEEP_BRACKETS = auto()
    NO_OPERAND = auto()
    NOTHING_TO_JOIN = auto()
    JOINS_NOTHING = auto()
    SECOND_VOICE = auto()
    # words
    LONE_QUOTE = auto()
    NESTED_QUOTES = auto()
    NO_FIELD = auto()
    NOTHING = auto()
    SIGNS = auto()
    LONG_PHRASE = auto()
    SLOP = auto()
    # patterns
    QUOTED_PATTERN = auto()
    QUOTED_NEAR = auto()
    UNSPACED_PATTERN = auto()
    PATTERN_AND_NEAR = auto()
    NEAR_SEVERAL = auto()
    LONE_STAR = auto()
    LEADING_STAR = auto()
    ONLY_STAR = auto()
    EDITS = auto()
    MANY_WORDS = auto()
    MANY_WAYS = auto()
    # values
    TURNED = auto()
    NOT_A_VALUE = auto()
    BAD_VALUE = auto()
    GIVEN_TWICE = auto()
    TOO_MANY_VALUES = auto()
    FEWER_A_PAGE = auto()
    NO_SUCH_LANGUAGE = auto()
    # what was expected
    A_DATE = auto()
    A_DAY = auto()
    ONE_OF = auto()
    A_LANGUAGE = auto()
    A_NUMBER = auto()
    SHORTER = auto()

    def with_values(self, **values: Value) -> NoticeText:
        """The sentence with these values in it."""
        text = NoticeText(self.sentence("en", values))
        text.notice, text.values = self, values
        return text

    def sentence(self, lang: str, values: dict[str, Value]) -> str:
        """The sentence in one language."""
        row = read_sentences("notices")[self]
        template: str = row.get(lang, row["en"])
        return template.format(**{name: _value_text(value, lang) for name, value in values.items()})


def in_language(sentence: str, lang: str) -> str:
    """A sentence in `lang` where the table has it; any other string as it is."""
    return sentence.in_language(lang) if isinstance(sentence, NoticeText) else sentence


def brief(text: str) -> str:
    """`text` short enough to be quoted in a sentence."""
    return text if len(text) <= _LONGEST_QUOTED_CHARS else f"{text[:_LONGEST_QUOTED_CHARS]}…"


def _value_text(value: Value, lang: str) -> str:
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\u00a0" if lang == "ru" else ",")
    return in_language(value, lang)
