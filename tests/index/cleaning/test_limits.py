"""A page with more parts than any statement has is refused, with the number and what to do."""

from __future__ import annotations

import pytest

from index.cleaning import limits
from index.cleaning.clean import clean, clean_all
from index.saves.page import Page
from index.saves.recognise import Unreadable

HEAD = "Meeting in Sorrel\nTalks took place.\nMay 8, 2031\n18:10\nSorrel\nMara Oskel: Yes.\n"
ARTICLE = (
    '<html lang="en"><article class="read__in"><h1 class="entry-title">Meeting</h1>'
    '<div class="read__internal_content"><p><b>Mara Oskel:</b> We begin.</p>{}</div></article>'
)


def text(body: str) -> Page:
    return Page("save.txt", (HEAD + body).encode())


def html(body: str) -> Page:
    return Page("save.html", ARTICLE.format(body).encode())


@pytest.mark.parametrize(
    ("page", "of"),
    [
        (text("word " * (limits.MOST_TEXT_CHARS // 5)), "characters of text"),
        (text("x\n" * limits.MOST_PARAGRAPHS), "lines"),
        (text("Mara Oskel: Yes.\n" * limits.MOST_LABELS), "colons"),
        (text(": " * limits.MOST_LABELS), "colons"),
        (html("<p>" * limits.MOST_TAGS), "tags"),
        (html("<p>" + "Oskel: " * (limits.MOST_CHARS // 7)), "characters of text"),
        (html(f"<p>{'word ' * 200}" * (limits.MOST_CHARS // 900)), "characters of text"),
        (html("</p>" * limits.MOST_TAGS), "tags"),
        (html("<p>x" * (limits.MOST_PARAGRAPHS + 1)), "paragraphs"),
        (html("<pre>" + "x\n" * limits.MOST_PARAGRAPHS + "</pre>"), "paragraphs"),
        (html("<pre>" + "\n" * (limits.MOST_PARAGRAPHS + 1) + "</pre>"), "lines"),
        (html("<p>Oskel: x" * limits.MOST_LABELS), "paragraphs that begin as labels do"),
    ],
)
def test_what_no_statement_has_is_refused_with_its_number(page: Page, of: str) -> None:
    with pytest.raises(Unreadable, match=rf"[\d,]+ {of} are more than any statement has .*cut it"):
        clean(page)


@pytest.mark.parametrize(
    "page",
    [
        html("<p>x<b>y</b>" * 2_000),
        html("<p>" + "x<b>y</b>" * 20_000),
        html("<p>" + "x.<br/>" * 20_000),
        html("<div>" * 10_000 + "<p>Deep words.</p>"),
        text("A line of words.\n" * 10_000),
        text("[aside] " * 8_000),
        text("Publication status" + "\n" * 300 + "x"),
    ],
)
def test_what_is_long_below_the_bounds_is_read(page: Page) -> None:
    assert [turn.speaker for turn in clean(page).turns] == ["Mara Oskel"]


def test_each_of_several_statements_in_a_text_has_its_own_colons() -> None:
    one = HEAD + "Mara Oskel: We sail.\n" * 800 + "Publication status\nPublished in section: News\n"
    assert len(clean_all(Page("saves.txt", f"{one}\n{one}".encode()))) == 2
    assert one.count(":") < limits.MOST_COLONS < 2 * one.count(":")
    with pytest.raises(Unreadable, match=r"colons are more than any statement has"):
        clean_all(Page("saves.txt", "\n".join([one] * 6).encode()))


def test_a_lone_surrogate_is_a_mark_of_damage_and_ends_nothing() -> None:
    (turn,) = clean(html("<p>One&#xD800;two.</p>")).turns
    assert turn.paragraphs[-1].encode().decode().startswith("One")
