"""An assistant's question → an answer in JSON's own types: search, fetch, check, count, cite."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from search.answers.frequency import frequency
from search.answers.searcher import Searcher
from search.assistant.answer_parts import (
    QUOTE_ONLY,
    address,
    paragraph_parts,
    searched_part,
    statement_part,
    turn_part,
    voice,
)
from search.assistant.chunks import MOST_CHARS, by_turn, chunks
from search.assistant.references import (
    TextReference,
    find_statement,
    find_turn,
    read_reference,
)
from search.citations.citation import cite, twin_address
from search.citations.styles import CitationStyle, render
from search.engines import Serving
from search.errors import BadValue, NotFound, UsageError
from search.formats.check_shapes import check_shape
from search.formats.credit import credit_of
from search.formats.json_shapes import credit_shape, frequency_shape
from search.links import absolute, search_link
from search.query.dates import read_period
from search.query.grammar import within_limits
from search.query.request import Request, read_request
from search.quotes.checker import QuoteChecker
from search.store.versions import FILE_NAME, Versions
from search.suggest.per_generation import PerGeneration
from search.text_version import version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from search.assistant.chunks import ParagraphPiece
    from search.engine import SearchEngine
    from search.records import Hit, Statement, Turn, TurnHit
    from search.settings import Settings
    from search.statement_json import Shape

LISTED: Final = 10
"""Statements of one search: an assistant reads all of an answer."""
MOST_NEIGHBOURS: Final = 10
MOST_QUOTE_CHARS: Final = 20_000


class AssistantTools:
    """The tools over the generation that serves. Every method raises `OnrecordError` alone."""

    def __init__(
        self,
        settings: Settings,
        today: Callable[[], date],
        engine: Callable[[], SearchEngine] | None = None,
    ) -> None:
        self._root, self._today = settings.public_url, today
        self._engine = engine or Serving(settings).engine
        self._versions = Versions(settings.data / FILE_NAME)
        self._checkers = PerGeneration(lambda engine: QuoteChecker(engine, today))

    def search(self, query: str) -> Shape:
        """Turns that match, best first, each with the piece of it that shows why."""
        engine = self._engine()
        request = replace(read_request([("q", query)])[0], limit=LISTED)
        results = Searcher(engine, self._today()).search(request, facets=())
        found = [one for hit in results.hits for one in self._results(hit)]
        more = results.total.statements - sum(not hit.missing for hit in results.hits)
        return {
            "results": found,
            "understood": results.understood,
            "dropped": list(results.dropped),
            "total": {
                "statements": results.total.statements,
                "turns": results.total.turns,
                "partial": results.total.partial,
            },
            "not_listed": max(more, 0),
            "suggestion": results.suggestion,
            "link": absolute(self._root, search_link(Request(q=results.query))),
            "credit": credit_shape(hit.statement for hit in results.hits),
            "searched": searched_part(engine.manifest),
            "how_to_quote": QUOTE_ONLY,
        }

    def fetch(self, id: str) -> Shape:
        """A statement or a turn of it, a chunk at a time; `next` is the id of the following."""
        engine, asked = self._engine(), read_reference(id)
        statement = find_statement(engine, self._versions, asked)
        turns = statement.turns
        if asked.number is not None:
            turns = (find_turn(statement, asked.number),)
        parts = chunks(turns)
        if asked.chunk > len(parts):
            raise NotFound(f"{asked.name} ends with chunk {len(parts)}; there is no {asked.chunk}")
        shown = list(by_turn(parts[asked.chunk - 1]))
        number = turns[0].n if asked.number is not None else None
        own = TextReference(statement.id, number, version=version_of(statement))
        following = own.of_chunk(asked.chunk + 1) if asked.chunk < len(parts) else None
        facts = statement_part(statement, self._root, number)
        return {
            "id": f"{own.name}#{asked.chunk}" if asked.chunk > 1 else own.name,
            "title": statement.title or str(statement.id),
            "text": "\n\n".join(_printed(statement, turn, pieces) for turn, pieces in shown),
            "url": address(statement, self._root, number),
            "metadata": {
                **{key: str(value) for key, value in facts.items() if value not in (None, "")},
                "chunk": f"{asked.chunk} of {len(parts)}",
                **({"next": following} if following else {}),
            },
            "turns": [
                {
                    "id": str(statement.turn_id(turn)),
                    **turn_part(turn),
                    "paragraphs": paragraph_parts(pieces),
                    **statement_part(statement, self._root, turn.n),
                }
                for turn, pieces in shown
            ],
            "chunk": asked.chunk,
            "chunks": len(parts),
            "next": following,
            **facts,
            "searched": searched_part(engine.manifest),
            "how_to_quote": QUOTE_ONLY,
        }

    def check_quote(self, quote: str, speaker: str, date: str, lang: str) -> Shape:
        """The verdict on a quotation, with the places it may be from."""
        text = quote.strip()
        if not text or len(text) > MOST_QUOTE_CHARS:
            wanted = f"a quotation of 1 to {MOST_QUOTE_CHARS:,} characters"
            raise BadValue("quote", text, wanted)
        if date and read_period(date, self._today()) is None:
            raise BadValue("date", date, "a date such as 2012, 2012-05 or 2012-05-07")
        engine = self._engine()
        checker = self._checkers.get(engine)
        found = checker.check(text, speaker or None, date or None, lang or None)
        shape = check_shape(found, self._root)
        for match, shown in zip(found.matches, shape["matches"], strict=True):
            shown["credit"] = credit_of(match.statement)
        if found.twin:
            shape["twin"]["credit"] = credit_of(found.twin.statement)
        return {**shape, "searched": searched_part(engine.manifest), "how_to_quote": QUOTE_ONLY}

    def turn_in_context(self, id: str, before: int, after: int) -> Shape:
        """A turn with those around it, whole; of what is longer than a chunk its beginning."""
        engine, asked = self._engine(), read_reference(id)
        if asked.number is None:
            raise UsageError(f"{asked.name} names no turn; give one, such as {asked.name}/12")
        statement = find_statement(engine, self._versions, asked)
        turn = find_turn(statement, asked.number)
        at = statement.turns.index(turn)
        least, most = max(at - before, 0), at + after + 1
        return {
            **self._turn(statement, turn),
            "before": [self._turn(statement, one) for one in statement.turns[least:at]],
            "after": [self._turn(statement, one) for one in statement.turns[at + 1 : most]],
            "searched": searched_part(engine.manifest),
            "how_to_quote": QUOTE_ONLY,
        }

    def frequency(self, query: str, speaker: str, lang: str) -> Shape:
        """How often words are said year by year, and in a million words spoken."""
        engine = self._engine()
        among = read_request([("lang", lang)])[0] if lang else None
        searcher = Searcher(engine, self._today())
        found = frequency(searcher, [within_limits(query)], [speaker] if speaker else [], among)
        shape = frequency_shape(found, speaker, lang)
        for one, shown in zip(found.series, shape["series"], strict=True):
            shown["link"] = absolute(self._root, search_link(one.request))
        return {
            **shape,
            "counted": "words of turns of speech; neither titles nor what the editors wrote",
            "credit": credit_shape(),
            "searched": searched_part(engine.manifest),
        }

    def coverage(self) -> Shape:
        """What the index holds, and what it does not."""
        manifest = self._engine().manifest
        return {
            "searched": searched_part(manifest),
            "built": manifest.built,
            "engine": manifest.engine,
            "credit": credit_shape(),
            "link": absolute(self._root, "/search"),
        }

    def cite(self, id: str, style: str, version: str) -> Shape:
        """The citation of a statement, turn or paragraph."""
        engine, asked = self._engine(), read_reference(id, version)
        if style not in tuple(CitationStyle):
            raise BadValue("style", style, f"one of {', '.join(CitationStyle)}")
        statement = find_statement(engine, self._versions, asked)
        twin = twin_address(engine, statement)
        cited = cite(statement, asked.number, self._today(), self._root, twin)
        turn = None if asked.number is None else find_turn(statement, asked.number)
        return {
            "id": cited.id,
            "style": style,
            "citation": render(cited, CitationStyle(style)).strip(),
            **turn_part(turn),
            **statement_part(statement, self._root, asked.number),
            "searched": searched_part(engine.manifest),
        }

    def _results(self, hit: Hit) -> list[Shape]:
        return [self._result(hit, one) for one in hit.turns] or [self._result(hit, None)]

    def _result(self, hit: Hit, found: TurnHit | None) -> Shape:
        """A turn that matches, or the statement where title, lead or labels do."""
        statement, turn = hit.statement, found.turn if found else None
        number = turn.n if turn else None
        name = statement.title or str(statement.id)
        parts = (voice(turn) if turn else "", str(statement.date or ""))
        said = ", ".join(filter(None, parts))
        return {
            "id": str(found.id if found else statement.id),
            "title": f"{said}: {name}" if said else name,
            "url": address(statement, self._root, number),
            "text": found.snippet if found else "",
            "cut": [found.cut_before, found.cut_after] if found else [False, False],
            "missing": list(hit.missing),
            "matched_in": [part.value for part in hit.matched_in],
            **turn_part(turn),
            **statement_part(statement, self._root, number),
        }

    def _turn(self, statement: Statement, turn: Turn) -> Shape:
        shown = chunks([turn], MOST_CHARS)
        own = TextReference(statement.id, turn.n, version=version_of(statement))
        return {
            "id": own.name,
            "title": statement.title or str(statement.id),
            "paragraphs": paragraph_parts(shown[0]),
            "next": own.of_chunk(2) if len(shown) > 1 else None,  # fetch takes it
            **turn_part(turn),
            **statement_part(statement, self._root, turn.n),
        }


def _printed(statement: Statement, turn: Turn, pieces: Iterable[ParagraphPiece]) -> str:
    """A turn as text under a line that says whose it is."""
    head = f"[{statement.turn_id(turn)} | {voice(turn)} | evidence: {turn.evidence.value}]"
    return "\n\n".join([head, *(piece.text for piece in pieces)])
