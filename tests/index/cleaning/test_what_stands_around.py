"""Captions, buttons, menus and marks around the words of a save, and bodies alone, by kind."""

from __future__ import annotations

from itertools import product

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page

HEAD = {
    "en": (
        *("Meeting with Oren Rudny", "Oren Rudny reported on salt."),
        *("May 8, 2031", "18:10", "Aldermoor"),
    ),
    "ru": (
        *("Встреча с Осипом Рудным", "Осип Рудный доложил о соли."),
        *("8 мая 2031 года", "18:10", "Алдермур"),
    ),
}
TALK = {
    "en": (
        ("President of Veldoria Irena Solvei", "The tide is high. We sail."),
        ("Minister of Tides Oren Rudny", "It is so. The mole stands."),
        ("Irena Solvei", "Thank you."),
    ),
    "ru": (("И.Солвей", "Вода высокая."), ("О.Рудный", "Да. Мол стоит."), ("И.Солвей", "Хорошо.")),
}
ABOVE = {
    "en": [
        ("With Minister of Tides Oren Rudny.",),
        ("With Minister of Tides Oren Rudny. With Minister of Tides Oren Rudny.",),
        ("Meeting with Oren Rudny",),
        ("Meeting with Oren Rudny Meeting with Oren Rudny",),
        ("Printer-friendly version", "Audio part 1 mp3", "Audio part 2 mp3"),
        ("Printer-friendly version", "Send by e-mail"),
        ("Watch video", "Video plays in a new window"),
    ],
    "ru": [
        ("С министром приливов Осипом Рудным.",),
        ("Встреча с Осипом Рудным",),
        ("Встреча с Осипом Рудным Встреча с Осипом Рудным",),
        ("Версия для печати", "Отправить по почте"),
    ],
}
BELOW = {
    "en": [
        ("Back to top",),
        ("Printer-friendly version", "Send by e-mail", "Video part 1 wmv"),
        ("The source of information - http://en.kremlin.ru/events/president/news/990908",),
        ("Source: http://en.kremlin.ru/events/president/news/990908",),
        ("VK", "Facebook", "Twitter", "LiveJournal", "Last updated at May 9, 2031, 10:00"),
    ],
    "ru": [
        ("Версия для печати", "Отправить по почте"),
        ("Источник: http://kremlin.ru/events/president/news/990908",),
        ("ВКонтакте", "Последнее обновление 9 мая 2031 года, 10:00"),
    ],
}
SHARED = [
    ("Share", "Direct link", "http://en.kremlin.ru/d/990908", "VK", "Send by email", "Print"),
    ("Поделиться", "Ссылка на материал", "ВКонтакте", "Распечатать"),
]
SLIDES = [("1 of 8", "With Oren Rudny on the mole.", "2 of 8", "Before the meeting.")]


def _saved(
    lang: str, gap: str, above: tuple[str, ...] = (), below: tuple[str, ...] = ()
) -> tuple[Page, list[tuple[str, ...]]]:
    talk = [f"{label}: {words}" for label, words in TALK[lang]]
    page = Page("saved.txt", gap.join((*HEAD[lang], *above, *talk, *below)).encode())
    return page, [(words,) for _, words in TALK[lang]]


def _cases(kind: dict[str, list[tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...], str]]:
    pairs = [(lang, words) for lang, all_words in kind.items() for words in all_words]
    return [(lang, words, gap) for (lang, words), gap in product(pairs, ("\n", "\n\n", " "))]


@pytest.mark.parametrize(("lang", "words", "gap"), _cases(ABOVE))
def test_captions_and_buttons_above_the_first_label_are_removed(
    lang: str, words: tuple[str, ...], gap: str
) -> None:
    page, spoken = _saved(lang, gap, above=words)
    statement = clean(page)
    assert [turn.paragraphs for turn in statement.turns] == spoken
    assert (statement.title, statement.lead) == HEAD[lang][:2]
    assert statement.place == HEAD[lang][4]
    removed = " ".join(block.text for block in statement.removed)
    assert all(word in removed for line in words for word in line.split())


@pytest.mark.parametrize(("lang", "words", "gap"), _cases(BELOW))
def test_buttons_and_sources_below_the_last_words_are_removed(
    lang: str, words: tuple[str, ...], gap: str
) -> None:
    page, spoken = _saved(lang, gap, below=words)
    statement = clean(page)
    assert [turn.paragraphs for turn in statement.turns] == spoken
    removed = " ".join(block.text for block in statement.removed)
    assert all(word in removed for line in words for word in line.split())


@pytest.mark.parametrize(
    ("above", "below"), [*(((), menu) for menu in SHARED), *((slides, ()) for slides in SLIDES)]
)
def test_slides_and_rows_of_sharing_buttons_go_where_lines_part_them(
    above: tuple[str, ...], below: tuple[str, ...]
) -> None:
    page, spoken = _saved("en", "\n", above, below)
    assert [turn.paragraphs for turn in clean(page).turns] == spoken


WITHIN = [
    ("Full caption", "During a meeting on salt."),
    ("Photo by the Harbour Press Office",),
    ("Before the talks. Фото пресс-службы гавани",),
    ("3 of 8", "With Minister of Tides Oren Rudny."),
    ("Share", "VK", "Facebook", "Print"),
    ("Text", "Photos", "8", "Video", "1"),
    ("Video, 00:12:31", "Download video"),
    ("Скачать видео", "00:12:31"),
    ("Полная подпись", "Во время совещания о соли."),
    ("Поделиться", "ВКонтакте", "Одноклассники", "Печать"),
]


@pytest.mark.parametrize("lines", WITHIN)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_captions_and_rows_of_buttons_amid_a_speech_are_nobodys(
    lines: tuple[str, ...], gap: str
) -> None:
    first, *talk = [f"{label}: {words}" for label, words in TALK["en"]]
    text = gap.join((*HEAD["en"], first, *lines, "The lamp is lit.", *talk))
    statement = clean(Page("saved.txt", text.encode()))
    assert statement.turns[0].paragraphs == ("The tide is high. We sail.", "The lamp is lit.")
    assert set(lines) <= {block.text for block in statement.removed}


@pytest.mark.parametrize(
    "lines",
    [
        ("en.kremlin.ru", "3 minutes"),
        ("kremlin.ru", "12 мин. чтения"),
        ("http://en.kremlin.ru/events/president/transcripts/990909",),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_what_readers_and_phones_print_below_a_title_is_no_heading(
    lines: tuple[str, ...], gap: str
) -> None:
    talk = [f"{label}: {words}" for label, words in TALK["en"]]
    title, *rest = HEAD["en"]
    top = "\n".join((title, *lines))
    statement = clean(Page("saved.txt", gap.join((top, *rest, *talk)).encode()))
    assert (statement.title, statement.lead) == HEAD["en"][:2]
    assert set(lines) <= {block.text for block in statement.removed}


def test_the_windows_title_above_the_pages_own_is_no_heading() -> None:
    talk = [f"{label}: {words}" for label, words in TALK["en"]]
    window = f"{HEAD['en'][0]} • President of Russia"
    statement = clean(Page("saved.txt", "\n\n".join((window, *HEAD["en"], *talk)).encode()))
    assert (statement.title, statement.lead) == HEAD["en"][:2]


def test_link_numbers_of_a_terminal_browser_are_no_words() -> None:
    first, *talk = [f"{label}: {words}" for label, words in TALK["en"]]
    links = "References\n\n   1. http://en.kremlin.ru/events\n   2. http://en.kremlin.ru/d/990909\n"
    lines = ("   [1]Events", *HEAD["en"], first, "See the [2]mole. It holds [3].", *talk, links)
    statement = clean(Page("saved.txt", "\n\n".join(lines).encode()))
    assert statement.title == HEAD["en"][0]
    assert statement.turns[0].paragraphs[1] == "See the mole. It holds [3]."
    speakers = [turn.speaker for turn in statement.turns]
    assert speakers == ["Irena Solvei", "Oren Rudny", "Irena Solvei"]
    assert {"[1]", "[2]", links.strip()} <= {block.text for block in statement.removed}


def test_numbers_in_brackets_that_count_nothing_stay() -> None:
    first, *talk = [f"{label}: {words}" for label, words in TALK["en"]]
    lines = (*HEAD["en"], first, "The mole [7]is old.", *talk)
    statement = clean(Page("saved.txt", "\n".join(lines).encode()))
    assert statement.turns[0].paragraphs[1] == "The mole [7]is old."


SIGNS = ["<…>", "‹…›", "‹…>", "<...>", "‹...›", "< … >", "&lt;…&gt;", "&lt;...&gt;"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("where", ["{0} {1}", "{0}\n{1}", "{1} {0}"])
@pytest.mark.parametrize("gap", ["\n", " "])
def test_a_sign_of_omission_is_a_mark_wherever_it_stands(sign: str, where: str, gap: str) -> None:
    first, second = "Irena Solvei: The tide is high.", "Nils Ravn: Yes."
    text = gap.join((where.format(first, sign), second, "Irena Solvei: We sail."))
    statement = clean(Page("saved.txt", text.encode()))
    assert statement.abridged
    assert [turn.paragraphs for turn in statement.turns if turn.speaker] == [
        ("The tide is high.",), ("Yes.",), ("We sail.",),
    ]  # fmt: skip


STAYS = [
    "(Video plays.) Look at it.",
    "With the help of the port we sailed.",
    "Watch video of it at home, I say.",
    "The source is known: it is salt.",
    "Print it. Share it. Facebook is full of it.",
    "Photo by photo we look at it.",
    "With you we sail, with you we stand. With you we sail, with you we stand.",
]


@pytest.mark.parametrize(("words", "gap"), list(product(STAYS, ("\n", " "))))
def test_words_of_buttons_and_captions_in_speech_stay(words: str, gap: str) -> None:
    text = gap.join((*HEAD["en"], f"Irena Solvei: {words}", "Nils Ravn: Yes.", "Irena Solvei: No."))
    assert " ".join(clean(Page("saved.txt", text.encode())).turns[0].paragraphs) == words
