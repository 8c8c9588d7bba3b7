"""Results and statements as lines of text."""

from __future__ import annotations

from datetime import date

from search.formats.terminal import (
    coverage_line,
    found_lines,
    painted,
    result_lines,
    safe,
    statement_lines,
    who,
)
from search.records import (
    Coverage,
    Evidence,
    Hit,
    Manifest,
    Mark,
    MarkKind,
    Part,
    Results,
    Statement,
    StatementId,
    Total,
    Turn,
    TurnHit,
    TurnKind,
)

TURN = Turn(
    1,
    ("We will not.", "Go home."),
    TurnKind.SPEECH,
    Evidence.PAGE,
    speaker="Ilda Tarn",
    role_inferred="Minister",
    marks=(Mark(-1, MarkKind.SCENE, "***"), Mark(0, MarkKind.ABRIDGED, "<…>")),
)
STATEMENT = Statement(
    StatementId("en-1"), "en", "Talks", (TURN,), number=1, date=date(2012, 5, 7), abridged=True
)
COVERAGE = Coverage(1_200, 9, date(1999, 1, 1), date(2020, 1, 1), 3, 1, 2)


def results(*hits: Hit, total: Total, pages: int = 1) -> Results:
    manifest = Manifest("g", 1, "t", "e", "now", COVERAGE)
    return Results("q", "any form of “q”", ("x.",), total, 1, pages, hits, {}, "r", manifest)


def hit(*turns: TurnHit, missing: tuple[str, ...] = ()) -> Hit:
    return Hit(STATEMENT, "/s/en-1", 1.0, ((0, 5),), (Part.TITLE,), missing, turns, len(turns) + 2)


def test_a_hit_shows_title_source_speaker_and_snippet() -> None:
    turn = TurnHit(STATEMENT.turn_id(TURN), TURN, "We will not.", ((3, 11),), cut_after=True)
    assert list(result_lines(results(hit(turn), total=Total(1, 3)), lambda text: f"[{text}]")) == [
        "[Talks]",
        "en-1 · 2012-05-07 · http://en.kremlin.ru/d/1",
        "     1  Ilda Tarn · Minister (inferred) · named by the page, not by a label",
        "        We [will not]. […]",
        "        and 2 more turns",
    ]


def test_an_almost_match_says_what_it_lacks_and_a_title_match_where_it_is() -> None:
    lines = list(result_lines(results(hit(missing=("fish",)), total=Total(0, 0, 1)), str))
    assert lines[2:4] == ["  without: fish", "  matched in the title"]


def test_what_was_searched_is_told() -> None:
    assert list(found_lines(results(total=Total(0, 0, 2), pages=3))) == [
        "any form of “q”: 0 statements",
        "2 more statements with at least half of the words",
        "note: x.",
        "searched 1,200 statements of 1999–2020: 1 abridged by the editors, 3 without a date,"
        " 2 in which nobody is named as speaking",
        "did you mean: r",
        "page 1 of 3; --page shows the others",
    ]


def test_a_statement_is_shown_with_its_marks_between_paragraphs() -> None:
    assert list(statement_lines(STATEMENT))[-5:] == [
        "en-1/1  Ilda Tarn · Minister (inferred) · named by the page, not by a label",
        "    * * *",
        "    We will not.",
        "    <…>",
        "    Go home.",
    ]


def test_a_voice_without_a_name_goes_by_its_label() -> None:
    question = Turn(1, ("Why?",), TurnKind.ANONYMOUS, Evidence.LABEL, label="Question")
    editors = Turn(1, ("They met.",), TurnKind.NARRATIVE, Evidence.NONE)
    assert (who(question), who(editors)) == ("Question", "(editors)")


def test_no_page_steers_the_terminal() -> None:
    assert safe("a\x1b[31mred\x07\x9b\tb\n") == "a\ufffd[31mred\ufffd\ufffd\tb\n"
    assert painted("\x1bab", ((1, 2),), str.upper) == "\ufffdAb"


def test_an_index_of_one_year_names_it_once() -> None:
    one_year = Coverage(2, 2, date(2014, 1, 1), date(2014, 9, 1), 0, 0, 0)
    assert coverage_line(one_year).startswith("searched 2 statements of 2014: ")
    assert coverage_line(COVERAGE).startswith("searched 1,200 statements of 1999–2020: ")
