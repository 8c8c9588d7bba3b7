"""What is said of a query that was not taken as written: one table of sentences, in each language.

A `NoticeText` is its English sentence, so that records and JSON hold plain strings, and knows its
row of the table and its values, so that it can be said in another language.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

_LONGEST_QUOTED_CHARS: Final = 80
_LANGUAGES: Final = ("en", "ru")

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


class Notice(Enum):
    """The sentences: English, Russian; `{…}` is where a value goes, the same in both.

    Numbers stand where no word must agree with them.
    """

    # the whole query
    NO_WORD = (
        "The query holds no word to search for, so everything is listed.",
        "В запросе нет ни одного слова, поэтому показано всё.",
    )
    TOO_LONG = (
        "The query is longer than {most} characters; what follows them was left out.",
        "Запрос длиннее {most} знаков; остальное опущено.",
    )
    TOO_MANY_WORDS = (
        "Only the first {most} words of the query were searched; {left} more were left out.",
        "Искались только первые слова запроса, не более {most}; опущено слов: {left}.",
    )
    TOO_MANY_PATTERNS = (
        "Only the first {most} words with *, ? or ~ were searched; {left} more were left out.",
        "Искались только первые слова с *, ? или ~, не более {most}; опущено: {left}.",
    )
    LONE_BRACKET = (
        "A bracket without its partner was taken literally.",
        "Непарная скобка прочитана как обычный знак.",
    )
    DEEP_BRACKETS = (
        "Brackets more than {most} deep were taken literally.",
        "Скобки глубже {most} уровней прочитаны как обычные знаки.",
    )
    NO_OPERAND = (
        "“{text}” has nothing to apply to, so it was taken literally.",
        "«{text}» не к чему отнести, поэтому прочитано как слово.",
    )
    SECOND_VOICE = (
        "“{name}:{second}” was left out: no turn has two of these, and “{name}:{first}” comes"
        " first; use OR for either.",
        "«{name}:{second}» опущено: у одной реплики не бывает двух, а «{name}:{first}» стоит"
        " раньше; OR ищет любого из двух.",
    )
    # words
    LONE_QUOTE = (
        "The quotation mark in {text} has no partner and was taken literally.",
        "Кавычка в {text} без пары и прочитана как обычный знак.",
    )
    NO_FIELD = (
        "There is no field “{field}”, so “{text}” was taken literally; the fields are {known}.",
        "Поля «{field}» нет, поэтому «{text}» прочитано как слова; есть поля {known}.",
    )
    NOTHING = (
        "“{text}” holds no letter or digit to search for.",
        "В «{text}» нет ни буквы, ни цифры, искать нечего.",
    )
    LONG_PHRASE = (
        "Of a phrase of {count} words the first {most} were searched.",
        "Во фразе слов: {count}; искались первые {most}.",
    )
    SLOP = (
        "“~{near}” was searched as “~{most}”, the most.",
        "«~{near}» прочитано как «~{most}»: больше нельзя.",
    )
    # patterns
    QUOTED_PATTERN = (
        "Between quotation marks * and ? stand for nothing: “{text}”.",
        "В кавычках * и ? ничего не заменяют: «{text}».",
    )
    PATTERN_AND_NEAR = (
        "In “{text}” the ~ was ignored: it does not go with * or ?.",
        "В «{text}» знак ~ не учтён: он не сочетается с * и ?.",
    )
    NEAR_SEVERAL = (
        "In “{text}” the ~ was ignored: it applies to single words.",
        "В «{text}» знак ~ не учтён: он относится к одному слову.",
    )
    LONE_STAR = (
        "In “{text}” the * was ignored: it needs letters before it.",
        "В «{text}» знак * не учтён: перед ним нужны буквы.",
    )
    LEADING_STAR = (
        "“{text}” begins with *, which needs letters before it; “{rest}” was searched.",
        "«{text}» начинается с *, а перед ним нужны буквы; искалось «{rest}».",
    )
    ONLY_STAR = (
        "“{text}” begins with *, which needs letters before it; it was left out.",
        "«{text}» начинается с *, а перед ним нужны буквы; опущено.",
    )
    EDITS = (
        "“{text}~{edits}” was searched with ~{most}, the most.",
        "«{text}~{edits}» искалось с ~{most}: больше нельзя.",
    )
    MANY_WORDS = (
        "“{text}” stands for {count} words; the {kept} most frequent were searched.",
        "«{text}» заменяет слов: {count}; искались самые частые: {kept}.",
    )
    MANY_WAYS = (
        "“{text}” can be read in more than {most} ways; {most} were searched.",
        "«{text}» можно прочесть более чем {most} способами; искались {most}.",
    )
    # values
    TURNED = (
        "“{text}” ends before it begins; it was read the other way round.",
        "«{text}» кончается раньше, чем начинается; прочитано наоборот.",
    )
    NOT_A_VALUE = (
        "“{field}:{text}” is not {expected}; it was taken literally.",
        "«{field}:{text}» прочитано как слова: нужно {expected}.",
    )
    BAD_VALUE = ("{name}={value} is not {expected}", "{name}={value} не учтено: нужно {expected}")
    GIVEN_TWICE = ("{name}={value} is given twice", "{name}={value} дано второй раз и не учтено")
    TOO_MANY_VALUES = (
        "{name} is given more than {most} times; the first {most} count",
        "{name} дано больше {most} раз; учтены первые {most}",
    )
    # what was expected
    A_DATE = (
        "a date (2012, 2012-05, 2012-05-07, 2010..2012)",
        "дата (2012, 2012-05, 2012-05-07, 2010..2012)",
    )
    A_DAY = (
        "a day (2012-05-07), month (2012-05) or year (2012)",
        "день (2012-05-07), месяц (2012-05) или год (2012)",
    )
    ONE_OF = ("one of {values}", "одно из {values}")
    A_LANGUAGE = (
        "a language's code, such as en or ru",
        "код языка, например en или ru",
    )
    A_NUMBER = (
        "a whole number from {least} to {most}",
        "целое число от {least} до {most}",
    )
    SHORTER = ("at most {most} characters long", "значение не длиннее {most} знаков")

    def with_values(self, **values: Value) -> NoticeText:
        """The sentence with these values in it."""
        text = NoticeText(self.sentence("en", values))
        text.notice, text.values = self, values
        return text

    def sentence(self, lang: str, values: dict[str, Value]) -> str:
        """The sentence in one language."""
        row: tuple[str, ...] = self.value
        template = row[_LANGUAGES.index(lang) if lang in _LANGUAGES else 0]
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
