"""The article template → Statement: facts, paragraphs and what is taken out, by table."""

from __future__ import annotations

from datetime import date

import pytest

from index.blocks import Block, BlockKind, Card, Range
from index.cleaning.body import read_body
from index.cleaning.clean import clean
from index.cleaning.markup import first, parse
from index.insets.block_cards import strip_block_cards
from index.saves.page import Page
from index.saves.recognise import Unreadable
from search.records import Form, Statement
from search.save_warnings import SaveWarning

HEAD = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"/>'
    '<meta property="og:url" content="{url}"/></head><body><div class="content-view">Menu</div>'
    '<div class="read" data-href="{url}">'
)
TOP = (
    '<article class="read__in hentry h-entry" id="event-90001"><div class="read__content">'
    '<div class="read__top"><a class="read__categ">Events</a>'
    '<h1 class="entry-title p-name">Meeting\u00a0on the tides of\u00a0Arda</h1>'
    '<div class="read__lead entry-summary" id="read-lead"><div><p>Irena Solvei met the pilots.</p>'
    "</div></div>"
    '<div class="read__meta"><time class="read__published" datetime="2013-06-26">June 26, 2013'
    '</time><div class="read__time">17:05</div>'
    '<div class="read__place p-location"><i></i>The\u00a0Citadel, Aldermoor</div></div></div>'
)
BODY = (
    '<div class="entry-content e-content read__internal_content" itemprop="articleBody">{body}'
    '<div class="read__bottommeta hidden-copy"><div class="width_limiter">'
    '<div class="read__tags masha-ignore">'
    '<div class="read__tagscol"><h3>Geography</h3><ul><li><a rel="tag">Arda</a></li></ul></div>'
    '<div class="read__tagscol"><h3>Topics</h3><ul><li><a rel="tag">Ports </a></li></ul></div>'
    '<div class="read__tagscol with_hidden_list"><h3>Persons</h3><ul>'
    '<li><a rel="tag">Halden Viktor</a></li><li class="hidden"><a rel="tag">Ravn Nils</a></li>'
    '<li class="read__tagsmore"><a><i></i>1 more</a></li></ul></div></div>'
    '<div class="read__status masha-ignore"><h3>Publication status</h3>'
    "<p>Published in sections: <a>News</a>, <a>Transcripts</a><br/></p>"
    '<p>Publication date: <time datetime="2013-06-25">June 25, 2013, 12:00</time></p>'
    '<p>Direct link: <a class="print_link" href="http://en.kremlin.ru/d/90001">d/90001</a></p>'
    "<p><a>Text version</a></p></div></div></div></div>"
)
END = (
    '</div></article><div class="read__tabs">Share</div>'
    '<div class="read__updated">Last updated at <time datetime="2014-01-09">January 9</time></div>'
    "</div></body></html>"
)
URL = "http://en.kremlin.ru/events/president/news/90001"


def page(body: str = "<p>Words.</p>", top: str = TOP, url: str = URL, lang: str = "en") -> Page:
    html = HEAD.format(url=url, lang=lang) + top + BODY.format(body=body) + END
    return Page("saved/90001.html", html.encode())


def texts(statement: Statement) -> list[str]:
    return [paragraph for turn in statement.turns for paragraph in turn.paragraphs]


def removed(statement: Statement) -> dict[str, str]:
    return {block.rule: block.text for block in statement.removed}


def blocks(body: str) -> list[tuple[int, str]]:
    element = first(parse(f"<div>{body}</div>"), "div")
    assert element is not None
    return [(block.n, block.text) for block in read_body(element).blocks]


def test_the_facts_of_a_page_come_from_their_places() -> None:
    statement = clean(page())
    assert statement.id == "en-90001"
    assert statement.number == 90001
    assert statement.lang == "en"
    assert statement.url == URL
    assert statement.title == "Meeting on the tides of Arda"
    assert statement.lead == "Irena Solvei met the pilots."
    assert (statement.date, statement.time) == (date(2013, 6, 26), "17:05")
    assert statement.place == "The Citadel, Aldermoor"
    assert statement.sections == ("News", "Transcripts")
    assert statement.topics == ("Ports",)
    assert statement.geography == ("Arda",)
    assert statement.persons == ("Halden Viktor", "Ravn Nils")
    assert statement.updated == date(2014, 1, 9)
    assert statement.form is Form.HTML
    assert statement.warnings == ()


def test_an_announcement_has_the_date_of_publication_and_that_of_the_event() -> None:
    top = TOP.replace(
        '<time class="read__published" datetime="2013-06-26">June 26, 2013</time>'
        '<div class="read__time">17:05</div>',
        "",
    ).replace(
        '<div class="read__meta">',
        '<div class="announce_date"><div>Announcement, June 28 − 30, 2013</div></div>'
        '<div class="read__meta">',
    )
    statement = clean(page(top=top))
    assert statement.date == date(2013, 6, 25)
    assert statement.event_date == date(2013, 6, 28)
    assert statement.time == "12:00"
    assert removed(statement)["announcement line"] == "Announcement, June 28 − 30, 2013"


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
        assert texts(statement)[0].startswith("Words first.")
    else:
        statement = clean(page(f"<p>Words first.</p>{markup}<p>Words last.</p>"))
        assert texts(statement) == ["Words first.", "Words last."]
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
    assert "protest" not in " ".join(texts(statement))
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
    assert texts(statement) == ["I protest."]


def test_a_page_that_breaks_off_amid_its_text_is_kept_as_far_as_it_goes_and_says_so() -> None:
    whole = page("<p>First words.</p><p>Second words.</p>").content
    statement = clean(Page("90001.html", whole[: whole.index(b"ond words")]))
    assert texts(statement) == ["First words.", "Sec"]
    assert statement.warnings == (
        "the saved page breaks off: the block that ends an article is missing",
    )
    assert statement.warning_codes == (SaveWarning("breaks_off"),)


@pytest.mark.parametrize(
    ("content", "text", "warning", "code"),
    [
        (
            b"<p>caf\xe9</p>",
            "caf\ufffd",
            "1 bytes are no utf-8; they read \ufffd here",
            SaveWarning("undecodable_bytes", {"count": 1, "charset": "utf-8"}),
        ),
        (
            b"<p>nu\0l</p>",
            "nul",
            "1 NUL characters were left out",
            SaveWarning("nul_characters", {"count": 1}),
        ),
    ],
)
def test_bytes_that_are_no_text_are_counted_and_told(
    content: bytes, text: str, warning: str, code: SaveWarning
) -> None:
    whole = page("<p>HERE</p>").content.replace(b"<p>HERE</p>", content)
    statement = clean(Page("90001.html", whole))
    assert texts(statement) == [text]
    assert statement.warnings == (warning,)
    assert statement.warning_codes == (code,)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp1251"])
def test_a_page_reads_the_same_in_every_charset(charset: str) -> None:
    html = page("<p>Приливы и дамбы</p>").content.decode().replace("\u00a0", " ")
    html = html.replace('charset="utf-8"', 'charset="windows-1251"').replace("−", "-")
    statement = clean(Page("90001.html", html.encode(charset)))
    assert texts(statement) == ["Приливы и дамбы"]
    assert statement.warnings == ()


def test_ten_thousand_nested_tags_neither_lose_words_nor_end_the_program() -> None:
    statement = clean(page("<div>" * 10_000 + "<p>Deep words.</p>" + "</div>" * 10_000))
    assert texts(statement) == ["Deep words."]


def test_markup_in_a_title_is_text() -> None:
    top = TOP.replace("Meeting\u00a0on", "&lt;script&gt;alert(1)&lt;/script&gt; <b>Meet</b>ing on")
    assert clean(page(top=top)).title == "<script>alert(1)</script> Meeting on the tides of Arda"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((URL, "http://kremlin.ru/events/president/letters/90001"), "en-90001"),
        (('lang="en"', 'lang="ru"'), "ru-90001"),
        (('property="og:url"', 'property="og:none"'), "en-90001"),
    ],
)
def test_number_and_language_come_from_the_page_itself(
    change: tuple[str, str], expected: str
) -> None:
    html = page().content.decode().replace(*change)
    assert clean(Page("saved/elsewhere.html", html.encode())).id == expected


def test_a_page_that_tells_no_number_anywhere_has_an_id_of_its_title_date_and_place() -> None:
    html = page().content.decode()
    for told in (URL, "http://en.kremlin.ru/d/90001", 'id="event-90001"'):
        html = html.replace(told, "")
    statement = clean(Page("saved/tides.html", html.encode()))
    assert statement.number is None
    assert statement.id == "en-x" + statement.id[4:]
    assert len(statement.id) == len("en-x") + 10
    assert clean(Page("saved/90001.html", html.encode())).id == "en-90001"


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


def test_a_dialog_that_is_open_is_shown() -> None:
    assert blocks("<dialog open>Words.</dialog>") == [(1, "Words.")]


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


def test_the_names_on_cards_are_kept_apart_and_their_offices_nowhere() -> None:
    card = (
        '<a class="person_tag">N. Ravn<span class="read__tooltip tooltip_person">'
        '<span class="tooltip_title">Ravn Nils</span>'
        '<span class="tooltip_description_dark">Harbour Master</span></span></a>'
    )
    statement = clean(page(f"<p><b>{card}:</b> Aye.</p><p>{card} left.</p>"))
    assert statement.cards == ("Ravn Nils",)
    assert "Harbour" not in " ".join((*texts(statement), *statement.cards))


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


def test_a_page_with_tags_in_capitals_is_an_article() -> None:
    saved = page()
    content = saved.content
    for name in (b"article", b"div", b"p", b"h1"):
        for mark in (b"<", b"</"):
            content = content.replace(mark + name, mark + name.upper())
    assert clean(Page(saved.where, content)) == clean(saved)
