"""Text and spans → markup. In the tables below ‹ › stand for <mark> and </mark>."""

from __future__ import annotations

from datetime import date

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from webui.page import markup


def drawn(markup: str) -> str:
    return markup.replace("<mark>", "‹").replace("</mark>", "›")


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("the treaty holds", [(4, 10)], "the ‹treaty› holds"),
        ("the treaty holds", [], "the treaty holds"),
        ("treaty, treaty", [(8, 14), (0, 6)], "‹treaty›, ‹treaty›"),
        ("a<b & c>d", [(2, 3)], "a&lt;‹b› &amp; c&gt;d"),
        ("<i>", [(0, 3)], "‹&lt;i&gt;›"),
        ("ёлки", [(0, 4)], "‹ёлки›"),
        ("overlap", [(0, 4), (2, 7)], "‹over›‹lap›"),
        ("short", [(3, 99), (9, 12)], "sho‹rt›"),
        ("a & b, a", [(0, 1), (7, 8)], "‹a› &amp; b, ‹a›"),
        ("said “so”", iter([(5, 9)]), "said ‹“so”›"),
        ("empty", [(2, 2)], "empty"),
    ],
)
def test_spans_become_marks_and_the_rest_is_escaped(
    text: str, spans: list[tuple[int, int]], expected: str
) -> None:
    assert drawn(markup.marked(text, spans)) == expected


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("Good. (Applause.)", [], 'Good. <i class="aside">(Applause.)</i>'),
        ("Спасибо. (Смех.)", [], 'Спасибо. <i class="aside">(Смех.)</i>'),
        ("ten (or twelve) ships", [], "ten (or twelve) ships"),
        ("the [Deputy Minister] said", [], 'the <i class="aside">[Deputy Minister]</i> said'),
        ("(Applause.)", [(1, 9)], '<i class="aside">(‹Applause›.)</i>'),
        ("clear (Applause.)", [(0, 15)], '‹clear ›<i class="aside">‹(Applause›.)</i>'),
        ("<[b]>", [], '&lt;<i class="aside">[b]</i>&gt;'),
    ],
)
def test_stage_directions_and_insertions_are_set_apart(
    text: str, spans: list[tuple[int, int]], expected: str
) -> None:
    assert drawn(markup.paragraph_markup(text, spans)) == expected


def test_a_name_says_its_language_by_its_letters_where_it_is_not_the_pages() -> None:
    assert markup.tongue("Ilya Tarn") == ""
    assert markup.tongue("И.Тарн") == ' lang="ru"'
    assert markup.tongue("2012") == ""


def test_commands_in_a_message_are_code() -> None:
    assert markup.coded("run `a <b>` now") == "run <code>a &lt;b&gt;</code> now"
    assert markup.coded("plain & simple") == "plain &amp; simple"


def test_numbered_marks_count_on_from_the_first_given() -> None:
    assert markup.marked("a b", [(0, 1), (2, 3)], first=7) == (
        '<mark id="m7">a</mark> <mark id="m8">b</mark>'
    )


def test_a_mark_that_runs_into_a_direction_has_its_id_once() -> None:
    assert markup.paragraph_markup("clear (Applause.)", [(0, 15)], first=3).count('id="m3"') == 1


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=5),
)
def test_nothing_but_marks_is_added_whatever_the_text(
    text: str, spans: list[tuple[int, int]]
) -> None:
    shown = markup.marked(text, spans).replace("<mark>", "").replace("</mark>", "")
    assert shown == escape(text)


@given(
    st.text(alphabet="([.)]aA <>&", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4),
)
def test_setting_directions_apart_adds_nothing_else(
    text: str, spans: list[tuple[int, int]]
) -> None:
    shown = markup.paragraph_markup(text, spans)
    for tag in ("<mark>", "</mark>", '<i class="aside">', "</i>"):
        shown = shown.replace(tag, "")
    assert shown == escape(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(Applause.)", True),
        ("(Shows a map (of the lake).)", True),
        (" (Смех.) ", True),
        ("Good. (Applause.)", False),
        ("(Applause.) Thank you. (Applause.)", False),
    ],
)
def test_a_paragraph_in_brackets_is_a_direction(text: str, expected: bool) -> None:
    assert markup.is_direction(text) is expected


def test_days_and_moments_are_told_to_machines_too() -> None:
    assert markup.day(date(2012, 12, 8)) == '<time datetime="2012-12-08">8 December 2012</time>'
    assert markup.day(None) == ""
    assert markup.moment("2026-01-02T03:04:05+00:00") == (
        '<time datetime="2026-01-02T03:04:05+00:00">2 January 2026, 03:04 UTC</time>'
    )
    assert markup.moment("20<6") == "20&lt;6"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short", "short"),
        ("several words that are cut", "several words…"),
        ("Unbrokenlongword", "Unbrokenlongwo…"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, expected: str) -> None:
    assert markup.cut(text, 14) == expected


@pytest.mark.parametrize("value", [0.0, 0.05, 0.15, 0.25, 0.35, 2.0, 1234.56, 98_765_432.05, 5e-7])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_one_decimal_is_printed_as_the_language_prints_it(value: float, lang: str) -> None:
    assert markup.one_decimal(value, lang) == format_decimal(value, "#,##0.0", locale=lang)
