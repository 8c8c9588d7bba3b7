"""Statements found → hits as they are shown: links, marks, and of each turn the best piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from search.highlight.snippet import snippet
from search.links import statement_links
from search.records import Hit, Part, TurnHit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Sequence as Row

    from search.answers.question import Question
    from search.engine import Found
    from search.highlight.highlighter import Highlighter
    from search.records import Statement, Turn, TurnId
    from search.word_rows import WordRow

_NO_GAPS: Final[frozenset[int]] = frozenset()
_ALL_PARTS: Final = tuple(Part)


class HitMaker(NamedTuple):
    """Makes the hits of one answer.

    `marks` finds words, with the help of the `rows` that the engine keeps of turns; `weights` are
    of its words; `q` is carried on by links.
    """

    question: Question
    marks: Highlighter
    rows: Mapping[TurnId, WordRow]
    weights: Row[int]
    q: str

    def hits(self, found: Iterable[Found]) -> tuple[Hit, ...]:
        """One each, in order."""
        link = statement_links(self.q)
        return tuple([self._hit(one, link(one.statement.id)) for one in found])

    def _hit(self, found: Found, link: str) -> Hit:
        statement, marks = found.statement, self.marks
        parts = found.matched_in or _ALL_PARTS  # none: they are not known
        return Hit(
            statement=statement,
            link=link,
            score=found.score,
            title_spans=marks.title(statement.title or "") if Part.TITLE in parts else (),
            matched_in=found.matched_in,
            missing=self.question.missing(found.missing),
            turns=self._turn_hits(found),
            matching_turns=found.matching_turns,
            lead_spans=()
            if found.turns or Part.LEAD not in parts
            else marks.lead(statement.lead or ""),
        )

    def _turn_hits(self, found: Found) -> tuple[TurnHit, ...]:
        """The turns shown; one that holds only words that decide no order yields to the others."""
        turns = [self._turn_hit(found.statement, turn) for turn in found.turns]
        marked = [one for one in turns if one.spans] if self.question.plain else turns
        return tuple(marked or turns)

    def _turn_hit(self, statement: Statement, turn: Turn) -> TurnHit:
        turn_id = statement.turn_id(turn)
        gaps = frozenset(mark.after for mark in turn.marks) if turn.marks else _NO_GAPS
        matches = self.marks.joined(turn, self.rows.get(turn_id))
        piece = snippet(turn.paragraphs, matches, gaps, weights=self.weights)
        return TurnHit(turn_id, turn, *piece)
