"""What becomes of one row: its text, whose words, its id, whose text it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from index.cleaning import limits
from search.records import Evidence, Form, Statement, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    ReadTable = Callable[..., list[Statement | str]]
    Row = Callable[..., Statement]

SPEECH = "The tide is high today. We shall open the harbour, and I thank you all."
LABELLED = "President of Veldoria Irena Solvei: The tide is high.\n\nPilot Nils Ravn: It is."
OTHER = "https://president.veldoria.example/speeches/1"


@pytest.fixture
def row(read_table: ReadTable) -> Callable[..., Statement]:
    """The statement of a row with these cells."""

    def read(**cells: Any) -> Statement:
        (one,) = read_table("row.jsonl", json.dumps(cells))
        assert isinstance(one, Statement)
        return one

    return read


def codes(one: Statement) -> list[str]:
    return [str(warning.code) for warning in one.warning_codes]


def test_an_address_of_the_site_gives_number_and_id(row: Row) -> None:
    one = row(text=SPEECH, title="T", url="http://en.kremlin.ru/events/president/news/90001")
    assert (one.id, one.number, one.publisher) == ("en-90001", 90001, None)
    assert one.url == "http://en.kremlin.ru/events/president/news/90001"
    russian = row(text="Прилив высок, и гавань открыта.", url="kremlin.ru/d/90002")
    assert (russian.id, russian.lang) == ("ru-90002", "ru")
    act = row(text="1. Irena Solvei: to be awarded.", url="http://en.kremlin.ru/acts/bank/4410")
    assert act.id == "en-act-4410"
    assert [turn.kind for turn in act.turns] == [TurnKind.NARRATIVE]


def test_another_offices_row_has_an_id_of_its_address_and_its_host(row: Row) -> None:
    one = row(text=SPEECH, title="T", date="2031-05-08", url=OTHER)
    assert (one.number, one.publisher, one.url) == (None, "president.veldoria.example", OTHER)
    assert one.id.startswith("en-x")
    assert len(one.id) == len("en-x") + 10
    moved = row(text="Other words are here.", title="U", url=OTHER.replace("https:", "http:") + "/")
    assert moved.id == one.id
    assert row(text=SPEECH, title="T", url=f"{OTHER}2").id != one.id


def test_a_row_without_an_address_has_an_id_of_title_date_and_words(row: Row) -> None:
    one = row(text=SPEECH, title="T", date="2031-05-08")
    assert (one.publisher, one.url) == (None, None)
    assert "no_address" in codes(one)
    same = row(text=SPEECH.upper(), title="t", date="8 May 2031", place="Port Maren")
    assert same.id == one.id
    others = {
        row(text=SPEECH, title="U", date="2031-05-08").id,
        row(text=SPEECH, title="T", date="2031-05-09").id,
        row(text=f"{SPEECH} More.", title="T", date="2031-05-08").id,
    }
    assert len(others | {one.id}) == 4


def test_a_page_of_the_site_that_is_no_item_is_the_sites_all_the_same(row: Row) -> None:
    one = row(text=SPEECH, title="T", url="http://en.kremlin.ru/structure/president")
    assert (one.number, one.publisher) == (None, None)
    assert one.id.startswith("en-x")
    assert "no_address" not in codes(one)


def test_a_host_that_only_looks_like_the_sites_is_another(row: Row) -> None:
    one = row(text=SPEECH, url="https://en.kremlin.ru.evil.example/events/president/news/90001")
    assert (one.publisher, one.number) == ("en.kremlin.ru.evil.example", None)


def test_labels_are_read_as_on_a_page(row: Row) -> None:
    for text in (LABELLED, LABELLED.replace("\n\n", " "), LABELLED.replace("\n\n", "\r\n")):
        one = row(text=text, title="On the tide")
        assert [(turn.speaker, turn.role, turn.evidence) for turn in one.turns] == [
            ("Irena Solvei", "President of Veldoria", Evidence.LABEL),
            ("Nils Ravn", "Pilot", Evidence.LABEL),
        ]


def test_cards_insets_and_status_are_taken_out_as_of_a_text_save(row: Row) -> None:
    text = (
        "Irena SolveiSolvei IrenaPresident of Veldoria opened the harbour.\n\n"
        "President of Veldoria Irena Solvei: The tide is high.\n\n"
        "Pilot Nils Ravn: It is.\n\n"
        "Publication status\nPublished in sections: News, Transcripts\n"
        "Publication date: May 8, 2031, 17:00\nDirect link: en.kremlin.ru/d/90003\n"
    )
    one = row(text=text, title="On the tide")
    assert one.turns[0].paragraphs == ("Irena Solvei opened the harbour.",)
    assert {block.rule for block in one.removed} == {"person card", "publication status"}
    assert one.sections == ("News", "Transcripts")
    assert one.id == "en-90003"


def test_a_speakers_column_counts_where_no_label_is(row: Row) -> None:
    one = row(text=SPEECH, title="T", speaker="Irena Solvei", role="President of Veldoria")
    (turn,) = one.turns
    assert (turn.kind, turn.evidence, turn.label) == (TurnKind.SPEECH, Evidence.TABLE, None)
    assert (turn.speaker, turn.role) == ("Irena Solvei", "President of Veldoria")
    assert turn.paragraphs == (SPEECH,)


def test_a_speakers_column_never_outweighs_a_label(row: Row) -> None:
    one = row(text=f"It was a fine day.\n\n{LABELLED}", title="T", speaker="Oskar Lindmar")
    assert [turn.speaker for turn in one.turns] == [None, "Irena Solvei", "Nils Ravn"]
    assert Evidence.TABLE not in [turn.evidence for turn in one.turns]


def test_an_office_before_the_name_in_its_column_is_the_role(row: Row) -> None:
    (turn,) = row(text=SPEECH, speaker="President of Veldoria Irena Solvei").turns
    assert (turn.speaker, turn.role) == ("Irena Solvei", "President of Veldoria")


@pytest.mark.parametrize("cell", ["", "NA", "n/a", None])
def test_an_empty_speaker_is_nobody(row: Row, cell: str | None) -> None:
    (turn,) = row(text=SPEECH, title="T", speaker=cell).turns
    assert (turn.speaker, turn.evidence) == (None, Evidence.NONE)


@pytest.mark.parametrize("cell", ["Irena Solvei; Nils Ravn", "Irena Solvei and Nils Ravn"])
def test_words_of_several_speakers_are_given_to_nobody(row: Row, cell: str) -> None:
    one = row(text=SPEECH, title="T", speaker=cell)
    assert [turn.speaker for turn in one.turns] == [None]
    assert "several_speakers" in codes(one)


def test_markup_in_a_cell_is_read_and_not_shown(row: Row) -> None:
    html = (
        "<p><b>President of Veldoria Irena Solvei:</b> The tide is <i>high</i>.</p>"
        "<p>We shall open.<script>alert(1)</script></p><p><b>Nils Ravn:</b> AT&amp;T did.</p>"
    )
    one = row(content=html, title="T")
    assert one.form is Form.HTML
    assert [(turn.speaker, turn.paragraphs) for turn in one.turns] == [
        ("Irena Solvei", ("The tide is high.", "We shall open.")),
        ("Nils Ravn", ("AT&T did.",)),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "President of Veldoria Irena Solvei: The tide is high.<br><br>Pilot Nils Ravn: It is.",
        "<div>President of Veldoria Irena Solvei: The tide is high.<p>Pilot Nils Ravn: It is.",
        "President of Veldoria Irena Solvei: The tide is high.<br/>\nPilot Nils Ravn: It is.",
    ],
)
def test_markup_without_bold_labels_is_read_as_text_is(row: Row, html: str) -> None:
    one = row(text=html, title="T")
    assert [(turn.speaker, turn.paragraphs) for turn in one.turns] == [
        ("Irena Solvei", ("The tide is high.",)),
        ("Nils Ravn", ("It is.",)),
    ]


def test_signs_that_are_no_markup_stay(row: Row) -> None:
    one = row(text="We know that 3 < 5 and 7 > 2, and left out <…> of it; R&D is R&amp;D.")
    words = " ".join(text for turn in one.turns for text in turn.paragraphs)
    assert "3 < 5 and 7 > 2" in words
    assert "R&D is R&D." in words
    assert one.abridged


def test_what_a_text_repeats_of_its_row_is_taken_out_once(row: Row) -> None:
    text = f"On the tide\nMay 8, 2031, 10:00, Port Maren\nShe spoke.\n{LABELLED}\nOn the tide"
    one = row(text=text, title="On the tide", summary="She spoke.")
    assert [turn.speaker for turn in one.turns] == ["Irena Solvei", "Nils Ravn"]
    assert [block.rule for block in one.removed] == ["title again", "date line again", "lead again"]


def test_a_text_that_is_only_its_title_is_kept(row: Row) -> None:
    assert row(text="On the tide", title="On the tide").turns[0].paragraphs == ("On the tide",)


def test_dates_that_cannot_be_read_are_a_warning(row: Row, read_table: ReadTable) -> None:
    rows = [{"text": SPEECH, "date": day} for day in ("2031-05-08", "one fine day")]
    _, one = read_table("x.json", json.dumps(rows))
    assert isinstance(one, Statement)
    assert one.date is None
    assert "unreadable_date" in codes(one)
    assert "row_without_date" in codes(row(text=SPEECH, date="NA", title="T"))


def test_the_language_is_the_columns_the_addresss_or_the_letters(row: Row) -> None:
    russian = "Прилив высок, и гавань открыта для всех."
    assert row(text=SPEECH, lang="ru-RU").lang == "ru"
    assert row(text=russian).lang == "ru"
    assert row(text=russian, url="http://en.kremlin.ru/d/90001").lang == "en"


def test_cells_that_say_nothing_are_null(row: Row) -> None:
    one = row(text=SPEECH, title="NA", location="NA", summary="nan", date="2031-05-08", url="NA")
    assert (one.title, one.place, one.lead, one.url) == (None, None, None, None)


def test_a_table_at_midnight_has_no_hours(read_table: ReadTable) -> None:
    rows = [{"text": SPEECH, "date": f"2031-05-0{n}T00:00:00Z", "title": f"T{n}"} for n in (1, 2)]
    found = read_table("x.json", json.dumps(rows))
    assert [one.time for one in found if isinstance(one, Statement)] == [None, None]
    rows[1]["date"] = "2031-05-02T10:00:00Z"
    found = read_table("x.json", json.dumps(rows))
    assert [one.time for one in found if isinstance(one, Statement)] == ["00:00", "10:00"]


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("word " * (limits.MOST_TEXT_CHARS // 5 + 1), "characters of text"),
        ("The tide is high.\n" * (limits.MOST_PARAGRAPHS + 2), "lines"),
        ("Mara Oskel: Yes. " * (limits.MOST_LABELS + 1), "colons"),
        ("Mara Oskel: Yes.\n" * (limits.MOST_LABELS + 1), "colons"),
        ("<p>" * (limits.MOST_TAGS + 1) + "The tide is high.", "tags"),
        ("<p>Mara Oskel: Yes." * (limits.MOST_LABELS + 1), "paragraphs that begin as labels do"),
    ],
)
def test_a_row_longer_than_any_statement_is_told_with_its_number_and_costs_no_other(
    read_table: ReadTable, text: str, of: str
) -> None:
    rows = [{"text": SPEECH, "title": "T"}, {"text": text, "title": "U"}]
    read = read_table("rows.jsonl", "\n".join(map(json.dumps, rows)))
    assert isinstance(read[0], Statement)
    assert isinstance(read[1], str)
    assert f"{of} are more than any statement has" in read[1]


def test_a_body_in_one_line_under_another_is_cut_before_every_label(row: Row) -> None:
    one = row(text=f"The harbour is open.\n{LABELLED.replace(chr(10) * 2, ' ')}", title="T")
    assert [turn.speaker for turn in one.turns] == [None, "Irena Solvei", "Nils Ravn"]


@pytest.mark.parametrize("written", ["\\n", "\\r\\n", "\\n\\n"])
def test_line_ends_that_a_program_wrote_out_part_the_text(row: Row, written: str) -> None:
    one = row(text=written.join(("Irena Solvei: The tide is high.", "Nils Ravn: It is.")))
    assert [turn.speaker for turn in one.turns] == ["Irena Solvei", "Nils Ravn"]


@pytest.mark.parametrize("text", ["It lies in C:\\new, I said.", "First.\nSee C:\\New, I said."])
def test_a_backslash_that_ends_no_line_is_kept(row: Row, text: str) -> None:
    words = [paragraph for turn in row(text=text).turns for paragraph in turn.paragraphs]
    assert "\n".join(words) == text
