"""Statements, turns, an index → parts of an answer: whose words, from where, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.formats.credit import credit_of
from search.links import absolute, official_url, permalink
from search.records import TurnKind
from search.statement_json import Shape, day_text
from search.text_version import version_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.assistant.chunks import ParagraphPiece
    from search.records import Manifest, Statement, Turn

QUOTE_ONLY: Final = (
    "Quote only what stands in `text` or `paragraphs`, letter by letter, with its speaker, date"
    " and link. `evidence: none` and `kind: narrative` are the editors' words, nobody's speech;"
    " `role_inferred` was not printed there."
)


def statement_part(statement: Statement, root: str, number: int | None = None) -> Shape:
    """When and where it was said, and where it stands; `number` is a paragraph's."""
    return {
        "date": day_text(statement.date),
        "time": statement.time,
        "place": statement.place,
        "statement": statement.title,
        "lang": statement.lang,
        "abridged": statement.abridged,
        "link": absolute(root, permalink(statement, number)),
        "official": official_url(statement),
        "version": version_of(statement),
        "credit": credit_of(statement),
    }


def turn_part(turn: Turn | None) -> Shape:
    """Whose words they are, by which evidence; all null where the words are nobody's turn."""
    return {
        "label": turn.label if turn else None,
        "speaker": turn.speaker if turn else None,
        "person": turn.person if turn else None,
        "role": turn.role if turn else None,
        "role_inferred": turn.role_inferred if turn else None,
        "qualifiers": list(turn.qualifiers) if turn else [],
        "kind": turn.kind.value if turn else None,
        "evidence": turn.evidence.value if turn else None,
    }


def paragraph_parts(pieces: Iterable[ParagraphPiece]) -> list[Shape]:
    """Paragraphs with their numbers, verbatim."""
    return [
        {
            "n": one.turn.ordinal(one.position),
            "evidence": one.turn.paragraph_evidence(one.position).value,
            "text": one.text,
            "goes_on": one.goes_on,
        }
        for one in pieces
    ]


def voice(turn: Turn) -> str:
    """Who speaks, in a line: the printed label, else the name, else whose words they are."""
    if turn.kind is TurnKind.NARRATIVE:
        return "the editors' words"
    return turn.label or turn.speaker or "nobody is named"


def address(statement: Statement, root: str, number: int | None = None) -> str:
    """An address that opens: ours where the site has one, else the official one."""
    own = absolute(root, permalink(statement, number))
    return own if root else official_url(statement) or own


def searched_part(manifest: Manifest) -> Shape:
    """What the index holds, and in sentences what was therefore not searched."""
    held = manifest.coverage
    return {
        "statements": held.statements,
        "turns": held.turns,
        "from": day_text(held.first),
        "until": day_text(held.last),
        "languages": dict(held.languages),
        "undated": held.undated,
        "abridged": held.abridged,
        "unattributed": held.without_speech,
        "generation": manifest.generation,
        "sample": manifest.sample,
        "not_searched": _not_searched(manifest),
    }


def _not_searched(manifest: Manifest) -> list[str]:
    held = manifest.coverage
    days = f", of {held.first} to {held.last}" if held.first and held.last else ""
    told = [
        f"Whatever is not among the {held.statements:,} statements of this index{days}:"
        " that nothing is found does not mean that it was never said."
    ]
    if held.abridged:
        told.append(
            f"What editors left out: {held.abridged:,} statements are marked as abridged by them."
        )
    if held.without_speech:
        told.append(
            f"By speaker: the {held.without_speech:,} statements in which nobody is named as"
            " speaking."
        )
    if held.undated:
        told.append(f"By date: the {held.undated:,} statements without a date.")
    if manifest.sample:
        told.append("Real statements: this index is a sample of invented people and countries.")
    return told
