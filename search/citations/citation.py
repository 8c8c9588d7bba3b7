"""A statement, and what of it is cited → the facts that every style of citation prints.

Only what is printed or known stands here: names are as printed and never turned round, since which
of two words is the family's is not; an office is that of the label, never an inferred one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.errors import NotFound
from search.formats.credit import CREDIT, LICENCE_URL, PUBLISHER, credit_of, is_licensed
from search.links import absolute, official_url, permalink
from search.records import Evidence, TurnKind
from search.text_version import version_of

if TYPE_CHECKING:
    from datetime import date

    from search.engine import SearchEngine
    from search.records import Statement, Turn

_WEB: tuple[str, ...] = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited. `number` is the one in the link, None of a whole statement.

    `paragraphs` are the numbers of the first and the last that are cited.

    `id` is `en-17093` or `en-17093/12`; `speaker` null where nobody is named, `voice` then the
    printed word ("Question"); `link` is ours with the text's name; `qualifiers` are printed with
    the label, `twin` the official address of the same statement in the other language.
    """

    id: str
    title: str | None
    lang: str
    link: str
    version: str
    accessed: date
    credit: str
    publisher: str | None
    licence_url: str | None = None
    number: int | None = None
    paragraphs: tuple[int, int] | None = None
    kind: TurnKind | None = None
    evidence: Evidence | None = None
    speaker: str | None = None
    voice: str | None = None
    role: str | None = None
    qualifiers: tuple[str, ...] = ()
    date: date | None = None
    time: str | None = None
    place: str | None = None
    official: str | None = None
    twin: str | None = None

    @property
    def key(self) -> str:
        """A name for the record that programs take: letters, digits and hyphens."""
        return "onrecord-" + re.sub("[^A-Za-z0-9]+", "-", self.id).strip("-")

    @property
    def author(self) -> str | None:
        """Whose words they are: the speaker, else of the editors' own text its publisher."""
        if self.speaker or self.kind not in (None, TurnKind.NARRATIVE):
            return self.speaker
        return self.publisher

    @property
    def is_translation_known(self) -> bool:
        """Whether it is known that the site publishes this text as its English version."""
        return self.lang == "en" and self.credit == CREDIT


def cite(
    statement: Statement,
    number: int | None,
    accessed: date,
    root: str = "",
    twin: str | None = None,
) -> Citation:
    """The citation of a statement, or of the turn or paragraph that `number` names in it.

    `NotFound` where the text has no words under it. `root` is the site's address, for absolute
    links.
    """
    turn = None if number is None else _turn(statement, number)
    own = turn if turn else _only_speech(statement)
    official = official_url(statement)
    return Citation(
        id=statement.id if number is None else f"{statement.id}/{number}",
        title=statement.title,
        lang=statement.lang,
        link=absolute(root, permalink(statement, number)),
        version=version_of(statement),
        accessed=accessed,
        credit=credit_of(statement),
        publisher=PUBLISHER if is_licensed(statement) else statement.publisher,
        licence_url=LICENCE_URL if is_licensed(statement) else None,
        number=number,
        paragraphs=_paragraphs(turn, number) if turn else None,
        kind=turn.kind if turn else None,
        evidence=own.evidence if own else None,
        speaker=own.speaker if own else None,
        voice=turn.label if turn and not turn.speaker else None,
        role=own.role if own else None,
        qualifiers=turn.qualifiers if turn else (),
        date=statement.date,
        time=statement.time,
        place=statement.place,
        official=official if official and official.startswith(_WEB) else None,
        twin=twin if twin and twin.startswith(_WEB) else None,
    )


def twin_address(engine: SearchEngine, statement: Statement) -> str | None:
    """The official address of the same statement in another language that is indexed."""
    if statement.number is None:
        return None
    space = statement.id.removeprefix(f"{statement.lang}-")
    for other in engine.statements(statement.number):
        lang, _, rest = other.partition("-")
        if rest == space and lang != statement.lang:
            return official_url(engine.statement(other))
    return None


def _turn(statement: Statement, number: int) -> Turn:
    turn = statement.turn_at(number)
    if turn is None or number not in (turn.n, *_ordinals(turn)):
        raise NotFound(
            f"{statement.id} has no words under the number {number};"
            f" `onrecord show {statement.id}` lists its turns"
        )
    return turn


def _ordinals(turn: Turn) -> list[int]:
    return [turn.ordinal(at) for at in range(len(turn.paragraphs))]


def _paragraphs(turn: Turn, number: int | None) -> tuple[int, int] | None:
    """The whole turn where its own number is given, else the one paragraph."""
    if number is None or turn.n != number:
        return (number, number) if number else None
    ordinals = _ordinals(turn)
    return (ordinals[0], ordinals[-1]) if ordinals else None


def _only_speech(statement: Statement) -> Turn | None:
    """The first turn of a statement in which one named person speaks and nobody else does."""
    spoken = [turn for turn in statement.turns if turn.kind is not TurnKind.NARRATIVE]
    names = {turn.speaker for turn in spoken}
    return spoken[0] if len(names) == 1 and None not in names else None
