"""Line by line, and who says it most."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from search.answers.concordance import CONTEXT_CHARS, LineOrder, concordance
from search.answers.searcher import Searcher
from search.query.request import Request
from search.records import Evidence, Statement, StatementId, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine

    Page = Callable[[str], str]


def lines(engine: SearchEngine, q: str, order: LineOrder, **more: object) -> list[str]:
    request = Request(q=q, **more)  # type: ignore[arg-type] # fields of Request
    found = concordance(Searcher(engine), request, order)
    return [f"{line.before}|{line.match}|{line.after}" for line in found.lines]


def said(make: Callable[..., SearchEngine], *paragraphs: str) -> SearchEngine:
    """An engine over one turn."""
    turn = Turn(1, paragraphs, TurnKind.SPEECH, Evidence.LABEL, speaker="Ilya Tarn")
    return make([Statement(StatementId("en-1"), "en", "Talks", (turn,), date=date(2014, 3, 18))])


def test_every_place_is_a_line_with_the_word_in_the_middle(
    make: Callable[..., SearchEngine],
) -> None:
    assert lines(make(), "treaty", LineOrder.NEXT) == [
        "Friends, the harvest is in. No |treaty| ever filled a granary.",
        "Good afternoon. The |treaty| on Lake Orm will not wait for another winter.",
        "Mr President, three |treaties| were drafted and none of them was signed.",
    ]


def test_lines_are_sorted_by_the_word_before(make: Callable[..., SearchEngine]) -> None:
    found = lines(make(), "treaty", LineOrder.PREVIOUS)
    assert [line.split("|")[0].split()[-1] for line in found] == ["No", "The", "three"]


def test_lines_are_sorted_by_day_newest_first(make: Callable[..., SearchEngine]) -> None:
    assert "granary" in lines(make(), "treaty", LineOrder.DATE)[0]


def test_lines_after_the_same_word_are_sorted_by_the_next_wherever_a_page_begins(
    make: Callable[..., SearchEngine],
) -> None:
    engine = said(make, *(f"The treaty {one}." for one in ("b d", "a", "b c", "b", "", "c", "b a")))
    found = concordance(Searcher(engine), Request(q="treaty"), LineOrder.NEXT).lines
    after = [" ", " a", " b", " b a", " b c", " b d", " c"]
    assert [line.after.rstrip(".") for line in found] == after
    for start in range(len(after) + 1):
        assert [line.after.rstrip(".") for line in found[start : start + 2]] == (
            after[start : start + 2]
        )
    assert [line.after.rstrip(".") for line in found[::-2]] == after[::-2]
    assert found[-2].after == " b d."


def test_a_speaker_chosen_leaves_the_lines_of_others_out(
    make: Callable[..., SearchEngine],
) -> None:
    found = lines(make(), "treaty", LineOrder.NEXT, speaker=("mara-oskel",))
    assert [line.split("|")[1] for line in found] == ["treaties"]


def test_a_side_asked_of_one_speaker_leaves_the_lines_of_others_out(
    make: Callable[..., SearchEngine],
) -> None:
    found = lines(make(), "granary OR (speaker:Oskel treaty)", LineOrder.NEXT)
    assert sorted(line.split("|")[1] for line in found) == ["granary", "treaties"]


def test_a_phrase_is_one_match_and_marks_glued_to_it_stay_glued(
    make: Callable[..., SearchEngine],
) -> None:
    assert lines(make(), '"lake orm will"', LineOrder.NEXT) == [
        "Good afternoon. The treaty on |Lake Orm will| not wait for another winter."
    ]
    assert lines(make(), "signed", LineOrder.NEXT)[0].endswith("|signed|.")


LONG = "これは長い文章で空白が全くありません" * 9


def test_text_without_spaces_stands_on_both_sides(make: Callable[..., SearchEngine]) -> None:
    engine = said(make, f"{LONG} quay {LONG}")
    before, match, after = lines(engine, "quay", LineOrder.NEXT)[0].split("|")
    assert before == f"…{LONG[-CONTEXT_CHARS:]} "
    assert match == "quay"
    assert after == f" {LONG[:CONTEXT_CHARS]}…"


def test_no_letter_is_cut_from_its_marks(make: Callable[..., SearchEngine]) -> None:
    for many in range(CONTEXT_CHARS - 5, CONTEXT_CHARS + 5):
        text = "न\u093fक" * many + " quay " + "x" * many + "न\u093f" * many
        engine = said(make, text)
        before, _, after = lines(engine, "quay", LineOrder.NEXT)[0].split("|")
        assert before[1] != "\u093f"
        assert after.endswith(("न\u093f…", "x…"))


def test_a_loose_phrase_counts_alike_in_every_view(make: Callable[..., SearchEngine]) -> None:
    engine = said(make, "Red red roses; then red and red again.", "Then a red is red.")
    q = '"red red"~2'
    found = lines(engine, q, LineOrder.NEXT)
    assert [line.split("|")[1] for line in found] == ["red is red", "red and red", "Red red"]
    counts, _ = Searcher(engine).occurrences(Request(q))
    opened = Searcher(engine).open(StatementId("en-1"), q)
    assert sum(counts.values()) == opened.total == 3
    assert opened.marks == 6  # every word is marked


def test_a_line_leads_to_its_turn(page: Page) -> None:
    text = page("/concordance?q=treaty")
    assert 'href="/s/en-90001?q=treaty#t5"' in text
    assert "3 lines" in text


@pytest.mark.parametrize("order", ["next", "previous", "date", "abc"])
def test_any_order_is_answered(seen: Page, order: str) -> None:
    assert "3 lines" in seen(f"/concordance?q=treaty&order={order}")


def test_pages_of_lines_keep_the_order_and_end(
    page: Page, seen: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.views.concordance.LINES", 2)
    assert 'href="/concordance?q=treaty&amp;page=2&amp;order=date"' in page(
        "/concordance?q=treaty&order=date"
    )
    assert "granary" not in seen("/concordance?q=treaty&order=date&page=2")
    assert "granary" not in seen("/concordance?q=treaty&order=date&page=99")


def test_a_cut_is_told(seen: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.answers.concordance.MOST_LINES", 2)
    assert "There are more places than these" in seen("/concordance?q=treaty")
    assert "There are more places" not in seen("/concordance?q=railway")


def test_nothing_found_is_said(seen: Page) -> None:
    assert "No turn holds these words" in seen("/concordance?q=zeppelin")


def test_those_who_say_it_most_come_first(page: Page, words: Page) -> None:
    rows = re.findall(r"<tr>.*?</tr>", page("/who?q=treaty"), re.DOTALL)[1:]
    assert [words(row).split()[:3] for row in rows] == [
        ["Ilya", "Tarn", "2"],
        ["Mara", "Oskel", "1"],
    ]
    assert words(rows[1]) == "Mara Oskel 1 62,500.0 1"  # of sixteen words


def test_each_speaker_leads_to_their_own_words(page: Page) -> None:
    assert 'href="/search?q=treaty&amp;speaker=mara-oskel"' in page("/who?q=treaty")


def test_nobody_is_said_to_be_nobody(seen: Page) -> None:
    assert "No named speaker says this" in seen("/who?q=customs")


@pytest.mark.parametrize("q", ["", "*", "NOT treaty", "speaker:Tarn"])
def test_without_a_word_the_page_asks_for_one_and_reads_nothing(
    make: Callable[..., SearchEngine], seen: Page, q: str
) -> None:
    assert concordance(Searcher(make()), Request(q=q), LineOrder.NEXT).asked is False
    assert "Type a word to see them." in seen(f"/concordance?q={q}")
    assert "Type a word to see who says it" in seen(f"/who?q={q}")


def test_a_word_nobody_says_is_told_apart_from_no_word(seen: Page) -> None:
    assert "No turn holds these words." in seen("/concordance?q=zeppelin")
    assert "No named speaker says this" in seen("/who?q=zeppelin")
