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
from search.store.renumbering import todays_numbers
from search.text_version import folded_words, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import SearchEngine
    from search.records import Statement, StatementId, Turn
    from search.store.renumbering import TodaysNumbers
    from search.store.versions import Versions

_ALIKE: Final = 0.5  # words with less in common are not the same passage, changed
_MOST_COMPARED: Final = 200  # of today's passages, looked at for the one that took a place
_MOST_WORDS: Final = 500  # of a passage: enough to tell whether two are alike


class WordsFate(StrEnum):
    """What today's text makes of the words a link was copied from."""

    SAME = "same"  # they stand where they stood
    MOVED = "moved"  # the very same stand under another number
    RELABELLED = "relabelled"  # they stand under a label that they did not have
    CHANGED = "changed"  # something much like them has taken their place
    DELETED = "deleted"  # nothing like them stands there
    WITHDRAWN = "withdrawn"  # the whole statement left the index


class PassageWords(NamedTuple):
    """Whose words a number names, and which: a turn's where it begins one, else a paragraph's.

    Where a paragraph ends is not among them; `begins` tells that the label is printed before them.
    """

    speaker: str | None
    label: str | None
    text: str
    begins: bool

    def same_as(self, other: PassageWords) -> bool:
        """Whether the very same stand there, of the same voice.

        Other rules may have read a label as the first words of its paragraph: it is the same page.
        """
        if self.text == other.text:
            return (self.speaker, self.label) == (other.speaker, other.label)
        return self._holds_label_of(other) or other._holds_label_of(self)

    def _holds_label_of(self, other: PassageWords) -> bool:
        before = folded_words(self.text.removesuffix(other.text))
        has_it = other.begins and self.text.endswith(other.text)
        return has_it and before == folded_words(other.label or "")


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
    rival: TodaysNumbers | None = None

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
    kept = _kept(versions, statement_id)
    names = _names(versions, statement_id, version)
    own = version_of(today) if today else None
    others = tuple(one for one in kept if version_of(one) != own)
    if today is not None and (not version or own in names):
        twins = tuple(one for one in kept if version_of(one) == own)
        return _of_todays_name(today, twins, others, number)
    named = [one for one in others if version_of(one) in names]
    if not named:
        if today is None:
            raise NotFound(f"there is no statement {statement_id} in this index")
        return FoundText(today, today, today, known=False, others=others, number=number)
    then = _with_number(named, number)
    if today is None:
        return FoundText(then, None, then, others=others, fate=WordsFate.WITHDRAWN)
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
    here = words_at(today, number)
    if here is not None and words.same_as(here):
        return WordsFate.SAME, number
    whole = turn is not None and turn.n == number
    passages = list(_passages(today, whole=whole))
    same = [place for place, other in passages if words.same_as(other)]
    if same:
        return WordsFate.MOVED, _nearest(same, number)
    before = {other for _, other in _passages(then, whole=whole)}
    new = [(place, other) for place, other in passages if other not in before]
    relabelled = [place for place, other in new if other.text == words.text]
    if relabelled:
        return WordsFate.RELABELLED, _nearest(relabelled, number)
    return _successor(words, passages, number)


def words_at(statement: Statement, number: int) -> PassageWords | None:
    """The words under a number: None where the text has none there."""
    turn = statement.turn_at(number)
    if turn is None:
        return None
    if turn.n == number:
        return _words(turn, turn.paragraphs, begins=True)
    for position, paragraph in enumerate(turn.paragraphs):
        if turn.ordinal(position) == number:
            return _words(turn, (paragraph,), begins=False)
    return None


def _of_todays_name(
    today: Statement, twins: Sequence[Statement], others: tuple[Statement, ...], number: int | None
) -> FoundText:
    """Today's text; of `twins`, the texts of its name, the one that alone has this number."""
    if number is not None:
        for twin in twins:
            place = todays_numbers(twin, today, number)
            if place and words_at(today, number) is None:
                moved = WordsFate.MOVED
                return FoundText(twin, today, twin, others=others, fate=moved, number=place.first)
            if place:
                return FoundText(today, today, today, others=others, number=number, rival=place)
    return FoundText(today, today, today, others=others, number=number)


def _serving(engine: SearchEngine, statement_id: StatementId) -> Statement | None:
    try:
        return engine.statement(statement_id)
    except NotFound:
        return None


def _kept(versions: Versions, statement_id: StatementId) -> tuple[Statement, ...]:
    """The texts kept of a statement; none where they cannot be read."""
    try:
        return tuple(one.statement for one in versions.of_statement(statement_id))
    except StoreUnavailable:  # told where somebody asks for them
        return ()


def _names(versions: Versions, statement_id: StatementId, version: str) -> frozenset[str]:
    """The name that a link holds, and what that text is called now."""
    if not version:
        return frozenset()
    try:
        return frozenset((version, versions.version_now(statement_id, version)))
    except StoreUnavailable:
        return frozenset((version,))


def _with_number(named: Sequence[Statement], number: int | None) -> Statement:
    """Of texts of one name the newest that has words under a number, else the newest."""
    having = [one for one in named if number is not None and words_at(one, number)]
    return (having or named)[-1]


def _passages(statement: Statement, *, whole: bool) -> Iterator[tuple[int, PassageWords]]:
    """Every turn under its number, or every paragraph."""
    for turn in statement.turns:
        if whole:
            yield turn.n, _words(turn, turn.paragraphs, begins=True)
            continue
        for position, paragraph in enumerate(turn.paragraphs):
            number = turn.ordinal(position)
            yield number, _words(turn, (paragraph,), begins=number == turn.n)


def _successor(
    words: PassageWords, passages: list[tuple[int, PassageWords]], number: int
) -> tuple[WordsFate, int | None]:
    """What took their place: the most alike of that voice."""
    near = sorted(passages, key=lambda passage: abs(passage[0] - number))[:_MOST_COMPARED]
    voice = words.speaker or words.label
    best, place = _ALIKE, None
    for at, other in near:
        same_voice = (other.speaker or other.label) == voice
        alike = Indel.normalized_similarity(_tokens(words), _tokens(other)) if same_voice else 0
        if alike > best:
            best, place = alike, at
    return (WordsFate.CHANGED, place) if place is not None else (WordsFate.DELETED, None)


def _nearest(places: list[int], number: int) -> int:
    return min(places, key=lambda place: abs(place - number))


def _tokens(words: PassageWords) -> list[str]:
    return words.text.split()[:_MOST_WORDS]


def _words(turn: Turn, paragraphs: Sequence[str], *, begins: bool) -> PassageWords:
    text = " ".join(" ".join(paragraphs).split())
    return PassageWords(turn.speaker, turn.label, text, begins)
