"""What somebody has typed so far → words, speakers and titles of the index it may be going to be.

A completion is a whole query: what was typed with its end replaced. What is not there is tried as
the same keys give it on the other keyboard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from search.analysis.tokenizer import stem, tokens
from search.query.grammar import FIELD_NAMES
from search.query.quotation_marks import SIGNS, closing, open_quotation
from search.suggest.corrections import cased
from search.suggest.keyboard_layout import other_layouts
from search.suggest.speaker_labels import speaker_labels, value_of
from search.suggest.speaker_names import SpeakerNames
from search.suggest.title_index import TitleIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.analysis.tokenizer import Token
    from search.engine import SearchEngine
    from search.records import SpeakerRow, StatementId
    from search.suggest.speaker_labels import SpeakerLabels

MOST_TYPED_CHARS: Final = 200  # nobody completes a longer query
_MOST_SPEAKERS: Final = 3
_MOST_TITLES: Final = 3
_LONGEST_NAME_WORDS: Final = 5
_LEAST_NAME_CHARS: Final = 3  # fewer begin half of all names; in speaker:… any do
_LEAST_TITLE_CHARS: Final = 3
_WORDS_LOOKED_AT: Final = 50  # forms of one word stand side by side: several make one completion
_NAMED: Final = ("speaker", "person")
_WORDED: Final = (None, "title")
_FIELD: Final = re.compile(rf"(?<![^\s(+\-])(?P<name>(?i:{'|'.join(FIELD_NAMES)})):\s*$")
_JOINED: Final = re.compile(r"[^\s:]*$")  # what goes before the last word without a space
_BEGINS: Final = re.compile(r"(?:^|[\s(])[+\-]?$")  # what a field's name may follow
_SYNTAX: Final = re.compile(rf"[{SIGNS}:()*?~]|(?<!\S)(?:OR|AND|NOT|-)")


class CompletionKind(StrEnum):
    """What a completion is."""

    WORD = "word"
    SPEAKER = "speaker"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: what to show and the query it makes.

    `count` is how much there is of it: places that hold a word, statements of a speaker, statements
    with a title, of which `statement` is the newest.
    """

    kind: CompletionKind
    text: str
    query: str
    count: int
    statement: StatementId | None = None


class Completer:
    """Completes from one engine; its tables are made at first use, and safe to share."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def complete(self, text: str, most: int = 10, lang: str = "en") -> tuple[Completion, ...]:
        """At most `most` ways to go on from `text`; none where it does not end in a word.

        Speakers are called as readers of `lang` know them.
        """
        if len(text) > MOST_TYPED_CHARS:
            return ()
        for typed in (text, *other_layouts(text)):
            found = self._completed(typed, most, lang)
            if found:
                return found
        return ()

    def _completed(self, text: str, most: int, lang: str) -> tuple[Completion, ...]:
        typed = _read(text)
        if typed is None or most < 1:
            return ()
        speakers = list(self._speakers(typed, lang))[:_MOST_SPEAKERS]
        titles = list(self._titles(typed))
        room = max(most - len(speakers) - len(titles), 0)
        words = islice(self._words(typed), room)
        ordered = (titles, words) if typed.field == "title" else (words, titles)
        return (*speakers, *ordered[0], *ordered[1])[:most]

    def _words(self, typed: _Typed) -> Iterator[Completion]:
        """Words that begin as the last one, the most frequent first, a stem's forms once."""
        if typed.field not in _WORDED:
            return
        lexicon = self._engine.lexicon()
        last = typed.tokens[-1]
        is_word = last.text in lexicon and not typed.quote  # all its forms are found already
        seen = {stem(last.text)} if is_word else set()
        found = lexicon.prefixed(last.text, _WORDS_LOOKED_AT).words
        for word in sorted(found, key=lambda one: -lexicon.count(one)):
            key = word if typed.quote else stem(word)
            if key in seen or word == last.text:
                continue
            seen.add(key)
            shown = cased(word, typed.text[last.start : last.end])
            query = typed.text[: last.start] + shown + typed.closing
            yield Completion(CompletionKind.WORD, shown, query, lexicon.count(word))

    def _speakers(self, typed: _Typed, lang: str) -> Iterator[Completion]:
        """Speakers whom the last words name, as many of these as do."""
        labels = speaker_labels(self._engine, lang)
        if typed.field not in (None, *_NAMED) or (typed.quote and typed.field is None):
            return
        for tail in typed.tails():
            if typed.field is None and sum(len(token.text) for token in tail) < _LEAST_NAME_CHARS:
                return
            before = typed.text[: _value_start(typed.text, tail[0].start)]
            rows = self._names.starting_with([token.text for token in tail])
            if rows and _BEGINS.search(before):
                for row in rows:
                    label = labels.labels[value_of(row)]
                    query = before + self._asking_for(row, labels)
                    yield Completion(CompletionKind.SPEAKER, label, query, row.statements)
                return

    def _titles(self, typed: _Typed) -> Iterator[Completion]:
        """Titles that hold everything typed."""
        rest = typed.text[typed.value :] if typed.field == "title" else typed.text
        row = [token.text for token in tokens(rest)]
        if _SYNTAX.search(rest.strip(SIGNS)) or len("".join(row)) < _LEAST_TITLE_CHARS:
            return
        before = typed.text[: _value_start(typed.text, typed.value)] if typed.field else ""
        for title in self._by_title.starting_with(row, _MOST_TITLES):
            query = before + _valued("title", title.text)
            yield Completion(
                CompletionKind.TITLE, title.text, query, title.statements, title.newest
            )

    def _asking_for(self, row: SpeakerRow, labels: SpeakerLabels) -> str:
        """What finds this speaker and no other: the name where it is one's only, else the value."""
        value = value_of(row)
        if row.person is None:
            return _valued("speaker", value)
        for name in (labels.names[value], row.name):
            if len(self._names.found_by(name)) == 1:
                return _valued("speaker", name)
        return _valued("speaker", value)

    @cached_property
    def _names(self) -> SpeakerNames:
        return SpeakerNames(self._engine.speakers())

    @cached_property
    def _by_title(self) -> TitleIndex:
        return TitleIndex(self._engine.titles())


class _Typed(NamedTuple):
    """What was typed: its words, the sign of a quotation left open, the field of its last value."""

    text: str
    tokens: Sequence[Token]
    quote: str
    field: str | None
    value: int  # where that value begins, or the last word

    @property
    def closing(self) -> str:
        """What closes the open quotation."""
        return closing(self.quote) if self.quote else ""

    def tails(self) -> Iterator[Sequence[Token]]:
        """The last words that may be one name, more before fewer; all of an open quotation."""
        if self.quote:
            yield [token for token in self.tokens if token.start >= self.value]
            return
        for start in range(max(len(self.tokens) - _LONGEST_NAME_WORDS, 0), len(self.tokens)):
            yield self.tokens[start:]


def _read(text: str) -> _Typed | None:
    """What `text` is in the middle of; None when it ends no word."""
    found = list(tokens(text))
    if not found or found[-1].end != len(text):
        return None
    opened = open_quotation(text)
    start = found[-1].start if opened is None else opened + 1
    before = _JOINED.sub("", text[:start]) if opened is None else text[:opened]
    field = _FIELD.search(before)
    return _Typed(
        text,
        found,
        text[opened] if opened is not None else "",
        field["name"].lower() if field else None,
        start,
    )


def _value_start(text: str, at: int) -> int:
    """Where the value begins that `at` stands in: before its field's name and quotation mark."""
    field = _FIELD.search(_JOINED.sub("", text[:at]).rstrip(SIGNS))
    return field.start() if field else at


def _valued(field: str, value: str) -> str:
    """A field with its value as it is written in a query."""
    plain = " ".join(re.sub(f"[{SIGNS}]", " ", value).split())
    return f"{field}:{plain}" if re.fullmatch(r"[\w=-]+", plain) else f'{field}:"{plain}"'
