"""An element of the article → the rule that takes it out of the text, from one table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

from index.attribution.anonymous import is_plain_voice
from index.cleaning.markup import (
    Element,
    attribute_of,
    classes,
    ends_in,
    every,
    first,
    is_bold,
    is_inline,
    is_unseen,
    text_after,
    words_of,
)
from index.names.name_shapes import looks_full
from index.names.office_words import reads_as_office
from index.names.word import look_up, printed_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to take words out: its name in `removed`, the classes it goes by, and why."""

    name: str
    marks: frozenset[str]
    why: str


def _rule(name: str, marks: str, why: str) -> Rule:
    return Rule(name, frozenset(marks.split()), why)


PERSON_CARD: Final = _rule(
    "person card", "tooltip_person", "shows the office held on the day the page was saved"
)
GLOSSARY_CARD: Final = _rule(
    "glossary card", "tooltip_term", "a definition by the editors that pops up over a word"
)
SEE_ALSO: Final = _rule("see also", "read__cut", "links to other pages, often amid a speech")
ADDITIONAL: Final = _rule("additional", "", "the same frame under another heading")
ATTACHMENT: Final = _rule("attachment", "", "the same frame around a file to download")
PULL_QUOTE: Final = _rule("pull quote", "", "the editors repeat or stress a sentence (blockquote)")
NOT_SHOWN: Final = _rule("not shown", "", "what a browser shows nothing of, a label included")
NO_LABELS: Final = (PERSON_CARD, GLOSSARY_CARD, NOT_SHOWN)
"""What looks like a label in these is nobody's: every other rule refuses to take one out."""
CAPTION: Final = _rule("media caption", "media", "the title of one photo")
BOTTOM: Final = _rule("bottom block", "read__bottommeta hidden-copy", "the frame of the next two")
BOTTOM_PARTS: Final = (
    _rule("tags", "read__tags", "places, topics and persons, kept as the page's facts"),
    _rule("publication status", "read__status", "sections, date and links, kept as facts"),
)

RULES: Final = (
    PERSON_CARD,
    GLOSSARY_CARD,
    _rule("card", "read__tooltip", "any other card that pops up over a word"),
    SEE_ALSO,
    _rule("slider caption", "slider", "titles of a row of photos"),
    _rule("video description", "media__container media__container_video", "a player's caption"),
    _rule("video description", "video__description", "the text under a player"),
    CAPTION,
    *BOTTOM_PARTS,
    BOTTOM,
    _rule("unselectable", "masha-ignore", "what the site itself calls no text of the article"),
    _rule("hidden", "hidden", "what no reader of the page sees"),
)
"""In order of precedence: the first rule with a class of the element takes it out."""

OUTSIDE: Final = (
    _rule("crumb", "read__categ", "the section's name above the title"),
    _rule("announcement line", "announce_date", "the announced day, kept as `event_date`"),
)
"""What stands around the body and is neither title nor lead."""

_ADDITIONAL_HEADINGS: Final = frozenset({"additional", "дополнительно"})
_CUT_HEADING: Final = "cut__title"
_MOST_QUOTES: Final = 8  # one in another; of real pages none has a second
_TAG: Final = re.compile("<[^<>]*>")
_PLAIN_LABEL: Final = re.compile(
    r"[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?\s?[А-ЯЁ][а-яё-]+(?:\s?\([^)]*\))?\s?:\s"
)


def rule_for(element: Element, quotes: int = 0) -> Rule | None:
    """The rule that takes `element` out; None when its words are the article's.

    `quotes` is how many quotes it stands in whose words are; in many, the inner ones' are as well.
    """
    if element.name == "blockquote":
        return None if quotes >= _MOST_QUOTES or holds_label(element) else PULL_QUOTE
    if element.name == "figcaption":
        return CAPTION
    marks = classes(element)
    rule = next((rule for rule in RULES if rule.marks & marks), None) if marks else None
    if rule is None:
        return NOT_SHOWN if is_unseen(element) else None
    return _kind_of_cut(element) if rule is SEE_ALSO else rule


def holds_label(element: Element) -> bool:
    """Whether an element prints a speaker's label: a bold piece before a colon, or initials."""
    if any(_ends_in_colon(bold) for bold in every(element) if is_bold(bold)):
        return True
    return any(_PLAIN_LABEL.match(words_of(line)) for line in every(element, "p"))


def sets_label_apart(heading: Element) -> bool:
    """Whether a heading (bold as such) prints a label in bold of its own."""
    bold = (inside for inside in every(heading) if is_bold(inside))
    return any(_ends_in_colon(inside) for inside in bold)


def opens_label(line_break: Element) -> bool:
    """Whether bold words that end in a colon are the first after a `br`."""
    after = _first_printed(line_break.next_siblings)
    while isinstance(after, Element) and is_inline(after) and not is_bold(after):
        after = _first_printed(after.children)
    if not isinstance(after, Element) or not is_bold(after):
        return False
    return _ends_in_colon(after) and words_of(after) != ":"


def is_label(bold: Element, labels: Collection[str]) -> bool:
    """Whether bold words amid a line are a label: a voice, or a name, and then a colon.

    The name must begin as names do, be initials, end one of the `labels` printed above or be all
    the bold words, for what a speaker stresses is bold as well.
    """
    printed = words_of(bold).rstrip(": ")
    words = printed_words(printed)
    if not words or not _ends_in_colon(bold):
        return False
    if is_plain_voice(printed) or look_up(printed).has_initials:
        return True
    whole = looks_full(words) and not any(word.is_foreign_to_names for word in words)
    if whole or any(f" {label}".endswith(f" {printed}") for label in labels if " " in printed):
        return True
    name = words if words[0].is_given_name else words[-2:]
    return looks_full(name) and (name == words or reads_as_office(printed))


def begins_words(bold: Element) -> bool:
    """Whether a capital follows bold words and their colon, as after a label."""
    return text_after(bold).lstrip(": \u00a0")[:1].isupper()


def _first_printed(nodes: Iterable[object]) -> object:
    """The first of `nodes` that is no white space."""
    return next((node for node in nodes if not isinstance(node, str) or node.strip()), None)


def _ends_in_colon(bold: Element) -> bool:
    return text_after(bold).lstrip().startswith(":") or ends_in(bold, ":")


def taken_out(element: Element, rule: Rule) -> list[tuple[str, str]]:
    """What taking `element` out removes, as names of rules and words; frames part by part."""
    if rule is not BOTTOM:
        text = text_of(element)
        return [(rule.name, text)] if text else []
    whole = text_of(element)
    parts = [
        (part_rule.name, text_of(part))
        for part_rule in BOTTOM_PARTS
        for mark in part_rule.marks
        if (part := first(element, cls=mark)) is not None
    ]
    if sorted(whole.split()) == sorted(" ".join(text for _, text in parts).split()):
        return [(name, text) for name, text in parts if text]
    return [(rule.name, whole)]


def text_of(element: Element) -> str:
    """The words of a removed block; those of pictures and definitions stand in attributes."""
    captions = [attribute_of(image, "data-text") for image in every(element, "img")]
    definitions = [attribute_of(inside, "data-value") for inside in every(element, "span")]
    hidden = [*captions, *(unescape(_TAG.sub(" ", markup)) for markup in definitions)]
    texts = [words_of(element, spans_apart=True), *(" ".join(text.split()) for text in hidden)]
    return " · ".join(dict.fromkeys(text for text in texts if text))


def _kind_of_cut(element: Element) -> Rule:
    heading = first(element, cls=_CUT_HEADING)
    if any(link.has_attr("download") for link in every(element, "a")):
        return ATTACHMENT
    if heading is not None and words_of(heading).lower() in _ADDITIONAL_HEADINGS:
        return ADDITIONAL
    return SEE_ALSO
