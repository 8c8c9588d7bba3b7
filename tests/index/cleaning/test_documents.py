"""Acts, lists and the low-vision pages → Statement; pages of one act → one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.cleaning.clean import clean
from index.cleaning.parts import join
from index.saves.page import Page
from search.records import Evidence, Statement, TurnKind
from search.save_warnings import SaveWarning

ACT = (
    '<html lang="ru"><head><meta property="og:url" content="http://kremlin.ru/acts/bank/4410{page}"/>'
    '</head><div class="read"><article class="read__in"><h1 class="entry-title">Указ о дамбах</h1>'
    '<time class="read__published" datetime="2005-06-14">14 июня 2005 года</time>'
    '<div class="entry-content read__internal_content" itemprop="articleBody">{text}{link}'
    '<div class="read__bottommeta hidden-copy"></div></div></article></div></html>'
)
NEXT = '<a href="4410/page/2.html">Показать следующую страницу документа</a>'
SPECIAL = (
    '<html lang="en"><div class="singlepost"><p>Meeting with the pilots</p>'
    '<p class="published">August 18, 2020, Aldermoor</p>'
    "<p>Irena Solvei: Good tide, pilots. I see you.</p></div></html>"
)
SUPPLEMENT = (
    '<html lang="ru"><meta property="og:url" content="http://kremlin.ru/supplement/5"/>'
    '<h1>Участники встречи</h1><div class="read__internal_content"><p>С ардийской стороны:</p>'
    "<p>РУДНЫЙ Осип Титович – министр соли</p></div></html>"
)


def part(number: int, text: str, link: str = "") -> Statement:
    page = "" if number == 1 else f"/page/{number}"
    html = ACT.format(page=page, text=text, link=link)
    return clean(Page(f"acts/{number}.html", html.encode()))


def paragraphs(statement: Statement) -> tuple[str, ...]:
    return statement.turns[0].paragraphs


def test_an_act_has_an_id_of_its_own_and_its_text_is_the_editors() -> None:
    act = part(
        1, '<div class="reader_act_body"><p>УКАЗ</p><p>В.Халден: 1. Обходить.</p></div>', NEXT
    )
    assert act.id == "ru-act-4410"
    assert act.number == 4410
    assert act.date == date(2005, 6, 14)
    (turn,) = act.turns
    assert (turn.kind, turn.evidence, turn.label) == (TurnKind.NARRATIVE, Evidence.NONE, None)
    assert turn.paragraphs == ("УКАЗ", "В.Халден: 1. Обходить.")
    assert [block.rule for block in act.removed] == ["paging"]


def test_the_later_pages_of_an_act_lie_in_the_element_that_is_no_text_elsewhere() -> None:
    later = part(
        2, '<pre class="masha-ignore">ной.\n\n3. Вступает в силу.\nПрезидент   Халден</pre>'
    )
    assert (later.id, later.part) == ("ru-act-4410", 2)
    assert paragraphs(later) == ("ной.", "3. Вступает в силу.", "Президент Халден")


@pytest.mark.parametrize(
    ("first_page", "second_page", "expected"),
    [
        ("<p>считается аварий</p>", "<pre>ной.\nДа.</pre>", ("считается аварийной.", "Да.")),
        ("<p>считается </p>", "<pre>аварийной.</pre>", ("считается аварийной.",)),
        ("<p>Всё.</p>", "<pre>2. Дальше.</pre>", ("Всё.", "2. Дальше.")),
        ("<p>Глава</p>", "<pre>Вторая</pre>", ("Глава", "Вторая")),
        ("<p>статья 1</p>", "<pre>2 гласит</pre>", ("статья 12 гласит",)),
    ],
)
def test_pages_cut_inside_a_word_are_joined_without_a_gap(
    first_page: str, second_page: str, expected: tuple[str, ...]
) -> None:
    one = part(1, f'<div class="reader_act_body">{first_page}</div>')
    two = part(2, second_page.replace("<pre>", '<pre class="masha-ignore">'))
    assert paragraphs(join([two, one])) == expected


def test_a_page_given_twice_counts_once_and_a_missing_one_is_told() -> None:
    one, three = part(1, "<pre>Один.</pre>"), part(3, "<pre>Три.</pre>")
    whole = join([three, one, three])
    assert paragraphs(whole) == ("Один.", "Три.")
    assert whole.part == 1
    assert whole.warnings == ("page 2 of the document was not saved",)
    assert whole.warning_codes == (SaveWarning("page_missing", {"page": 2}),)


def test_pages_of_one_document_warn_once_of_what_they_share() -> None:
    shared, own = SaveWarning("breaks_off"), SaveWarning("nul_characters", {"count": 2})
    first = replace(part(1, "<pre>Один.</pre>"), warnings=("shared",), warning_codes=(shared,))
    second = replace(
        part(2, "<pre>Два.</pre>"), warnings=("shared", "own"), warning_codes=(shared, own)
    )
    whole = join([first, second])
    assert whole.warnings == ("shared", "own")
    assert whole.warning_codes == (shared, own)


def test_joining_does_not_depend_on_the_order_pages_were_found_in() -> None:
    parts = [part(n, f"<pre>Статья {n}.</pre>") for n in (1, 2, 3)]
    assert join(parts) == join(parts[::-1])
    assert join([parts[0]]) == replace(parts[0], edges=("", ""))


def test_a_list_of_participants_is_a_document_of_its_own_number_space() -> None:
    statement = clean(Page("supplement/5.html", SUPPLEMENT.encode()))
    assert statement.id == "ru-supplement-5"
    assert statement.title == "Участники встречи"
    assert paragraphs(statement)[-1] == "РУДНЫЙ Осип Титович – министр соли"


def test_a_low_vision_page_gives_title_date_place_and_turns() -> None:
    statement = clean(Page("special/90001.html", SPECIAL.encode()))
    assert statement.id == "en-90001"
    assert statement.title == "Meeting with the pilots"
    assert (statement.date, statement.place) == (date(2020, 8, 18), "Aldermoor")
    assert [(turn.label, turn.paragraphs) for turn in statement.turns] == [
        ("Irena Solvei", ("Good tide, pilots. I see you.",))
    ]
