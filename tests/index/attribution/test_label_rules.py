"""Which row of the tables decides what opening words are. `*…*` is bold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked_labels import block

from index.attribution.label_rules import AFTER_COLON, WITHOUT_COLON, LabelRule
from index.attribution.labels import Label, Rejected, read_label
from index.names.page_names import PageNames

PAGE = PageNames(
    listed=frozenset({frozenset({"orlov", "pavel"})}),
    labelled=frozenset({("vera", "lindgren")}),
)
PLAIN = replace(PAGE, marked=False)
TEXT = replace(PLAIN, is_text=True)
SILENT = PageNames()


IN_BOLD = [
    ("*Iv\ufffdn Testov:* Yes.", "letters that were lost"),
    ("*.:*", "no letter"),
    ("*Meeting with Pavel Orlov: excerpts*", "an event"),
    ("*I told you. We agreed:* Roads.", "a sentence"),
    ("*Question:* Why?", "a voice in bold"),
    ("*First:* Roads.", "a count"),
    ("*One more thing:* Roads.", "a thing"),
    ("*Lindgren:* Yes.", "a word of a known name"),
    ("*Vera Lindgren and Pavel Orlov:* Yes.", "two names in bold"),
    ("*Your Majesty:* I am glad.", "an address"),
    ("*Vera Lindgren’s interpreter:* Yes.", "another's name"),
    ("*Chairman of the World Forum:* Yes.", "an office without a name"),
    ("*Remark 2:* Yes.", "a voice with a number"),
    ("*Ivan Testov:* yes.", "a whole name in bold before a small letter"),
    ("*SMS:* Yes.", "bold amid a dialogue"),
    ("*On healthcare:* Money is there.", "no name"),
    ("*Lake Testal:* the water is clean.", "a name in a sentence"),
    ("And I thank *Energy Minister Ivan Testov:* he came.", "bold amid a sentence"),
    ("*Energy Minister Ivan Testov:* Yes.", "a name in bold"),
]
WITHOUT_BOLD = [
    ("Anna, Port Sorrel: We wait.", TEXT, "a given name and a town in a text"),
    ("Рабочие верфи: Ждём.", TEXT, "somebody described in a text"),
    ("Тарвил Драстович: Да.", TEXT, "a name that may be spoken to"),
    ("Kelvim Ivan Testov: Yes.", TEXT, "a name that an office may begin"),
    ("Вопрос: Почему?", PLAIN, "a voice amid a dialogue"),
    ("Question to Vera Lindgren: Why?", TEXT, "a voice to somebody in a text"),
    ("Question: at what expense?", PAGE, "a word for a voice in a text"),
    ("Vera Lindgren and Pavel Orlov: Yes.", PAGE, "two names"),
    ("Vera Lindgren and Pavel Orlov: Yes.", TEXT, "two names in a text"),
    ("Minister of Roads: They are open.", TEXT, "an office without a name in a text"),
    ("Minister of Roads: Ivan Testov.", TEXT, "no name"),
    ("PresidentofKelvorTarvilDrast: Yes.", TEXT, "an office and a name without spaces"),
    ("era Lindgren: Yes.", TEXT, "a known name without its first letter"),
    ("Kelvor Klin: Yes.", TEXT, "words of a name in a text"),
    ("Завод имени К.Тестова: Новый цех.", TEXT, "what bears a name"),
    ("Помощник К.Тестова: да.", PLAIN, "another's name in a sentence"),
    ("Vera Lindgren: yes.", TEXT, "a name before a small letter in a text"),
    ("Roads of Norland, Ivan Testov: Yes.", TEXT, "a name amid other words in a text"),
    ("Minister Testov: Yes.", TEXT, "an office and one word in a text"),
    ("Ivan Testov Kvist Orlov Kelvor: Yes.", TEXT, "a whole name in a text"),
    ("Ivan Testov (Moscow): Yes.", PLAIN, "a name and where it belongs"),
    ("Ivan Testov (Moscow): Yes.", PAGE, "no office beside the name"),
    ("*Ivan Testov: All of this is in bold and ends*", PAGE, "a heading with a colon in it"),
    ("Energy Minister Ivan Testov:", PLAIN, "an office and a name alone"),
    ("Energy Minister Ivan Testov:", PAGE, "a line of a list"),
    ("Vera Lindgren: no more.", PAGE, "a small letter follows"),
    ("Vera Lindgren: Yes.", PAGE, "a name that the page has"),
    ("Energy Minister Ivan Testov: Yes.", PAGE, "a label that lost its bold"),
    ("Ivan Testov: Yes.", PAGE, "labels are in bold here"),
    ("К.Тестов: Да.", PLAIN, "initials"),
    ("Queen of the Netherlands Anna: Yes.", PLAIN, "one word of a known name, or a monarch's"),
    ("Minister Testov: Yes.", PLAIN, "one word"),
    ("Energy Minister Ivan Testov: Yes.", PLAIN, "an office and a name"),
    ("Patriarch Feofan: Yes.", PLAIN, "a churchman"),
    ("Ivan Testov: Yes.", PLAIN, "a bare name"),
    ("Kelvor Testov: Yes.", replace(SILENT, marked=False), "a name without a witness"),
]
COLON_FORGOTTEN = [
    ("*Remark* from the audience.", "a voice"),
    ("*Pavel Orlov* said it.", "a whole name that goes on small"),
    ("*Ivan Testov.* Good day.", "a name and a full stop"),
    ("*Vera Lindgren* Yes.", "a name that the page has"),
    ("*Ivan Testov*", "a name alone in bold"),
    ("*Ivan Testov* – Good day.", "a name in bold without a witness"),
    ("*К.Тестов;* Добрый день.", "a name in bold without a witness"),
    ("*Energy Minister Ivan Testov* Good day.", "a name in bold without a witness"),
    ("*Ivan Testov, Energy Minister* Good day.", "a name in bold without a witness"),
    ("*KELVOR TESTOV* Good day.", "a name in bold without a witness"),
    ("– *Ivan Testov —* Good day.", "a name in bold without a witness"),
    ("*• Ivan Testov* Good day.", "a name in bold without a witness"),
    ("*Minister of Roads* Good day.", "an office or a surname in bold"),
    ("*Mr Testov* Good day.", "an office or a surname in bold"),
    ("*Orlov* – Good day.", "an office or a surname in bold"),
    ("*Energy Minister Ivan Testov* has told me.", "a whole name that goes on small"),
]


def decided(marked: str, known: PageNames) -> str:
    found = read_label(block(marked), known)
    assert isinstance(found, Label | Rejected), marked
    return found.rule


@pytest.mark.parametrize(("marked", "rule"), [*IN_BOLD, *COLON_FORGOTTEN])
def test_the_first_row_that_applies_to_bold_words_decides(marked: str, rule: str) -> None:
    assert decided(marked, PAGE) == rule


@pytest.mark.parametrize(("marked", "known", "rule"), WITHOUT_BOLD)
def test_the_first_row_that_applies_to_plain_words_decides(
    marked: str, known: PageNames, rule: str
) -> None:
    assert decided(marked, known) == rule


@pytest.mark.parametrize(
    "marked",
    [
        "*Ivan Testov*, I ask you.",
        "*Mr Testov*, I ask you.",
        "*The main point* We must go.",
        "*I thank Ivan Testov* for it.",
        "*Rivers* They rise.",
    ],
)
def test_what_a_speaker_stresses_without_a_colon_is_no_label(marked: str) -> None:
    assert read_label(block(marked), PAGE) is None


def test_every_row_after_a_colon_has_its_example() -> None:
    shown = {rule for _, rule in IN_BOLD} | {rule for *_, rule in WITHOUT_BOLD}
    assert {row.name for row in AFTER_COLON} == shown


@pytest.mark.parametrize("table", [AFTER_COLON, WITHOUT_COLON])
def test_every_row_of_a_table_has_a_name_of_its_own(table: tuple[LabelRule, ...]) -> None:
    assert len({row.name for row in table}) == len(table)


def test_a_label_says_what_told_its_name_from_its_office() -> None:
    found = read_label(block("*Aide to the Minister A. Testov:* Yes."), PAGE)
    assert isinstance(found, Label)
    assert (found.speaker, found.evidence) == ("A. Testov", "initials")
