"""The body of an article → paragraphs: their words, order, marks, bold and italic."""

from __future__ import annotations

import pytest

from index.blocks import BlockKind, Card, Range
from index.cleaning.body import read_body
from index.cleaning.markup import first, parse
from saved_pages import blocks


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", [(1, "One."), (2, "Two.")]),
        ("<p>One\u00a0and\n two.</p>", [(1, "One and two.")]),
        ("<p>The 60<sup>th</sup> tide</p>", [(1, "The 60th tide")]),
        ("<p>First line<br/>second line</p>", [(1, "First line second line")]),
        ("<p>больш<i>и</i>м объёмом</p>", [(1, "большим объёмом")]),
        ("<p>\u00a0</p><p>One.</p><p>\u200b</p>", [(1, "One.")]),
        ("Words of no paragraph<p>One.</p>and a tail", None),
        ("<div><div><p>One.</p></div>Two.</div>", [(1, "One."), (2, "Two.")]),
        ("<ul><li>Salt</li><li>Fish</li></ul>", [(1, "Salt"), (2, "Fish")]),
        ("<table><tr><td>Salt</td><td>5</td></tr></table>", [(1, "Salt 5")]),
        ("<p>One.</p><hr/><p>Two.</p>", [(1, "One."), (1, ""), (2, "Two.")]),
        ("<p>One.</p><p>* * *</p><p>Two.</p>", [(1, "One."), (2, "* * *"), (3, "Two.")]),
        ("<p>One.<script>alert(1)</script></p>", [(1, "One.")]),
        ("<p>One &lt;script&gt; two</p>", [(1, "One <script> two")]),
        ("<p>One.</p><blockquote><p>One.</p></blockquote><p>Two.</p>", [(1, "One."), (2, "Two.")]),
        ("<p>no infor<hl-mark>ma</hl-mark>tion<my-note></my-note>.</p>", [(1, "no information.")]),
        (
            '<p>One <img src="a.png" alt="x"/>line <svg></svg>of words.</p>',
            [(1, "One line of words.")],
        ),
        ("<p><ruby>salt<rp>(</rp><rt></rt><rp>)</rp></ruby> fish</p>", [(1, "salt fish")]),
        ("<section>One.</section><main>Two.</main>", [(1, "One."), (2, "Two.")]),
    ],
)
def test_paragraphs_keep_their_words_and_order(
    body: str, expected: list[tuple[int, str]] | None
) -> None:
    if expected is None:
        expected = [(1, "Words of no paragraph"), (2, "One."), (3, "and a tail")]
    assert blocks(body) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("&lt;…&gt;", BlockKind.ABRIDGED),
        ("<b>&lt;…&gt;</b>", BlockKind.ABRIDGED),
        ("&lt;...&gt;", BlockKind.ABRIDGED),
        ("* * *", BlockKind.SCENE),
        ("***", BlockKind.SCENE),
        ("*\n* *", BlockKind.SCENE),
        ("<b>* * *</b>", BlockKind.SCENE),
        ("…", BlockKind.PARAGRAPH),
        ("* A footnote", BlockKind.PARAGRAPH),
        ("(Applause.)", BlockKind.PARAGRAPH),
    ],
)
def test_marks_of_the_editors_are_no_words(text: str, kind: BlockKind) -> None:
    element = first(parse(f"<div><p>{text}</p></div>"), "div")
    assert element is not None
    assert [block.kind for block in read_body(element).blocks] == [kind]


CARD = (
    '<a class="person_tag read__tag">{shown}<span class="read__tooltip tooltip_person hidden '
    'masha-ignore"><span class="tooltip__close"><i></i></span><span class="tooltip__text">'
    '<span class="tooltip_title tooltip_link">{name}</span>'
    '<span class="tooltip_description_dark">{office}</span></span></span></a>'
)


def test_bold_italic_and_cards_are_offsets_into_the_text_and_a_cards_office_is_gone() -> None:
    card = CARD.format(shown="Viktor Halden", name="Halden Viktor", office="Head of the Salt Board")
    element = first(
        parse(f"<div><p><b>Prime Minister {card}</b> <i>(retranslated)</i><b>:</b> Yes.</p></div>"),
        "div",
    )
    assert element is not None
    body = read_body(element)
    (block,) = body.blocks
    assert block.text == "Prime Minister Viktor Halden (retranslated): Yes."
    assert block.bold == (Range(0, 28), Range(43, 44))
    assert block.italic == (Range(29, 43),)
    assert block.cards == (Card(15, 28, "Halden Viktor"),)
    assert [(gone.rule, gone.text) for gone in body.removed] == [
        ("person card", "Halden Viktor Head of the Salt Board")
    ]


def test_pieces_of_one_bold_label_are_one_range_over_the_space_between() -> None:
    element = first(parse("<div><p><b>Maxim</b> <b>Ravn</b><b>:</b> Yes.</p></div>"), "div")
    assert element is not None
    (block,) = read_body(element).blocks
    assert (block.text, block.bold) == ("Maxim Ravn: Yes.", (Range(0, 11),))


def test_a_dialog_that_is_open_is_shown() -> None:
    assert blocks("<dialog open>Words.</dialog>") == [(1, "Words.")]
