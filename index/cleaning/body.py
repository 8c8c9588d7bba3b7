"""The element that holds an article's text → its blocks in order, and what was taken out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from index.blocks import Block, BlockKind
from index.cleaning import rules
from index.cleaning.limits import MOST_PARAGRAPHS, refuse_many
from index.cleaning.markup import ElementWalk, Step, first, is_bold, is_inline, words_of
from index.cleaning.paragraphs import Paragraph
from index.repeats import phrases_in
from index.saves.recognise import Unreadable
from search.analysis.tokenizer import folded
from search.records import Removed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.cleaning.markup import Element
    from index.cleaning.rules import Rule

_ITALIC: Final = frozenset({"i", "em"})
_NO_TEXT: Final = frozenset({"script", "style", "svg"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE: Final = frozenset({"br", "td", "th"})
_MAY_REPEAT: Final = frozenset({"pull quote", "media caption", "slider caption"})


@dataclass(frozen=True, slots=True)
class Body:
    """An article's text: blocks in printed order, and what the rules took out of it."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]


def read_body(element: Element) -> Body:
    """The blocks of an article; `Unreadable` when a rule would take out somebody's words."""
    return _Reader(element).read()


class _Reader:
    """Reads one body, step by step; `read` may be called once."""

    def __init__(self, element: Element) -> None:
        self._steps = ElementWalk(element)
        self._blocks: list[Block] = []
        self._removed: list[Removed] = []
        self._paragraph = Paragraph()
        self._ordinal = 0
        self._bold = self._italic = self._quotes = 0
        self._lines = int(element.name == "pre")  # in `pre` a line is a paragraph
        self._card_start: int | None = None
        self._labels: set[str] = set()  # bold words before a colon that opened paragraphs

    def read(self) -> Body:
        for event in self._steps:
            if event.step is Step.TEXT:
                self._text(event.text)
            elif event.step is Step.OPEN:
                self._open(event.element)
            else:
                self._style(event.element, -1)
        self._end_paragraph()
        return Body(tuple(self._blocks), tuple(_with_repeats(self._removed, self._blocks)))

    def _text(self, text: str) -> None:
        lines = [text]
        if self._lines:
            refuse_many(text.count("\n"), "lines", MOST_PARAGRAPHS)
            lines = text.split("\n")
        for position, line in enumerate(lines):
            if position:
                self._end_paragraph()
            self._paragraph.add(line, bold=self._bold > 0, italic=self._italic > 0)

    def _open(self, element: Element) -> None:
        rule = rules.rule_for(element, self._quotes)
        if rule is not None:
            self._steps.skip()
            self._take_out(element, rule)
        elif element.name in _NO_TEXT:
            self._steps.skip()
        elif element.name in _SPACE:
            if self._begins_label_after(element):
                self._end_paragraph()
            self._paragraph.add(" ")
        elif element.name == "hr":
            self._end_paragraph()
            self._blocks.append(Block(self._ordinal, BlockKind.SCENE, ""))
        else:
            self._style(element, 1)

    def _style(self, element: Element, step: int) -> None:
        if _prints_bold(element):
            if step > 0 and self._is_label_amid(element):
                self._end_paragraph()
            self._bold += step
        if element.name in _ITALIC:
            self._italic += step
        elif element.name == "a":
            self._card_start = len(self._paragraph) if step > 0 else None
        elif element.name in _SPACE:
            self._paragraph.add(" ")
        elif not is_inline(element):
            self._lines += step * (element.name == "pre")
            self._quotes += step * (element.name == "blockquote")
            self._end_paragraph()

    def _begins_label_after(self, element: Element) -> bool:
        """Whether a line break stands before a label in bold, which begins a paragraph."""
        inside = self._bold or self._card_start is not None
        if element.name != "br" or inside or not self._paragraph.is_said:
            return False
        return rules.opens_label(element)

    def _is_label_amid(self, element: Element) -> bool:
        """Whether bold words are a label after a sentence of somebody else, the break forgotten."""
        inside = self._bold or self._card_start is not None
        broken = self._paragraph.is_broken_off and rules.begins_words(element)
        if inside or not (self._paragraph.is_ended or broken):
            return False
        return rules.is_label(element, self._labels | self._paragraph.opening_label())

    def _take_out(self, element: Element, rule: Rule) -> None:
        if rule not in rules.NO_LABELS and rules.holds_label(element):
            raise Unreadable(
                f"the rule {rule.name!r} would take out a speaker's label in "
                f"“{words_of(element)[:120]}”; please report the page"
            )
        if not is_inline(element):
            self._end_paragraph()
        if rule is rules.PERSON_CARD and self._card_start is not None:
            title = first(element, cls="tooltip_title")
            self._paragraph.add_card(self._card_start, words_of(title) if title else "")
        self._removed += [Removed(name, text) for name, text in rules.taken_out(element, rule)]

    def _end_paragraph(self) -> None:
        block = self._paragraph.block(self._ordinal + 1)
        if block is not None:
            self._ordinal += 1
            refuse_many(self._ordinal, "paragraphs", MOST_PARAGRAPHS)
            self._blocks.append(block)
            self._labels |= self._paragraph.opening_label()
        self._paragraph = Paragraph()


def _prints_bold(element: Element) -> bool:
    """Whether an element sets its words apart in bold; all of a heading is, unless a label is."""
    return is_bold(element) and not (element.name in _HEADINGS and rules.sets_label_apart(element))


def _with_repeats(removed: Sequence[Removed], blocks: Sequence[Block]) -> list[Removed]:
    """`removed`, where quotes and captions say whether their words stand in the text as well."""
    if not any(block.rule in _MAY_REPEAT for block in removed):
        return list(removed)
    spoken = folded(" ".join(block.text for block in blocks)).split(" ")
    phrases = {block.text: tuple(folded(block.text).split(" ")) for block in removed}
    said = phrases_in(spoken, {phrases[one.text] for one in removed if one.rule in _MAY_REPEAT})
    return [
        replace(block, repeats=phrases[block.text] in said) if block.rule in _MAY_REPEAT else block
        for block in removed
    ]
