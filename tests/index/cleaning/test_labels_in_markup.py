"""Labels in the markup of an article → where a paragraph and a turn begin."""

from __future__ import annotations

import pytest

from index.cleaning.clean import clean
from saved_pages import blocks, page


def test_a_label_after_a_line_break_begins_a_paragraph_with_a_number_of_its_own() -> None:
    body = (
        "<p><b>Nils Ravn:</b> Aye.<br/> <b>Irena Solvei:</b> Sail on<br/>and <b>well</b>,<br/>"
        "<b>now</b>.</p><p>Words.</p>"
    )
    assert blocks(body) == [
        (1, "Nils Ravn: Aye."),
        (2, "Irena Solvei: Sail on and well, now."),
        (3, "Words."),
    ]


def test_a_label_after_a_sentence_of_somebody_else_begins_a_paragraph_of_its_own() -> None:
    body = (
        "<p><b>Nils Ravn:</b> You have asked me that. <b>Question:</b> I have not.</p>"
        "<p><b>Nils Ravn:</b> The line is down.<b> Irena Solvei:</b> Wait.</p>"
    )
    assert blocks(body) == [
        (1, "Nils Ravn: You have asked me that."),
        (2, "Question: I have not."),
        (3, "Nils Ravn: The line is down."),
        (4, "Irena Solvei: Wait."),
    ]
    assert [turn.speaker for turn in clean(page(body)).turns] == [
        "Nils Ravn",
        None,
        "Nils Ravn",
        "Irena Solvei",
    ]


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("High.", "<b>Kelvor Drast:</b>"),
        ("High.", "<b>Kelvor Drast</b>:"),
        ("No!", "<b>О.Тестов:</b>"),
        ("“Yes.”", "<b>Omar Testov:</b>"),
        ("High –", "<b>Omar Testov:</b>"),
        ("High,", "<b>Minister of Rivers Kelvor Drast:</b>"),
        ("Yes.", "<b>Question:</b>"),
    ],
)
@pytest.mark.parametrize("gap", [" ", ""])
def test_a_label_amid_a_paragraph_ends_the_words_before(said: str, label: str, gap: str) -> None:
    body = f"<p><b>Nils Ravn:</b> {said}{gap}{label} No.</p>"
    spoken = clean(page(body)).turns
    assert [turn.paragraphs for turn in spoken] == [(said,), ("No.",)]
    assert spoken[0].speaker == "Nils Ravn"
    assert spoken[1].speaker != "Nils Ravn"


def test_a_name_of_no_list_amid_a_paragraph_is_a_label_where_one_above_has_it() -> None:
    body = (
        "<p><b>Pilot Tarvil Drast:</b> The tide is high. <b>Nils Ravn:</b> It is not."
        " <b>Tarvil Drast:</b> Wait.</p>"
    )
    spoken = [(turn.speaker, turn.paragraphs) for turn in clean(page(body)).turns]
    assert spoken == [
        ("Tarvil Drast", ("The tide is high.",)),
        ("Nils Ravn", ("It is not.",)),
        ("Tarvil Drast", ("Wait.",)),
    ]


@pytest.mark.parametrize("name", ["h2", "h4", "h6"])
def test_a_label_in_bold_of_its_own_is_read_where_every_paragraph_is_a_heading(name: str) -> None:
    said = ("<b>Pilot Nils Ravn:</b> High.", "It rises.", "<b>Irena Solvei:</b> Wait.")
    turns = clean(page("".join(f"<{name}>{words}</{name}>" for words in said))).turns
    assert [turn.speaker for turn in turns] == ["Nils Ravn", "Irena Solvei"]
    assert turns[0].paragraphs == ("High.", "It rises.")


@pytest.mark.parametrize(
    "opening",
    [
        "<p><b>Omar Testov</b></p><p>No.</p>",
        "<p><b>Omar Testov</b> – No.</p>",
        "<p><b>Omar Testov</b> No.</p>",
        "<p><b>Omar Testov;</b> No.</p>",
        "<p><b>О.Тестов.</b> No.</p>",
        "<p><b>Harbour Minister Omar Testov</b> No.</p>",
        "<p><b>Harbour Minister Omar Testov</b> has said no.</p>",
    ],
)
def test_a_whole_name_in_bold_without_a_colon_gives_no_words_to_who_spoke(opening: str) -> None:
    body = f"<p><b>Nils Ravn:</b> Aye.</p>{opening}<p><b>Nils Ravn:</b> Aye.</p>"
    first, second, third = clean(page(body)).turns
    assert (first.paragraphs, third.paragraphs) == (("Aye.",), ("Aye.",))
    assert (second.speaker, second.role, second.evidence.value) == (None, None, "none")


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>We did it. <b>The main thing:</b> we stay.</p>",
        "<p>We did it. <b>Deadline:</b> May.</p>",
        "<p>So I say to <b>Irena Solvei:</b> stay.</p>",
        "<p>We did it. <b>Irena Solvei</b> stays.</p>",
        "<p><b>Dr. </b><b>Irena Solvei:</b> Aye.</p>",
        "<p>Dr. <b>Irena Solvei:</b> Aye.</p>",
        "<p>We saw V. <b>Solvei:</b> Aye.</p>",
        "<p>I say, <b>Irena Solvei:</b> stay.</p>",
    ],
)
def test_what_a_speaker_stresses_begins_no_paragraph(paragraph: str) -> None:
    assert len(blocks(paragraph)) == 1


def test_a_label_broken_over_two_lines_stays_one_paragraph() -> None:
    assert blocks("<p><b>Harbour Master</b><br/><b>Nils Ravn:</b> Aye.</p>") == [
        (1, "Harbour Master Nils Ravn: Aye.")
    ]
