"""What of an article is nobody’s words: each block with the rule that took it out."""

from __future__ import annotations

import pytest

from index.blocks import Block, BlockKind, Range
from index.cleaning.clean import clean
from index.insets.block_cards import strip_block_cards
from index.saves.recognise import Unreadable
from saved_pages import page, paragraphs, removed


@pytest.mark.parametrize(
    ("markup", "rule", "text"),
    [
        (
            '<a class="termin_tag">ARC<span class="read__tooltip tooltip_term hidden masha-ignore">'
            'Background information<span data-value="&lt;p&gt;A pact of ports.&lt;/p&gt;"></span>'
            "</span></a>",
            "glossary card",
            "Background information · A pact of ports.",
        ),
        (
            '<div class="read__cut masha-ignore"><h3 class="cut__title">See also</h3>'
            '<a class="cut__item">Salt</a><div class="cut__date">May 1, 2013</div></div>',
            "see also",
            "See also Salt May 1, 2013",
        ),
        (
            '<div class="read__cut masha-ignore"><h3 class="cut__title">Дополнительно</h3>'
            '<a class="cut__item">Соль</a></div>',
            "additional",
            "Дополнительно Соль",
        ),
        (
            '<div class="read__cut masha-ignore"><h3 class="cut__title">See also</h3>'
            '<a class="cut__item" href="x.pdf" download="x.pdf">Salt</a><span>pdf,</span></div>',
            "attachment",
            "See also Salt pdf,",
        ),
        (
            '<div class="slider masha-ignore"><img data-text="Salt 1"/><img data-text="Salt 1"/>'
            "</div>",
            "slider caption",
            "Salt 1",
        ),
        (
            '<div class="media masha-ignore"><figure><img/></figure>'
            '<span class="media__title">Pilots</span></div>',
            "media caption",
            "Pilots",
        ),
        (
            '<div class="media__container media__container_video masha-ignore"><video></video>'
            '<div class="video__description masha-ignore">The regatta</div></div>',
            "video description",
            "The regatta",
        ),
        ("<blockquote><p>Words first.</p></blockquote>", "pull quote", "Words first."),
        ('<div class="masha-ignore">Share this</div>', "unselectable", "Share this"),
    ],
)
def test_what_is_taken_out_is_listed_with_its_rule_and_never_in_the_text(
    markup: str, rule: str, text: str
) -> None:
    if markup.startswith("<a"):
        statement = clean(page(f"<p>Words first. {markup}</p>"))
        assert paragraphs(statement)[0].startswith("Words first.")
    else:
        statement = clean(page(f"<p>Words first.</p>{markup}<p>Words last.</p>"))
        assert paragraphs(statement) == ["Words first.", "Words last."]
    assert removed(statement)[rule] == text


@pytest.mark.parametrize(
    ("quote", "repeats"), [("“The tide  waits”", True), ("The tide never waits.", False)]
)
def test_a_pull_quote_says_whether_its_words_stand_in_the_text(quote: str, repeats: bool) -> None:
    statement = clean(page(f"<p>I said: the tide waits.</p><blockquote>{quote}</blockquote>"))
    told = [block.repeats for block in statement.removed if block.rule == "pull quote"]
    assert told == [repeats]


@pytest.mark.parametrize(
    "unseen",
    [
        "<span hidden>I protest.</span>",
        '<span style="color: red; DISPLAY : none">I protest.</span>',
        '<span style="visibility:hidden">I protest.</span>',
        "<dialog>I protest.</dialog>",
        "<div popover>I protest.</div>",
        "<progress>I protest.</progress>",
        "<noscript>I protest.</noscript>",
        "<textarea>I protest.</textarea>",
        "<select><option>I protest.</option></select>",
        "<video controls>I protest.</video>",
        "<audio>I protest.</audio>",
        "<div hidden><p><b>Viktor Halden:</b> I protest.</p></div>",
    ],
)
def test_what_a_browser_would_not_show_is_no_speech_and_is_listed(unseen: str) -> None:
    statement = clean(page(f"<p><b>Irena Solvei:</b> We {unseen}agree.</p>"))
    assert "protest" not in " ".join(paragraphs(statement))
    assert "I protest." in removed(statement)["not shown"]
    assert {turn.speaker for turn in statement.turns} == {"Irena Solvei"}


@pytest.mark.parametrize(
    "block",
    [
        '<div class="masha-ignore"><p><b>Viktor Halden:</b> I protest.</p></div>',
        '<div class="read__cut masha-ignore"><p><b>Viktor Halden</b>: I protest.</p></div>',
        '<div class="hidden"><p>В.Халден: Протестую.</p></div>',
    ],
)
def test_a_rule_that_would_take_out_somebodys_words_fails_loudly(block: str) -> None:
    with pytest.raises(Unreadable, match=r"would take out a speaker's label"):
        clean(page(f"<p>Words.</p>{block}"))


def test_a_blockquote_around_labelled_words_is_no_pull_quote() -> None:
    statement = clean(page("<blockquote><p><b>Viktor Halden:</b> I protest.</p></blockquote>"))
    assert paragraphs(statement) == ["I protest."]


def test_the_names_on_cards_are_kept_apart_and_their_offices_nowhere() -> None:
    card = (
        '<a class="person_tag">N. Ravn<span class="read__tooltip tooltip_person">'
        '<span class="tooltip_title">Ravn Nils</span>'
        '<span class="tooltip_description_dark">Harbour Master</span></span></a>'
    )
    statement = clean(page(f"<p><b>{card}:</b> Aye.</p><p>{card} left.</p>"))
    assert statement.cards == ("Ravn Nils",)
    assert "Harbour" not in " ".join((*paragraphs(statement), *statement.cards))


CARDS = [
    '<a href="/p/1">Nils Ravn<span> Ravn Nils Head of the Port</span></a>',
    "Nils Ravn Ravn Nils Head of the Port",
    "Nils RavnRavn NilsHead of the Port",
    "Nils Ravn Ravn Nils Ravn NilsHead of the Port",
]


@pytest.mark.parametrize("card", CARDS)
def test_a_card_that_lost_its_markup_is_nobodys_words_and_its_office_no_role(card: str) -> None:
    body = (
        "<p><b>Irena Solvei:</b> Wait.</p>"
        f"<p><b>Pilot {card}:</b> The <i>tide</i> is high.</p>"
        f"<p><b>Irena Solvei:</b> I asked {card} of it <i>twice</i>.</p>"
    )
    statement = clean(page(body))
    said = [(turn.speaker, turn.role, turn.paragraphs) for turn in statement.turns]
    assert said == [
        ("Irena Solvei", None, ("Wait.",)),
        ("Nils Ravn", "Pilot", ("The tide is high.",)),
        ("Irena Solvei", None, ("I asked Nils Ravn of it twice.",)),
    ]
    assert [block.rule for block in statement.removed].count("person card") == 2
    assert statement.cards == ("Ravn Nils",)


def test_bold_and_italics_stay_where_they_were_when_a_card_is_taken_out() -> None:
    words = "Pilot Nils Ravn Ravn Nils Head of the Port : The tide is high."
    place = words.index("tide")
    block = Block(
        1,
        BlockKind.PARAGRAPH,
        words,
        bold=(Range(0, words.index(" :")),),
        italic=(Range(place, place + 4),),
    )
    out = strip_block_cards((block,), ())
    told = out.blocks[0]
    assert [told.text[one.start : one.end] for one in (*told.bold, *told.italic)] == [
        "Pilot Nils Ravn",
        "tide",
    ]
    assert strip_block_cards(out.blocks, ()).blocks == out.blocks
