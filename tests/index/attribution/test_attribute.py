"""Blocks → turns: only labels split, marks stand between, every word stays exactly once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.attribution.attribute import attribute
from index.attribution.flat_labels import split_flat
from index.blocks import Block, BlockKind, Facts, Range
from search.records import Evidence, Form, MarkKind, Turn, TurnKind

FACTS = Facts("en", "Meeting with Vera Lindgren", None, ("Lindgren Vera",), Form.HTML)


def page(*lines: str) -> list[Block]:
    """Blocks of paragraphs; `*…*` is bold, `<…>` and `***` are marks."""
    blocks = []
    for n, line in enumerate(lines, start=1):
        if line in ("<…>", "***"):
            kind = BlockKind.ABRIDGED if line == "<…>" else BlockKind.SCENE
            blocks.append(Block(n, kind, line))
            continue
        text, bold = "", []
        for at, piece in enumerate(line.split("*")):
            if at % 2:
                bold.append(Range(len(text), len(text) + len(piece)))
            text += piece
        blocks.append(Block(n, BlockKind.PARAGRAPH, text, tuple(bold)))
    return blocks


def outline(turns: tuple[Turn, ...]) -> list[tuple[int, str | None, int]]:
    return [(turn.n, turn.speaker or turn.label, len(turn.paragraphs)) for turn in turns]


def test_a_turn_runs_from_its_label_to_the_next() -> None:
    turns = attribute(
        page(
            "The two met in Norland.",
            "*President of Norland Ivan Testov:* Good afternoon,",
            "it is good to see you.",
            "*Vera Lindgren:* Thank you.",
            "*Question:* May I?",
            "*Ivan Testov:* Yes.",
        ),
        FACTS,
    )
    assert outline(turns) == [
        (1, None, 1),
        (2, "Ivan Testov", 2),
        (4, "Vera Lindgren", 1),
        (5, "Question", 1),
        (6, "Ivan Testov", 1),
    ]
    assert [turn.kind for turn in turns] == ["narrative", "speech", "speech", "anonymous", "speech"]
    assert [turn.evidence for turn in turns] == ["none", "label", "label", "label", "label"]
    assert turns[1].paragraphs == ("Good afternoon,", "it is good to see you.")


def test_every_paragraph_keeps_its_number_in_the_body() -> None:
    (turn,) = attribute(
        page(
            "*President of Norland Ivan Testov:*", "Good afternoon,", "<…>", "(Applause.)", "I end."
        ),
        FACTS,
    )
    assert (turn.n, turn.ordinals) == (1, (2, 4, 5))
    assert [turn.ordinal(position) for position in range(3)] == [2, 4, 5]


def test_bold_headings_and_marks_do_not_split_a_turn() -> None:
    turns = attribute(
        page(
            "*Ivan Testov:* One.",
            "<…>",
            "Two.",
            "***",
            "*Answers to questions from the media*",
            "*Vera Lindgren:* Three.",
        ),
        FACTS,
    )
    assert outline(turns) == [(1, "Ivan Testov", 3), (6, "Vera Lindgren", 1)]
    marks = [(mark.after, mark.kind) for mark in turns[0].marks]
    assert marks == [(0, MarkKind.ABRIDGED), (1, MarkKind.SCENE)]


def test_a_mark_before_the_first_words_stands_before_the_first_turn() -> None:
    turns = attribute(page("***", "*Ivan Testov:* One."), FACTS)
    assert outline(turns) == [(2, "Ivan Testov", 1)]
    assert [mark.after for mark in turns[0].marks] == [-1]


def test_a_page_of_marks_alone_keeps_them() -> None:
    (turn,) = attribute(page("<…>"), FACTS)
    assert (turn.paragraphs, [mark.text for mark in turn.marks]) == ((), ["<…>"])


def test_a_label_alone_in_its_paragraph_counts_from_there() -> None:
    turns = attribute(page("*Ivan Testov:*", "One."), FACTS)
    assert outline(turns) == [(1, "Ivan Testov", 1)]


def test_a_flag_that_opens_the_next_paragraph_is_set_and_stays() -> None:
    (turn,) = attribute(
        page("*Ivan Testov:* (Speaking Russian) Hi.", "(Translated) I am glad."), FACTS
    )
    assert turn.qualifiers == ("Speaking Russian", "Translated")
    assert turn.paragraphs == ("(Speaking Russian) Hi.", "(Translated) I am glad.")


def test_a_label_that_was_read_too_long_is_no_witness_for_itself() -> None:
    lines = ("*Beekeeper Tarvo Testov:* One.", "*Question:* Two.", "*Tarvo Testov:* Three.")
    turns = attribute(page(*lines), FACTS)
    assert [(turn.speaker, turn.role) for turn in turns] == [
        ("Tarvo Testov", "Beekeeper"),
        (None, None),
        ("Tarvo Testov", None),
    ]


def test_bold_that_cannot_be_read_ends_the_turn_before() -> None:
    lines = ("*Ivan Testov:* One.", "*Reuters:* Two.", "Three.", "*Ivan Testov:* Four.")
    turns = attribute(page(*lines), FACTS)
    assert outline(turns) == [(1, "Ivan Testov", 1), (2, "Reuters", 2), (4, "Ivan Testov", 1)]
    assert [turn.kind for turn in turns] == ["speech", "speech", "speech"]
    assert [turn.evidence for turn in turns] == ["label", "none", "label"]
    assert (turns[1].speaker, turns[1].role) == (None, None)


ROLES = [
    # (labels, role_inferred of each)
    (["Mayor Ivan Testov", "Ivan Testov"], [None, "Mayor"]),
    (["Ivan Testov", "Mayor Ivan Testov"], ["Mayor", None]),
    (["Mayor Ivan Testov", "I. Testov"], [None, "Mayor"]),
    (["Mayor Ivan Testov", "Igor Testov"], [None, None]),
    (["Mayor Ivan Testov", "Anna Testova"], [None, None]),
    (
        ["Mayor Ivan Testov", "Governor Ivan Testov", "Ivan Testov"],
        [None, None, "Governor"],
    ),
    (["Ivan Testov", "Mayor Ivan Testov", "Governor Ivan Testov"], [None, None, None]),
]


@pytest.mark.parametrize(("labels", "inferred"), ROLES)
def test_an_office_is_inferred_from_the_same_speakers_labels_only(
    labels: list[str], inferred: list[str | None]
) -> None:
    turns = attribute(page(*(f"*{label}:* Words." for label in labels)), FACTS)
    assert [turn.role_inferred for turn in turns] == inferred


SPEECH = " ".join(["We stand together and I thank you for it, friends."] * 8)

PAGES = [
    ("Statement by President of Norland Ivan Testov", None, SPEECH, "Ivan Testov"),
    ("Address by Ivan Testov at the Sea Forum", None, SPEECH, "Ivan Testov"),
    ("Ivan Testov’s speech at the Sea Forum", None, SPEECH, "Ivan Testov"),
    ("Sea Forum", "Ivan Testov delivered a speech at the Sea Forum.", SPEECH, "Ivan Testov"),
    ("Sea Forum", "Ivan Testov visited the Sea Forum.", SPEECH, None),
    ("Address by Ivan Testov", None, SPEECH + " Ivan Testov left at noon.", None),
    ("Address by Ivan Testov", None, SPEECH + " The statement reads: “Yes.”", None),
    ("Ivan Testov’s statement on tides", None, "The sea rises. " * 20, None),
    ("Message by Ivan Testov to the Sea Forum", None, SPEECH, None),
    ("Interview by Ivan Testov to the Sea Times", None, SPEECH, None),
    ("Joint statement by Ivan Testov and Vera Lindgren", None, SPEECH, None),
    ("Ivan Testov will address the Sea Forum", None, SPEECH, None),
]


@pytest.mark.parametrize(("title", "lead", "text", "speaker"), PAGES)
def test_a_page_without_labels_speaks_only_where_it_says_whose_speech_it_is(
    title: str, lead: str | None, text: str, speaker: str | None
) -> None:
    (turn,) = attribute(page(text), Facts("en", title, lead, (), Form.HTML))
    expected = Evidence.PAGE if speaker else Evidence.NONE
    assert (turn.speaker, turn.label, turn.role, turn.evidence) == (speaker, None, None, expected)


def test_a_russian_page_is_found_by_the_listed_name_declined_in_its_title() -> None:
    text = "Мы вместе, и я благодарю вас, друзья. " * 10
    facts = Facts("ru", "Обращение Ивана Тестова", None, ("Тестов Иван Петрович",), Form.HTML)
    (turn,) = attribute(page(text.strip()), facts)
    assert (turn.speaker, turn.evidence) == ("Иван Тестов", Evidence.PAGE)


FLAT_FACTS = Facts("ru", "Встреча", None, ("Орлов Павел Иванович", "Дэ Сун"), Form.FLAT)

FLAT = [
    "Встреча прошла в Кремле. |В.Тестов :| Добрый день! |П.Орлов :| Спасибо.",
    "|В.Тестов (по-немецки) :| Гутен таг. |Дэ Сун (как переведено) :| Рад.",
    "|В.Тестов :| Скажу прямо: да. |Вопрос :| Почему? |В.Тестов :| Потому что.",
    "|В.Тестов :| Думаю о подвигах |П.Орлов :| Да. |П.Орлов :| Ещё. ",
    "|В.Тестов :| Как сказал А.Чехов: пишите. Рейс Москва – Дэ: полёт.",
    "|В.Тестов :| Платим за ЖКХ. |П.Орлов :| Да, по НДС. |В.Тестов :| Верно.",
    "|В.Тестов :| Прошу. |А.Чехов директор фонда «Вишня» :| Спасибо.",
    "Начало переговоров в узком составе |В.Тестов :| Добрый день!",
    "The President’s opening remarks |President of Norland Ivan Testov:| Good day.",
    "|В.Тестов :| Прошу. |Тамим Бен Драст Аль Квист :| Да.",
    "|В.Тестов :| Прошу. |К.Драстин (Как переведено.) :| Да.",
    "Рассказали о подвигах В.Тестов : Добрый день!",
    "|В.Тестов :| Прошу. А.Чехов подчеркнул: Верно. И всё.",
    "|В.Тестов :| Прошу. |А.Чехов Чехов Антон Павлович глава фонда «Вишня» :| Спасибо.",
    "|В.Тестов :| Раз. <…> |П.Орлов :| Два. * * * Конец.",
]


@pytest.mark.parametrize("marked", FLAT)
def test_in_one_line_of_text_every_label_begins_a_paragraph(marked: str) -> None:
    # the pieces between bars are labels
    labels = [piece.rstrip(" :") for piece in marked.split("|")[1::2]]
    turns = attribute(split_flat(marked.replace("|", ""), FLAT_FACTS), FLAT_FACTS)
    assert [turn.label for turn in turns if turn.label] == labels


def test_marks_in_one_line_of_text_are_marks() -> None:
    blocks = split_flat("В.Тестов: Раз. <…> Два. * * * Три.", FLAT_FACTS)
    assert [block.kind for block in blocks] == [
        "paragraph",
        "abridged",
        "paragraph",
        "scene",
        "paragraph",
    ]


PIECES = st.sampled_from(
    [
        "*Ivan Testov:* Yes.",
        "*President of Norland Ivan Testov* (retranslated): Good day.",
        "*Question:* Why?",
        "*Vera Lindgren*. Thank you.",
        "*Meeting points:* by the gate.",
        "*Opening remarks at the forum*",
        "*В.Тестов :* Да.",
        "Vera Lindgren: without bold.",
        "My question is: when?",
        "(Applause.)",
        "“Quoted: words.”",
        "A plain paragraph.",
        "<…>",
        "***",
    ]
)


@given(st.lists(PIECES, max_size=12))
def test_labels_and_paragraphs_together_give_every_word_back_once(lines: list[str]) -> None:
    blocks = page(*lines)
    turns = attribute(blocks, FACTS)
    kept = "".join((turn.label or "") + "".join(turn.paragraphs) for turn in turns)
    printed = "".join(block.text for block in blocks if block.kind is BlockKind.PARAGRAPH)
    assert letters(kept) == letters(printed)
    assert sum(len(turn.marks) for turn in turns) == sum(line in ("<…>", "***") for line in lines)
    assert [turn.n for turn in turns] == sorted({turn.n for turn in turns})
    for turn in turns:
        assert (turn.kind is TurnKind.SPEECH) == (turn.speaker is not None)
        assert all(-1 <= mark.after < max(1, len(turn.paragraphs)) for mark in turn.marks)


@given(st.text(alphabet="АБвгдАя. :<…>*()abcDE«»—1", max_size=200))
def test_no_word_of_one_line_of_text_is_lost(text: str) -> None:
    blocks = split_flat(text, FLAT_FACTS)
    assert "".join("".join(block.text.split()) for block in blocks) == "".join(text.split())


def letters(text: str) -> str:
    """`text` without spaces and the stops that may end a label."""
    return "".join(letter for letter in text if letter not in " .:")


FLAT = Facts("ru", "Встреча", None, ("Дастин Келвор",), Form.FLAT)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("К.Дастин: Добрый день. Реплики: Добрый! К.Дастин: Начнём.", 3),
        ("К.Дастин: Добрый день. Голос из зала: Добрый! К.Дастин: Начнём.", 3),
        ("К.Дастин: Добрый день. Участница встречи: Добрый! К.Дастин: Начнём.", 3),
        ("К.Дастин: Рады мы… Реплика: «Слабым? Никогда!» К.Дастин: Да.", 3),
        ("К.Дастин: Мне пишут. Вопрос: «Как жить?» И я отвечаю. К.Дастин: Да.", 2),
        ("К.Дастин: Добрый день. Все показатели есть: Растём. К.Дастин: Начнём.", 2),
        ("К.Дастин: Добрый день. Another question: When? К.Дастин: Начнём.", 2),
        ("К.Дастин: Вот ответ на вопрос. Ответ: растём. К.Дастин: Начнём.", 2),
    ],
)
def test_a_voice_in_one_line_of_text_ends_the_turn_before(text: str, labels: int) -> None:
    turns = attribute(split_flat(text, FLAT), FLAT)
    assert [turn.label is not None for turn in turns] == [True] * labels
    assert {turn.speaker for turn in turns} == ({"К.Дастин", None} if labels == 3 else {"К.Дастин"})


def test_a_heading_before_a_label_in_one_line_of_text_is_no_office() -> None:
    facts = Facts("en", "Meeting", None, (), Form.FLAT)
    text = (
        "Excerpts from transcript of the meeting with pilots President of Norland Ivan Testov:"
        " Good day. Vera Lindgren: Good day. Ivan Testov: Let us begin."
    )
    turns = attribute(split_flat(text, facts), facts)
    assert [(turn.speaker, turn.role) for turn in turns] == [
        (None, None),
        ("Ivan Testov", "President of Norland"),
        ("Vera Lindgren", None),
        ("Ivan Testov", None),
    ]
