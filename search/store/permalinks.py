"""A statement, a number and the text a link names → the words to show, and what became of them.

A link holds the name of the text it was copied from (`search.text_version`). Where that text no
longer serves, what counts is whether these very words, the turn's or the paragraph's, still stand
in today's, and under which number: another's words are never shown in their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import Indel

from search.errors import NotFound, StoreUnavailable
from search.text_version import version_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engine import SearchEngine
    from search.records import Statement, StatementId
    from search.store.versions import Versions

_ALIKE: Final = 0.5  # words with less in common are not the same passage, changed
_MOST_COMPARED: Final = 200  # of today's passages, looked at for the one that took a place
_MOST_WORDS: Final = 500  # of a passage: enough to tell whether two are alike


class WordsFate(StrEnum):
    """What today's text makes of the words a link was copied from."""

    SAME = "same"  # they stand where they stood
    MOVED = "moved"  # the very same stand under another number
    CHANGED = "changed"  # something much like them has taken their place
    DELETED = "deleted"  # nothing like them stands there
    WITHDRAWN = "withdrawn"  # the whole statement left the index


class PassageWords(NamedTuple):
    """Whose words a number names, and which: a turn's where it begins one, else a paragraph's."""

    speaker: str | None
    label: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundText:
    """The text to show for a link.

    `today` is the text that serves, None where none does; `known` whether the text that the link
    names is known (also where it names none); `others` the other texts kept of the statement.
    `named` is the text that the link itself names, where it is known (today's where it names none).
    Where another saved text has the same name, the very same words under other numbers, `rival` is
    where today's has those that stand under the link's number there.
    `fate` is of the words at the link's number, or of the whole statement; `number` where they, or
    what took their place, stand today.
    """

    statement: Statement
    today: Statement | None
    named: Statement
    known: bool = True
    others: tuple[Statement, ...] = ()
    fate: WordsFate = WordsFate.SAME
    number: int | None = None
    rival: int | None = None

    @property
    def is_former(self) -> bool:
        """Whether the text shown is another than today's."""
        return self.today is None or self.statement is not self.today

    @property
    def kept_version(self) -> str:
        """The name that links of the page carry on: "" where today's text is shown."""
        return version_of(self.statement) if self.is_former else ""


def find_text(
    versions: Versions,
    engine: SearchEngine,
    statement_id: StatementId,
    version: str = "",
    number: int | None = None,
) -> FoundText:
    """What a link opens; `NotFound` where neither the index nor the kept texts have it.

    The text that serves is shown wherever it holds the same words under the same number.
    """
    today = _serving(engine, statement_id)
    if today is not None and not version:
        return FoundText(today, today, today, others=_others(versions, today), number=number)
    then, others = _named(versions, statement_id, today, version)
    if then is None:
        if today is None:
            raise NotFound(f"there is no statement {statement_id} in this index")
        return FoundText(today, today, today, known=False, others=others, number=number)
    if today is None:
        return FoundText(then, None, then, others=others, fate=WordsFate.WITHDRAWN)
    rival = _rival(versions, today, number) if then is today else None
    if rival and number is not None and words_at(today, number) is None:
        then = rival  # no words of today's have this number: it was copied from the other text
    if then is today:
        place = compare_words(rival, today, number)[1] if rival else None
        return FoundText(today, today, today, others=others, number=number, rival=place)
    fate, place = compare_words(then, today, number)
    shown = today if fate is WordsFate.SAME and number is not None else then
    return FoundText(shown, today, then, others=others, fate=fate, number=place)


def compare_words(
    then: Statement, today: Statement, number: int | None
) -> tuple[WordsFate, int | None]:
    """What became of the words that `number` names in `then`, and their number in `today`."""
    if number is None:
        return WordsFate.CHANGED, None
    words, turn = words_at(then, number), then.turn_at(number)
    if words is None and turn is not None:  # a label or a mark inside it
        words, number = words_at(then, turn.n), turn.n
    if words is None:
        return WordsFate.DELETED, None
    if words == words_at(today, number):
        return WordsFate.SAME, number
    passages = list(_passages(today, whole=turn is not None and turn.n == number))
    same = [place for place, other in passages if other == words]
    if same:
        return WordsFate.MOVED, min(same, key=lambda place: abs(place - number))
    return _successor(words, passages, number)


def words_at(statement: Statement, number: int) -> PassageWords | None:
    """The words under a number: None where the text has none there."""
    turn = statement.turn_at(number)
    if turn is None:
        return None
    if turn.n == number:
        return PassageWords(turn.speaker, turn.label, _spaced(turn.paragraphs))
    for position, paragraph in enumerate(turn.paragraphs):
        if turn.ordinal(position) == number:
            return PassageWords(turn.speaker, turn.label, _spaced((paragraph,)))
    return None


def _serving(engine: SearchEngine, statement_id: StatementId) -> Statement | None:
    try:
        return engine.statement(statement_id)
    except NotFound:
        return None


def _others(versions: Versions, today: Statement) -> tuple[Statement, ...]:
    """Texts kept under other names than today's."""
    own = version_of(today)
    return tuple(one for one in _kept(versions, today.id) if version_of(one) != own)


def _rival(versions: Versions, today: Statement, number: int | None) -> Statement | None:
    """A text of today's name with other words under `number`: it numbers paragraphs otherwise."""
    if number is None:
        return None
    own, words = version_of(today), words_at(today, number)
    for other in _kept(versions, today.id):
        if version_of(other) == own and words_at(other, number) not in (None, words):
            return other
    return None


def _kept(versions: Versions, statement_id: StatementId) -> tuple[Statement, ...]:
    """The texts kept of a statement; none where they cannot be read."""
    try:
        return tuple(one.statement for one in versions.of_statement(statement_id))
    except StoreUnavailable:  # told where somebody asks for them
        return ()


def _named(
    versions: Versions, statement_id: StatementId, today: Statement | None, version: str
) -> tuple[Statement | None, tuple[Statement, ...]]:
    """The text that a link names, by its name then or now, and those with other names."""
    own = version_of(today) if today else None
    try:
        names = {version, versions.version_now(statement_id, version)}
    except StoreUnavailable:
        names = {version}
    others = tuple(one for one in _kept(versions, statement_id) if version_of(one) != own)
    if own in names:
        return today, others
    named = [one for one in others if version_of(one) in names]
    return (named[-1] if named else None), others


def _passages(statement: Statement, *, whole: bool) -> Iterator[tuple[int, PassageWords]]:
    """Every turn under its number, or every paragraph."""
    for turn in statement.turns:
        if whole:
            yield turn.n, PassageWords(turn.speaker, turn.label, _spaced(turn.paragraphs))
            continue
        for position, paragraph in enumerate(turn.paragraphs):
            words = PassageWords(turn.speaker, turn.label, _spaced((paragraph,)))
            yield turn.ordinal(position), words


def _successor(
    words: PassageWords, passages: list[tuple[int, PassageWords]], number: int
) -> tuple[WordsFate, int | None]:
    """What took their place: the same under another name, else the most alike of that voice."""
    reassigned = [place for place, other in passages if other.paragraphs == words.paragraphs]
    if reassigned:
        return WordsFate.CHANGED, min(reassigned, key=lambda place: abs(place - number))
    near = sorted(passages, key=lambda passage: abs(passage[0] - number))[:_MOST_COMPARED]
    voice = words.speaker or words.label
    best, place = _ALIKE, None
    for at, other in near:
        same_voice = (other.speaker or other.label) == voice
        alike = Indel.normalized_similarity(_tokens(words), _tokens(other)) if same_voice else 0
        if alike > best:
            best, place = alike, at
    return (WordsFate.CHANGED, place) if place is not None else (WordsFate.DELETED, None)


def _tokens(words: PassageWords) -> list[str]:
    return " ".join(words.paragraphs).split()[:_MOST_WORDS]


def _spaced(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(paragraph.split()) for paragraph in paragraphs)
