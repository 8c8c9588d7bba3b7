"""HTML text → elements, and an element → its words: the only door to BeautifulSoup and lxml.

The rest of the cleaner names `Element` and the functions here; no other module imports bs4.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from index.cleaning.limits import refuse_long_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Tag
"""One element of a parsed page."""

SPACES: Final = re.compile(r"\s+")
_MOST_STEPS_BACK: Final = 60
_NO_TEXT: Final = frozenset({"script", "style", "template", "head", "svg"})


class Step(StrEnum):
    """What a walk meets."""

    OPEN = "open"
    TEXT = "text"
    CLOSE = "close"


class Event(NamedTuple):
    """One step of a walk: an element entered or left, or a piece of text inside it."""

    step: Step
    element: Element
    text: str = ""


def parse(html: str) -> Element:
    """The tree of a page or of a piece of one.

    `huge_tree` lifts libxml2's limits on depth and size: past them it drops the rest in silence.
    `Unreadable` for more tags than a page may have.
    """
    refuse_long_markup(html)
    return BeautifulSoup(html, "lxml", huge_tree=True)


class ElementWalk:
    """Everything below an element in printed order; may pass over what it just entered.

    Without recursion: hostile pages nest 10,000 deep.
    """

    def __init__(self, root: Element) -> None:
        self._stack: list[tuple[Element, Iterator[object]]] = [(root, iter(root.contents))]
        self._entered: Element | None = None

    def __iter__(self) -> Iterator[Event]:
        while self._stack:
            if self._entered is not None:
                self._stack.append((self._entered, iter(self._entered.contents)))
                self._entered = None
            element, children = self._stack[-1]
            child = next(children, None)
            if child is None:
                self._stack.pop()
                if self._stack:
                    yield Event(Step.CLOSE, element)
            elif isinstance(child, Tag):
                self._entered = child
                yield Event(Step.OPEN, child)
            elif isinstance(child, str) and not isinstance(child, PreformattedString):
                yield Event(Step.TEXT, element, str(child))

    def skip(self) -> None:
        """Pass over the element just entered: neither its inside nor its end is met."""
        self._entered = None


def classes(element: Element) -> frozenset[str]:
    """The classes of an element."""
    value = element.attrs.get("class")
    return frozenset([value] if isinstance(value, str) else value or ())


def attribute_of(element: Element, name: str) -> str:
    """An attribute as text, empty when absent."""
    value = element.get(name)
    return value if isinstance(value, str) else " ".join(value or ())


def words_of(element: Element, *, spans_apart: bool = False) -> str:
    """Every word below an element, blocks apart (cards lay out spans as such), spaces single."""
    pieces: list[str] = []
    steps = ElementWalk(element)
    for event in steps:
        if event.step is Step.TEXT:
            pieces.append(event.text)
        elif event.step is Step.OPEN and event.element.name in _NO_TEXT:
            steps.skip()
        elif not is_inline(event.element) or (spans_apart and event.element.name == "span"):
            pieces.append(" ")
    return SPACES.sub(" ", "".join(pieces)).strip()


def text_after(element: Element) -> str:
    """The text that follows an element at once; empty where another element does."""
    after = element.next_sibling
    return str(after) if isinstance(after, NavigableString) else ""


def ends_in(element: Element, mark: str) -> bool:
    """Whether the last words below an element end in `mark`.

    Looked for from behind and for so many steps only, for elements may nest as deep as they like.
    """
    waiting: list[object] = [element]
    for _ in range(_MOST_STEPS_BACK):
        node = waiting.pop() if waiting else None
        if isinstance(node, Tag):
            waiting += node.contents if node.name not in _NO_TEXT else ()
        elif isinstance(node, PreformattedString):
            continue
        elif isinstance(node, str) and (text := node.rstrip()):
            return text.endswith(mark)
    return False


_BLOCKS: Final = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
    }
    | {"dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li"}
    | {"listing", "main", "menu", "nav", "ol", "p", "plaintext", "pre", "search", "section"}
    | {"summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp"}
)
"""What HTML sets on lines of its own (the standard's section on rendering), and `br`."""
_UNSEEN: Final = frozenset(
    {
        "audio",
        "canvas",
        "datalist",
        "iframe",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "optgroup",
    }
    | {"option", "meter", "progress", "rp", "select", "template", "textarea", "video"}
)
"""What a browser shows nothing of, or a picture, a player or a field in place of the words."""
_NOT_DISPLAYED: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.IGNORECASE
)
_BOLD: Final = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"})
_WEIGHT: Final = re.compile(r"font-weight\s*:\s*(?:(?P<bold>bold(?:er)?|[6-9]00)|[a-z0-9]+)", re.I)


def is_inline(element: Element) -> bool:
    """Whether an element stands inside a line of text, as any does that HTML knows no block by."""
    return element.name not in _BLOCKS


def is_unseen(element: Element) -> bool:
    """Whether a browser shows no words of an element."""
    if element.name in _UNSEEN or not {"hidden", "popover"}.isdisjoint(element.attrs):
        return True
    if element.name == "dialog" and "open" not in element.attrs:
        return True
    return _NOT_DISPLAYED.search(attribute_of(element, "style")) is not None


def is_bold(element: Element) -> bool:
    """Whether an element prints its words in bold, by its name or by the style it carries."""
    weight = _WEIGHT.search(attribute_of(element, "style"))
    return element.name in _BOLD if weight is None else weight["bold"] is not None


def every(root: Element, name: str = "", cls: str = "", **wanted: str) -> Iterator[Element]:
    """The elements below `root` of that name, class and attributes, in printed order."""
    for node in root.descendants:
        if (
            isinstance(node, Tag)
            and (not name or node.name == name)
            and (not cls or cls in classes(node))
            and all(attribute_of(node, key) == value for key, value in wanted.items())
        ):
            yield node


def first(root: Element, name: str = "", cls: str = "", **wanted: str) -> Element | None:
    """The first of `every`, None when there is none."""
    return next(every(root, name, cls, **wanted), None)


def landmarks(root: Element) -> dict[str, Element]:
    """The first element of every class below `root`, and of every name, written `<h1>`."""
    found: dict[str, Element] = {}
    for element in every(root):
        found.setdefault(f"<{element.name}>", element)
        for mark in classes(element):
            found.setdefault(mark, element)
    return found
