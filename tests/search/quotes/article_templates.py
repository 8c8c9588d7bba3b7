"""Frames of articles → articles filled from an index at test time, and what is right of each.

A frame is invented narration with slots: `{1}` a quotation, `{full1}` and `{last1}` the name of who
is said to have said it, whole or the surname. The words and names are read from the index.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from labelled_quotes import Quarry
from labelled_quotes import edits as labelled
from search.suggest.speaker_names import is_cyrillic, known_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.records import SpeakerRow, Turn

ENGLISH: Final = (
    "The talks went on for hours. {full1} said: “{1}.” Later that day {last2} added: “{2}.”\n\n"
    "“{3},” {full3} told reporters.",
    "“{1},” said {full1}, who had come late. “{2},” he went on.\n\nThere was a pause. According to"
    " {full3}, “{3}”.",
    '{full1} opened the meeting. "{1}", he said. Nobody minded.\n\n"{2}", {full2} replied. "{3}".',
    "It rained all morning. {last1} had said so before. “{1}.”\n\nAsked about it, {full2} stated"
    " that “{2}”. And {full3} noted: “{3}.”",
    "In a long answer, {full1} stressed that “{1}”, and that “{2}”. Others were brief: “{3},”"
    " {full3} said.",
    "“{1}”, {full1} declared, and left the hall.\n\nThe minister was less sure. “{2}”, {full2}"
    " warned; “{3}”, he continued.",
    "What did they say? {full1}: “{1}.” {full2}: “{2}.” {full3}: “{3}.”",
    "The paper ran the story under the heading “Nothing to add”. {full1} told it: “{1}.” A day"
    " later {full2} told another paper: “{2}.” And then there was {full3}: “{3}.”",
    "Mr. {last1} was asked twice. “{1},” he answered the first time. “{2},” he answered the"
    " second.\n\nMr. {last3} was not asked. He said “{3}” all the same.",
    "{full1} explained it like this: “{1}.”\n\n{full2} explained it otherwise. “{2}.”\n\nFinally,"
    " “{3},” {last3} concluded.",
    "Speaking on Monday, {full1} recalled: “{1}”. On Tuesday {full2} remarked: “{2}”. On Wednesday"
    " it was the turn of {full3}, who insisted: “{3}”.",
    "Some in the room thought that all was lost. “{1},” {full1} insisted. They laughed. “{2},”"
    " {full2} argued, and they stopped. “{3},” added {full3}.",
    "The statement is short. It says that all will be well, that bread will be cheap and that"
    " roads will be mended. {full1} said “{1}”, {full2} said “{2}” and {full3} said “{3}”.",
    '{full1} wrote: «{1}». {full2} wrote: „{2}“. {full3} wrote: "{3}".',
    "As {full1} put it, “{1}”. As {full2} put it, “{2}”. The third, {full3}, said only: “{3}.”",
    "A day of many words.\n\n“{1}”, {full1} announced at noon.\n\n“{2}”, {full2} announced at"
    " three.\n\n“{3}”, {full3} announced at six.",
    "President {full1} said, “{1}.” Minister {full2} said, “{2}.” Adviser {full3} said, “{3}.”",
    "“{1},” according to {full1}. “{2},” according to {full2}. “{3},” according to {full3}.",
)
RUSSIAN: Final = (
    "Встреча длилась долго. {full1} сказал: «{1}». Позже {full2} добавил: «{2}».\n\n«{3}», –"
    " отметил {full3}.",
    "«{1}», – заявил {full1}. «{2}», – продолжил он.\n\nПотом говорили о другом. «{3}», –"
    " подчеркнул {full3}.",
    "{full1} открыл заседание. «{1}», – сказал он.\n\n«{2}», – ответил {full2}. «{3}», – добавил"
    " {full3}.",
    "Дождь шёл всё утро. {full1}: «{1}». {full2}: «{2}». {full3}: «{3}».",
    "Газета вышла под заголовком «Добавить нечего». {full1} сообщил ей: «{1}». {full2} сообщил:"
    " «{2}». Затем высказался {full3}: «{3}».",
    "Отвечая на вопрос, {full1} пояснил: „{1}“. Ему возразил {full2}: „{2}“. Их помирил {full3}:"
    " „{3}“.",
    "«{1}», – напомнил {full1}.\n\n«{2}», – напомнил {full2}.\n\n«{3}», – напомнил {full3}.",
    "По мнению многих, всё пропало. «{1}», – уточнил {full1}. «{2}», – считает {full2}. «{3}», –"
    " заверил {full3}.",
    "В понедельник {full1} указал: «{1}». Во вторник {full2} указал: «{2}». В среду указал и"
    " {full3}: «{3}».",
    'Сказано было много: что хлеб подешевеет, что дороги починят. {full1} сказал: "{1}". {full2}'
    ' сказал: "{2}". {full3} сказал: "{3}".',
    "{full1} написал: “{1}”. {full2} написал: “{2}”. {full3} написал: “{3}”.",
    "Спросили и об урожае. «{1}», – признал {full1}. Потом спросили о дорогах. «{2}», – рассказал"
    " {full2}. О море не спросили. «{3}», – всё же сказал {full3}.",
)
SENTENCES: Final = {
    "en": (
        "{fullN} said: “{N}.” ",
        "“{N},” {fullN} said. ",
        "“{N}”, {fullN} told the press.\n\n",
        "{fullN} noted that “{N}”. ",
        "According to {fullN}, “{N}”. ",
        "The hall was full. {fullN} spoke next. “{N}.” ",
    ),
    "ru": (
        "{fullN} сказал: «{N}». ",
        "«{N}», – заявил {fullN}. ",
        "«{N}», – отметил {fullN}.\n\n",
        "Зал был полон. Слово взял {fullN}. «{N}», – подчеркнул он. ",
    ),
}
"""Sentences that articles by rule are put together from."""

PARAPHRASES: Final = {
    "en": "All agreed that the winter would be long and that nothing could be done. ",
    "ru": "Все согласились, что зима будет долгой и что сделать ничего нельзя. ",
}
_MARKS: Final = re.compile(r"[“”\"«»„‟\[\]]")


@dataclass(frozen=True, slots=True)
class Expected:
    """What is right of one quotation of an article."""

    at: tuple[int, int]
    person: str
    verdict: str
    change: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article and its quotations in order."""

    text: str
    quotations: tuple[Expected, ...]


class ArticleMaker:
    """Fills frames from an index."""

    def __init__(self, quarry: Quarry) -> None:
        self._quarry = quarry
        self._chance = random.Random(quarry.seed)
        self._rows = {row.person: row for row in quarry.engine.speakers() if row.person}
        self._others = [row for row in list(self._rows.values())[:40] if _name(row, "en")]

    def by_hand(self) -> list[Article]:
        """Every frame once."""
        frames = [("en", one) for one in ENGLISH] + [("ru", one) for one in RUSSIAN]
        return [self._filled(frame, lang, 3) for lang, frame in frames]

    def by_rule(self, number: int) -> list[Article]:
        """So many articles of 3 to 12 quotations."""
        found = []
        for at in range(number):
            lang = "ru" if at % 3 == 0 else "en"
            count = self._chance.randint(3, 12)
            pieces = []
            for one in range(1, count + 1):
                pieces.append(self._chance.choice(SENTENCES[lang]).replace("N", str(one)))
                if self._chance.random() < 0.3:
                    pieces.append(PARAPHRASES[lang])
            found.append(self._filled("".join(pieces), lang, count))
        return found

    def _filled(self, frame: str, lang: str, count: int) -> Article:
        slots = self._slots(frame, lang, count)
        text, expected = "", []
        at = 0
        for slot in re.finditer(r"\{(full|last)?(\d+)\}", frame):
            text += frame[at : slot.start()]
            at = slot.end()
            quote, row, verdict, change = slots[int(slot[2])]
            if slot[1]:
                name = _name(row, lang)
                text += name.split()[-1] if slot[1] == "last" else name
                continue
            end = len(text) + len(quote) + (frame[at : at + 1] in ".,")
            expected.append(Expected((len(text), end), row.person or "", verdict, change))
            text += quote
        return Article(text + frame[at:], tuple(expected))

    def _slots(
        self, frame: str, lang: str, count: int
    ) -> dict[int, tuple[str, SpeakerRow, str, str]]:
        """The words, the speaker and what is right of every slot; unnamed ones go with the last."""
        found: dict[int, tuple[str, SpeakerRow, str, str]] = {}
        named = {int(one) for one in re.findall(r"\{(?:full|last)(\d+)\}", frame)}
        for number in range(1, count + 1):
            same = found[number - 1][1] if number not in named else None
            while number not in found:
                slot = self._slot(lang, same)
                if slot:
                    found[number] = slot
        return found

    def _slot(self, lang: str, same: SpeakerRow | None) -> tuple[str, SpeakerRow, str, str] | None:
        kind = self._chance.choice(
            (
                *(labelled.verbatim_plain, labelled.verbatim_plain, labelled.changed),
                *(labelled.negation_added, labelled.number_changed, labelled.with_cut),
            )
        )
        row = kind(self._quarry)
        turn = self._quarry.turn(row.statement, row.turn)
        quote = labelled.fill(self._quarry, row).quote.strip(" .,;:!?…–—-")
        if not row.statement.startswith(lang) or _MARKS.search(quote) or len(quote) > 400:
            return None
        if len(quote.split()) < 7:
            return None
        own = self._rows.get(turn.person or "")
        if own is None or not _name(own, lang) or not _is_plain(turn, own):
            return None
        if same is not None and same.person != own.person:
            return quote, same, *_misattributed(row)
        if same is None and self._chance.random() < 0.15:
            other = self._chance.choice(self._others)
            if other.person != own.person and _name(other, lang):
                return quote, other, *_misattributed(row)
        return quote, own, row.verdict, row.change


def _misattributed(row: labelled.Row) -> tuple[str, str]:
    """The verdict on words said to be another's."""
    if row.verdict.startswith("verbatim"):
        return "by_another", "speaker"
    return row.verdict, row.change


def _name(row: SpeakerRow, lang: str) -> str:
    """A name of two words in the letters of a language; "" where there is none."""
    names = [
        one
        for one in known_forms(row)
        if len(one.split()) == 2 and "." not in one and is_cyrillic(one) == (lang == "ru")
    ]
    return names[0] if names else ""


def _is_plain(turn: Turn, row: SpeakerRow) -> bool:
    return turn.speaker is not None and bool(row.name)


def score(
    found: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]
) -> tuple[int, int, int]:
    """How many spans are exact, how many were found, how many there are."""
    return len(set(found) & set(right)), len(found), len(right)
