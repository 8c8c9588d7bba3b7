"""A text that is only the words of a statement, and captions and buttons around words."""

from __future__ import annotations

import pytest

from index.cleaning.clean import clean
from index.saves.page import Page
from index.saves.recognise import NotAStatement
from saved_pages import cleaned, paragraphs

FIRST = "President of Veldoria Irena Solvei: The tide is high."
SECOND = "Pilot Nils Ravn: It is."
HEAD = "Events\nMeeting with pilots\nIrena Solvei met pilots.\nMay 8, 2031\n18:10\nAldermoor\n"


@pytest.mark.parametrize("gap", ["\n", " "])
@pytest.mark.parametrize(
    "opening",
    [
        "The message reads, in part:",
        "The message reads:",
        "The telegram reads, in particular:",
        "В телеграмме, в частности, говорится:",
        "В послании говорится:",
    ],
)
def test_the_words_of_a_message_alone_are_a_statement_of_nobody(opening: str, gap: str) -> None:
    statement = cleaned(f"{opening}{gap}“Hail to all pilots. Sail well.”")
    assert (statement.title, statement.date) == (None, None)
    assert [(turn.speaker, turn.kind.value) for turn in statement.turns] == [(None, "narrative")]
    assert " ".join(paragraphs(statement)) == f"{opening} “Hail to all pilots. Sail well.”"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"{FIRST}\nWe sail.", ["Irena Solvei"]),
        (f"{FIRST} We sail. {SECOND}", ["Irena Solvei", "Nils Ravn"]),
        ("Question: Is it high? Irena Solvei: It is.", [None, "Irena Solvei"]),
        ("И.Солвей: Высоко.\nН.Равн : Да.", ["И.Солвей", "Н.Равн"]),
        ("Irena Solvei:\nIt is high.\nNils Ravn:\nIt is.", ["Irena Solvei", "Nils Ravn"]),
    ],
)
def test_a_text_that_begins_with_a_label_is_a_statement_without_title_and_date(
    text: str, speakers: list[str | None]
) -> None:
    statement = cleaned(text)
    assert (statement.title, statement.lead, statement.date) == (None, None, None)
    assert [turn.speaker for turn in statement.turns] == speakers
    assert {"no_title", "no_date"} <= {warning.code for warning in statement.warning_codes}


@pytest.mark.parametrize("gap", ["\n", " "])
def test_what_precedes_the_first_label_is_the_lead(gap: str) -> None:
    statement = cleaned(gap.join(["The guests saw the mole.", FIRST, SECOND]))
    assert (statement.title, statement.lead) == (None, "The guests saw the mole.")
    assert [turn.speaker for turn in statement.turns] == ["Irena Solvei", "Nils Ravn"]


def test_the_id_of_a_body_alone_is_of_its_words_not_of_its_file() -> None:
    one = clean(Page("a.txt", f"{FIRST}\n{SECOND}".encode()))
    other = clean(Page("b.txt", f"{FIRST}\n\n{SECOND}\n".encode()))
    third = clean(Page("a.txt", f"{FIRST}\n{SECOND} Surely.".encode()))
    assert one.id == other.id
    assert one.id != third.id


CAPTIONS = [
    "At the mole. Photo: Press Office",
    "1 of 2\nAt the mole. Photo: Press Office\n2 of 2\nAt sea. Photo: N. Ravn, Tide News",
    "Printer-friendly version",
    "Audio part 1 mp3\nVideo mp4",
    "Audio mp3, 14.3 MB\n00:00 / 12:41",
    "See also\nThe mole was opened\nMay 7, 2031",
    "Additional\nList of guests\npdf, 97.7 kB",
    "←\n→",
    "Text | Photo | Video | Audio",
]


@pytest.mark.parametrize("printed", CAPTIONS)
def test_captions_buttons_and_insets_stand_in_removed_and_in_no_turn(printed: str) -> None:
    statement = cleaned(f"{HEAD}{FIRST}\n{printed}\nWe sail.\n{SECOND}")
    assert paragraphs(statement) == ["The tide is high.", "We sail.", "It is."]
    gone = [block.text for block in statement.removed]
    assert set(printed.split("\n")) <= set(gone)


@pytest.mark.parametrize(
    "printed",
    [
        "See also\nNews of the Council of Moles",
        "Additional\nVisit to Sorrel. Summit of moles\nJune 8 − 9, 2031",
        "Смотрите также\nПоездка в Клин\n30 мая – 2 июня 2031 года",
        "See also\nTalks on the mole\nAll news of the trip",
    ],
)
def test_an_inset_that_ends_the_text_is_in_no_turn(printed: str) -> None:
    statement = cleaned(f"{HEAD}{FIRST}\n{SECOND}\n{printed}")
    assert paragraphs(statement) == ["The tide is high.", "It is."]
    assert set(printed.split("\n")) <= {block.text for block in statement.removed}


@pytest.mark.parametrize("said", ["See also\nWhat he said:", "See also\nWe sail, and do so."])
def test_what_ends_as_sentences_do_is_no_title_of_an_inset(said: str) -> None:
    assert paragraphs(cleaned(f"{HEAD}{SECOND}\n{said}"))[1:] == said.split("\n")


def test_a_line_printed_twice_before_the_first_label_is_a_caption() -> None:
    statement = cleaned(f"{HEAD}At the mole.\nAt the mole.\n{FIRST}\nTide!\nTide!\n{SECOND}")
    assert paragraphs(statement) == ["The tide is high.", "Tide!", "Tide!", "It is."]


@pytest.mark.parametrize(
    "said",
    [
        "Look at this photo: it shows the mole.",
        "Print it, I say.",
        "We have audio and video of the flood, part 1 and part 2.",
        "See also what the book says.",
        "One of 3 moles stands.",
    ],
)
def test_a_sentence_with_the_word_of_a_button_is_speech(said: str) -> None:
    assert said in paragraphs(cleaned(f"{HEAD}{FIRST}\n{said}\n{SECOND}"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Events\nNews\nTalks\nMay 8, 2031, 14:05\nGreetings\nMay 8, 2031, 10:00\n"
            "Opening\nMay 7, 2031, 12:00\nNext page\n",
            "a list of news",
        ),
        (
            "Events News May 8, 2031, 14:05 Talks May 8, 2031, 10:00 Greetings May 7, 2031, 12:00 "
            "Opening Show more",
            "a list of news",
        ),
        (
            "May 8, 2031, 14:05 — Talks with the pilots\nMay 8, 2031, 10:00 — Greetings to divers\n"
            "May 7, 2031 - Opening of the mole\n",
            "a list of news",
        ),
        (
            "Skip to content\nEvents\nStructure\nVideos and Photos\nDocuments\nContacts\nSearch\n"
            "News\nTranscripts\nTrips\nLetters\nPortal Menu\n\nTalks\nMay 8, 2031, 14:05\n"
            "Aldermoor\n\nGreetings\nMay 8, 2031, 10:00\n\nOpening\nMay 7, 2031, 12:00\nSorrel\n",
            "a list of news",
        ),
        (
            "About the tide tables\n\nThe tables are official.\n\n"
            "All content on this site is licensed under Creative Commons.",
            "another page of the site",
        ),
        ("Structure\nPresident\nState Council\n", "another page of the site"),
        (
            "[Irena Solvei] The tide is high.\n[Nils Ravn] It is.\n[Irena Solvei] We sail.\n",
            "a transcript whose labels could not be read",
        ),
        ("\ufeff%PDF-1.4\nIrena Solvei: Yes.", "a PDF: save the page as HTML or text"),
        ("\u00a0\n \n", "empty file"),
    ],
)
def test_a_text_that_is_no_statement_is_told_as_what_it_is(text: str, reason: str) -> None:
    with pytest.raises(NotAStatement) as told:
        cleaned(text)
    assert told.value.reason.value == reason


def test_a_text_in_the_quotation_marks_of_a_cell_begins_with_its_label() -> None:
    spoken = f'{FIRST} {SECOND} Irena Solvei: We sail to "Sorrel".'
    statement = cleaned('"' + spoken.replace('"', '""') + '"\n')
    assert statement.lead is None
    assert paragraphs(statement)[-1] == 'We sail to "Sorrel".'
    assert paragraphs(cleaned(spoken)) == paragraphs(statement)


@pytest.mark.parametrize(("name", "number"), [("90001.txt", 90001), ("014.txt", None)])
def test_a_file_named_with_zeros_in_front_tells_no_number(name: str, number: int | None) -> None:
    assert clean(Page(name, f"{HEAD}{FIRST}\n{SECOND}".encode())).number == number
