"""The text in one cell of a table, with markup, in lines or in one → Draft; title and lead known.

What the text repeats of the rest of its row (title, lead, the line of the date) is taken out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Final

from index.blocks import BlockKind
from index.cleaning.body import read_body
from index.cleaning.clean import ESCAPED, NEW_LINE
from index.cleaning.draft import Draft
from index.cleaning.flat import is_flat, read_line
from index.cleaning.markup import SPACES, landmarks, parse
from index.cleaning.textsave import read_lines
from index.headings.heading import DATE_LINE
from search.analysis.tokenizer import folded
from search.records import Form, Removed

if TYPE_CHECKING:
    from index.blocks import Block

_NAMES: Final = (
    r"(?:p|br|div|span|b|strong|i|em|u|a|h[1-6]|[uo]l|li|blockquote|article|section|html|body|table"
    r"|t[dr]|font|figure|img|pre|hr)"
)
_MARKUP: Final = re.compile(rf"<{_NAMES}(?:\s[^<>]*)?/?>|</{_NAMES}\s?>", re.IGNORECASE)
_PARAGRAPHS: Final = re.compile(r"<(?:p|div|li|pre|h[1-6]|article|section)\b", re.IGNORECASE)
_BREAKS: Final = re.compile(r"(?:<br\s?/?>\s*)+", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_ARTICLE_TEXTS: Final = ("read__internal_content", "e-content")
_WRITTEN_BREAK: Final = re.compile(r"(?:\\r)?\\n(?![a-z])")
_MOST_REPEATED: Final = 4  # lines at the beginning that may repeat the row


def read_cell(text: str, lang: str, title: str, lead: str | None) -> Draft:
    """The text of a cell as blocks; `Unreadable` where markup hides somebody's words."""
    if "\n" not in text:
        text = _WRITTEN_BREAK.sub("\n", text)  # as programs write a line's end that keep one a row
    if _MARKUP.search(text):
        draft = _read_markup(text, title, lead)
    else:
        text = ESCAPED.sub("<…>", NEW_LINE.sub("\n", text))
        text = _ENTITY.sub(lambda found: unescape(found[0]), text).strip("\ufeff \n\t")
        if is_flat(text):
            draft = read_line(SPACES.sub(" ", text).strip(), lang, title, lead)
        else:
            draft = read_lines(text, lang, title, lead)
    return _without_repeats(draft)


def _read_markup(text: str, title: str, lead: str | None) -> Draft:
    """Markup as the site's article has it, or as somebody else wrote it.

    Bold print tells labels only where there is any; line breaks part paragraphs where no other
    element does.
    """
    if not _PARAGRAPHS.search(text):
        text = f"<p>{_BREAKS.sub('</p><p>', NEW_LINE.sub('</p><p>', text.strip()))}</p>"
    root = parse(text)
    marks = landmarks(root)
    element = next((marks[name] for name in _ARTICLE_TEXTS if name in marks), root)
    body = read_body(element)
    is_bold = any(block.bold for block in body.blocks)
    return Draft(
        title=title or None,
        blocks=body.blocks,
        removed=body.removed,
        lead=lead,
        form=Form.HTML if is_bold else Form.TEXT,
    )


def _without_repeats(draft: Draft) -> Draft:
    """The draft without what its first blocks repeat of title, lead and date."""
    removed: list[Removed] = []
    blocks = list(draft.blocks)
    while blocks and len(removed) < _MOST_REPEATED and (rule := _repeats(blocks[0], draft)):
        removed.append(Removed(rule, blocks.pop(0).text))
    if not removed or not blocks:
        return draft
    return replace(draft, blocks=tuple(blocks), removed=(*removed, *draft.removed))


def _repeats(block: Block, draft: Draft) -> str | None:
    """The rule by which a block only repeats what the row says elsewhere."""
    if block.kind is not BlockKind.PARAGRAPH:
        return None
    if DATE_LINE.fullmatch(block.text):
        return "date line again"
    if draft.title and folded(block.text) == folded(draft.title):
        return "title again"
    if draft.lead and folded(block.text) == folded(draft.lead):
        return "lead again"
    return None
