"""Words that stand in no text the index serves + kept versions → the version they stood so in.

Of the statements nearest to a quotation every kept version is read; of the others as many as can
be held in memory, the newest first.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from search.analysis.tokenizer import words as tokens_of
from search.quotes.candidates import folded_tokens
from search.quotes.passages import PlaceText
from search.quotes.verdicts import EarlierPassage
from search.records import Part
from search.text_version import version_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.quotes.alignment.quoted_words import QuotedWord
    from search.records import StatementId
    from search.store.versions import Version, Versions

_MOST_HELD: Final = 300  # versions of all statements whose words are held
_MOST_READ: Final = 3  # statements near to a quotation of which all versions are read


class EarlierTexts:
    """The kept versions of statements; for one generation, safe to share."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions

    def find(
        self, words: Sequence[QuotedWord], near: Sequence[StatementId]
    ) -> EarlierPassage | None:
        """Where words stand one after the other in a version, numbers as printed."""
        wanted = f" {' '.join(folded_tokens(words))} "
        ids = list(dict.fromkeys(near))[:_MOST_READ]
        more = [one for one, text in self._held if one not in ids and wanted in text]
        for one in (*ids, *dict.fromkeys(more)):
            for version in reversed(self._versions.of_statement(one)):
                found = _passage(version, words)
                if found is not None:
                    return found
        return None

    @cached_property
    def _held(self) -> list[tuple[StatementId, str]]:
        """The folded words of all versions, as far as they are held."""
        return [
            (one.statement.id, f" {' '.join(tokens_of(_text(one)))} ")
            for one in self._versions.newest(_MOST_HELD)
        ]


def _text(version: Version) -> str:
    return "\n\n".join(text for turn in version.statement.turns for text in turn.paragraphs)


def _passage(version: Version, words: Sequence[QuotedWord]) -> EarlierPassage | None:
    keys = [word.key for word in words]
    for place, at in _places(version, keys):
        start, end = place.whole().span(at, at + len(keys))
        begin, close, paragraph = place.paragraph_range(start, end)
        statement = replace(version.statement, version=version_of(version.statement))
        day = statement.updated or (version.saved.date() if version.saved else None)
        day = day or (version.seen.date() if version.seen else None)
        return EarlierPassage(statement, place.turn, paragraph, place.text[begin:close], day)
    return None


def _places(version: Version, keys: Sequence[str]) -> Iterator[tuple[PlaceText, int]]:
    for turn in version.statement.turns:
        place = PlaceText(version.statement, Part.TURNS, turn)
        printed = [word.key for word in place.whole().words]
        for at in range(len(printed) - len(keys) + 1):
            if printed[at] == keys[0] and printed[at : at + len(keys)] == keys:
                yield place, at
