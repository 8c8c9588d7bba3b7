"""What a page tells of names, offices on cards apart → names to recognise labels by."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from index.names.lost_spaces import visible
from index.names.name_shapes import looks_full
from index.names.word import look_up, printed_words
from index.names.word_lists import plain
from search.records import Form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from index.blocks import Block, Facts
    from index.names.word import PrintedWord


@dataclass(frozen=True, slots=True)
class PageNames:
    """Names a page vouches for, and the words it prints beside the text.

    `listed` are the names of the persons list and of cards, as sets of words because these print
    the surname first; `labelled` the names that labels of the page print; `marked` tells that the
    page prints its labels in bold, `is_text` that it was saved without its markup.
    """

    listed: frozenset[frozenset[str]] = frozenset()
    labelled: frozenset[tuple[str, ...]] = frozenset()
    printed: frozenset[str] = frozenset()
    marked: bool = True
    is_text: bool = False

    @property
    def dialogue(self) -> bool:
        """Whether somebody is known to speak on the page."""
        return bool(self.labelled)

    def vouches(self, words: Sequence[PrintedWord]) -> bool:
        """Whether the list, a card or a label of the page has exactly this name."""
        name = tuple(word.folded for word in words)
        return name in self.labelled or frozenset(name) in self.listed

    def is_labelled(self, words: Sequence[PrintedWord]) -> bool:
        """Whether a label of the page prints exactly this name."""
        return tuple(word.folded for word in words) in self.labelled

    def has_word(self, word: str) -> bool:
        """Whether a name that the page vouches for has this word."""
        return plain(word) in _words_in(self.listed, self.labelled)

    def heads_of(self, rest: tuple[str, ...]) -> Collection[str]:
        """The first words of the names in labels whose other words are `rest`, folded."""
        return _heads(self.labelled).get(rest, ())

    def with_labels(self, read: Iterable[tuple[str, str | None]]) -> PageNames:
        """The same, with the names that labels have printed, each with the office before it."""
        names: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for name, role in read:
            names.setdefault(_folded(name), set()).add(_folded(role or ""))
        kept = frozenset(name for name in names if not self._holds_office(name, names))
        return replace(self, labelled=kept)

    def _holds_office(
        self, name: tuple[str, ...], others: Mapping[tuple[str, ...], Collection[tuple[str, ...]]]
    ) -> bool:
        """Whether `name` was read too long: it ends in another's, and begins as no name does.

        "Beekeeper Ivan Petrov" is no witness for itself where a label or the list has "Ivan
        Petrov"; but a label that was cut there ("Head of Tarvo | Ivan Petrov", "Tarvo Ivan Petrov")
        is none against it.
        """
        if frozenset(name) in self.listed:
            return False
        if any(name[:size] in others for size in range(2, len(name) - 1)):
            return True  # "Aide to President | Ivan Petrov Anna Orlova"
        for start in range(1, len(name) - 1):
            tail, head = name[start:], name[:start]
            offices = others.get(tail, ())
            apart = any(office[-start:] != head for office in offices)
            whole = apart or frozenset(tail) in self.listed
            begun = any(look_up(word).is_given_name or look_up(word).is_particle for word in head)
            if whole and not begun and not look_up(name[start]).is_initials:
                return True
        return False


@lru_cache(maxsize=8)
def _words_in(
    listed: frozenset[frozenset[str]], labelled: frozenset[tuple[str, ...]]
) -> frozenset[str]:
    """Every word of the names of one page, gathered once."""
    return frozenset(chain.from_iterable((*listed, *labelled)))


@lru_cache(maxsize=8)
def _heads(labelled: frozenset[tuple[str, ...]]) -> Mapping[tuple[str, ...], Collection[str]]:
    """The names of one page by what follows their first word."""
    heads: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(labelled):
        heads.setdefault(name[1:], []).append(name[0])
    return heads


def read_known(blocks: Sequence[Block], facts: Facts) -> PageNames:
    """What the persons list, the cards, title and lead of a page tell of names."""
    names = [*facts.persons, *(card.name for block in blocks for card in block.cards)]
    return PageNames(
        listed=frozenset(
            frozenset(word.folded for word in words) for words in map(_bare_name, names) if words
        ),
        printed=frozenset(_words([facts.title, facts.lead or "", *names])),
        marked=any(opens_bold(block) for block in blocks),
        is_text=facts.form is not Form.HTML,
    )


_HEAD: Final = re.compile(
    r"(?:^|(?<=[.!?…»”)]\s)|(?<=\n))(?P<name>[^\W\d_a-zа-яё][\w’'-]+(?:\s[^\W\d_a-zа-яё][\w’'-]+){1,3})\s?:\s"
)
_BULLETS: Final = " –—-•·*>"
_FEWEST_HEADS: Final = 3


def repeated_names(texts: Iterable[str]) -> Iterator[tuple[str, None]]:
    """Whole names that open texts, or sentences in them, before a colon, one of them twice.

    In a dialogue without an office and a listed name only this tells who speaks.
    """
    counted = Counter(found["name"] for text in texts for found in _HEAD.finditer(text))
    if sum(counted.values()) < _FEWEST_HEADS or len(counted) < 2 or max(counted.values()) < 2:
        return
    for name in counted:
        words = printed_words(name)
        if looks_full(words) and not any(word.is_foreign_to_names for word in words):
            yield name, None


def opens_bold(block: Block) -> bool:
    """Whether a block begins in bold; a letter, dash or bullet may stand before it."""
    before = visible(block.text[: block.bold[0].start]) if block.bold else ""
    return bool(block.bold) and len(before.strip(_BULLETS)) <= 1


def _bare_name(listed: str) -> list[PrintedWord]:
    """The words of a listed name before an office ("Karl II King of Norland"); none when it leads.

    A surname that is also a title ("King Anna") stays whole: no "of" follows.
    """
    words = printed_words(listed)
    if not any(word.text == "of" for word in words):
        return words
    title = next((at for at, word in enumerate(words) if word.is_title), 0)
    return words[:title]


def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.folded for word in printed_words(text))


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for word in text.split():
            bare = word.strip(".,:;()«»“”\"'’")
            yield plain(bare)
            if surname := look_up(bare).after_initials:
                yield plain(surname)
