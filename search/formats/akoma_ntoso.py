"""Statements → one Akoma Ntoso 3.0 file, a document of a collection each, made as it is read.

A statement stands whole; turns that match what was asked carry the class `match`. Words of a
speaker are `speech` under the printed label (`from`), those of the editors `narrative`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.formats.akn_meta import (
    NAMESPACE,
    OWN_NAMESPACE,
    Referred,
    collection_meta,
    statement_meta,
    tag,
    xml_text,
)
from search.records import MarkKind, TurnKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from search.records import Mark, Statement, Turn

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<akomaNtoso xmlns="{NAMESPACE}" xmlns:on="{OWN_NAMESPACE}">\n'
    '<documentCollection name="statements">\n'
)
_FOOT: Final = "</collectionBody>\n</documentCollection>\n</akomaNtoso>\n"
_NOTHING: Final = "No statement matches."


def akn_pieces(
    found: Iterable[tuple[Statement, Collection[int]]], name: str, made: date, root: str = ""
) -> Iterator[str]:
    """The file a statement at a time; beside each the numbers of its turns that match.

    `name` says what was asked for, `made` is the day the index was built, `root` the site's
    address, for absolute links.
    """
    yield f"{_HEAD}{collection_meta(name, made)}\n<collectionBody>\n"
    count = 0
    for one, matching in found:
        count += 1
        document = _document(one, matching, made, root)
        yield tag("component", {"eId": f"component_{count}"}, document) + "\n"
    if not count:
        nothing = tag("interstitial", {"eId": "nothing"}, tag("p", {}, _NOTHING))
        yield tag("component", {"eId": "component_0"}, nothing) + "\n"
    yield _FOOT


def _document(one: Statement, matching: Collection[int], made: date, root: str) -> str:
    referred = Referred(one.id)
    turns = "".join(_turn(turn, referred, turn.n in matching) for turn in one.turns)
    heading = tag("heading", {}, xml_text(one.title)) if one.title else ""
    section = {"name": "statement", "eId": f"{one.id}__dbsect_1"}
    body = tag("debateBody", {}, tag("debateSection", section, heading + turns))
    lead = tag("p", {"class": "lead"}, xml_text(one.lead)) if one.lead else ""
    title = tag("p", {}, tag("docTitle", {}, xml_text(one.title))) if one.title else ""
    preface = tag("preface", {}, title + lead) if title or lead else ""
    content = statement_meta(one, referred, made, root) + preface + body
    return tag("debate", {"name": "statement"}, content)


def _turn(turn: Turn, referred: Referred, matches: bool) -> str:
    """A turn under its label, or the editors' words each by itself."""
    if turn.kind is TurnKind.NARRATIVE:
        return _paragraphs(turn, referred, "narrative", "match" if matches else None)
    told = {
        "eId": f"{referred.prefix}__speech_{turn.n}",
        "by": f"#{referred.person(turn)}",
        "as": f"#{referred.role(turn.role)}" if turn.role else None,
        "class": "match" if matches else None,
        "on:evidence": turn.evidence.value,
        "on:kind": turn.kind.value,
        "on:roleInferred": turn.role_inferred,
        "on:qualifiers": "; ".join(turn.qualifiers) or None,
    }
    label = tag("from", {}, xml_text(turn.label)) if turn.label else ""
    return tag("speech", told, label + (_paragraphs(turn, referred, "p") or tag("p", {})))


def _paragraphs(turn: Turn, referred: Referred, name: str, kind: str | None = None) -> str:
    """The paragraphs, with what the editors marked between them."""
    pieces = [_mark(one) for one in turn.marks if one.after < 0]
    for at, text in enumerate(turn.paragraphs):
        id = f"{referred.prefix}__p_{turn.ordinal(at)}"
        pieces.append(tag(name, {"eId": id, "class": kind}, xml_text(text)))
        pieces += [_mark(one) for one in turn.marks if one.after == at]
    return "".join(pieces)


def _mark(mark: Mark) -> str:
    if mark.kind is MarkKind.ABRIDGED:
        return tag("p", {}, tag("omissis", {}, xml_text(mark.text)))
    return tag("p", {}, tag("remark", {"type": "sceneDescription"}, xml_text(mark.text)))
