"""What stands in a file may be anything: four times of it take about four times as long to read.

Every symbol of the grammar of labels, headings, cards and markup is repeated, in lines, in one line
and as HTML. Nothing is said of seconds: where reading is fast, growth is not looked at.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Final

import pytest

from index.cleaning import limits
from index.cleaning.clean import clean_all
from index.saves.page import Page
from index.saves.recognise import NotAStatement, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TIMES: Final = 4
MOST_GROWTH: Final = 8.0  # twice what a linear reader needs, half of what a quadratic one does
FAST_SECONDS: Final = 0.2  # below it the clock tells more of the machine than of the reader
TRIES: Final = 3
CHARS: Final = 8_000  # of markup
TEXT_CHARS: Final = 3_000
MORE_CHARS: Final = 12_000  # beyond what may be one publication status
FEWER_CHARS: Final = 700  # of what holds a label every few words

HEAD: Final = "Meeting in Sorrel\nTalks took place.\nMay 8, 2031\n18:10\nSorrel\nMara Oskel: Yes.\n"
ARTICLE: Final = (
    '<html lang="en"><body><article class="read__in"><h1 class="entry-title">Meeting</h1>'
    '<time class="read__published" datetime="2031-05-08">May 8, 2031</time>'
    '<div class="read__internal_content"><p><b>Mara Oskel:</b> We begin.</p>{}</div></article>'
)
PIECES: Final = (
    *(
        "word ",
        "Tarvo ",
        "слово ",
        "Тарво ",
        "Tarvo, ",
        "Tarvo and ",
        "Tarvo-",
        "Аа-",
        "TarvoTarvo",
    ),
    *("А.", "A. B. ", "President of ", "Председатель ", "Sheikh ", "Tarvo’s ", "Tarvo’s address "),
    *(
        "[aside] ",
        "(aside) ",
        "(",
        "[",
        ")",
        "«",
        "“a” ",
        "– ",
        "* * * ",
        "<…> ",
        "… ",
        "??? ",
        ".",
    ),
    *("Publication status ", "Статус материала "),
    *("Publication status Text version ", "May 8, 2031 ", "8 мая 2031 года, 18:10 ", "18:10 "),
    *(". See also Tarvo ", "Background information Tarvo ", " Persons ", "Text | Photo | ", "/ "),
    *(
        "Tarvo Tarvo ",
        "1 of 3 ",
        "\n",
        "x\n",
        "\t",
        "\u200b",
        "&lt;…&gt;",
        "Announcement, May 8 – ",
    ),
)
LABELS: Final = (
    *("Mara Oskel: Yes we do. ", "М.Оскель: Да, это так. ", "President of Upland Ivo Marsh: No. "),
    *("Oskel: ", ": ", "Question: ", "Вопрос : «Да» ", "Mara (translated): ", "See also: "),
    *("Mara Oskel Oskel Mara Head of Klin ", "М.Оскель Оскель Мара Ильинична Министр "),
)
TAGS: Final = (
    *(
        "<p>",
        "<p>x",
        "x<b>y</b>",
        "x.<br/>",
        "x.<br><b>y</b>",
        "A long one.<b>y</b>",
        "<b>",
        "<b><i>",
    ),
    *("<span>", "<span>x</span>", "<select>", "<div>", "<blockquote>", "<blockquote><b>A:</b>"),
    *(
        "<blockquote>x y</blockquote>",
        "<figure><figcaption>Tarvo Klin</figcaption></figure>",
        "<hr>",
    ),
    *('<div class="media">Tarvo</div>', '<div class="read__cut">', '<div class="read__tagscol">'),
    *("<b>Mara Oskel:</b> ", '<b style="font-weight:400">x: </b>', "<pre>x\n</pre>", "<a>y"),
    *("<ruby>x<rt>y</rt></ruby>", "<!-- x -->", "&#xD800;", "&amp;", "<tr><td>x", "<h1>x</h1>"),
    '<a>Mara<i class="read__tooltip tooltip_person"><i class="tooltip_title">Oskel</i></i></a>',
)


def in_lines(piece: str, count: int) -> str:
    return HEAD + f"{piece.strip(' ')}\n" * count


def in_one_line(piece: str, count: int) -> str:
    return HEAD.replace("\n", " ") + piece.replace("\n", " ") * count


def in_a_paragraph(piece: str, count: int) -> str:
    return ARTICLE.format(f"<p>{as_html(piece) * count}</p>")


def in_bold(piece: str, count: int) -> str:
    return ARTICLE.format(f"<p>{f'<b>{as_html(piece)}</b>x ' * count}</p>")


def as_markup(piece: str, count: int) -> str:
    return ARTICLE.format(piece * count)


def as_html(piece: str) -> str:
    return piece.replace("&", "&amp;").replace("<", "&lt;")


def forms() -> Iterator[tuple[str, int, Callable[[str, int], str]]]:
    for piece in PIECES:
        for form in (in_lines, in_one_line, in_a_paragraph, in_bold):
            yield piece, TEXT_CHARS, form
    for form in (in_lines, in_one_line):
        yield "Publication status Published in section: ", MORE_CHARS, form
    for piece in LABELS:
        for form in (in_lines, in_one_line, in_a_paragraph, in_bold):
            yield piece, FEWER_CHARS, form
    for piece in TAGS:
        yield piece, CHARS, as_markup


def seconds(text: str) -> float:
    """How long the processor needs for one page."""
    page = Page("page.html" if text.startswith("<") else "page.txt", text.encode())
    before = time.process_time()
    with contextlib.suppress(NotAStatement, Unreadable):
        clean_all(page)
    return time.process_time() - before


@pytest.mark.parametrize(("piece", "chars", "form"), list(forms()))
def test_four_times_a_page_takes_about_four_times_as_long(
    piece: str, chars: int, form: Callable[[str, int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_PARAGRAPHS", 10**9)  # growth is asked of, not the bound
    count = max(chars // (len(form(piece, 2)) - len(form(piece, 1))), 1)  # what is around counts
    for _ in range(TRIES):
        large = seconds(form(piece, count * TIMES))
        if large < FAST_SECONDS or large < (small := seconds(form(piece, count))) * MOST_GROWTH:
            return
    pytest.fail(f"{TIMES} times of {piece!r} take {large / small:.1f} times as long")
