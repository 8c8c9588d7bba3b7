"""A quotation laid into a text of one turn, for tests of what differs."""

from __future__ import annotations

from search.quotes.alignment.steps import WordOp
from search.quotes.comparison import compare
from search.quotes.passages import PlaceText
from search.quotes.quotation import read_quotation
from search.records import Evidence, Part, Statement, StatementId, Turn, TurnKind


def compared(quote: str, text: str, names: tuple[str, ...] = ()) -> tuple[list[str], list[tuple]]:  # type: ignore[type-arg]
    turn = Turn(1, (text,), TurnKind.SPEECH, Evidence.LABEL, speaker="Anna Berg")
    statement = Statement(StatementId("en-1"), "en", "Talks", (turn,))
    window = PlaceText(statement, Part.TURNS, turn).whole()
    found = compare(read_quotation(quote), window, lambda word: word in names)
    steps = [
        (
            step.op.value,
            " ".join(word.key for word in found.quote.words[slice(*step.quote)]),
            " ".join(word.key for word in found.text.words[slice(*step.text)]),
        )
        for step in found.found.steps
        if step.op is not WordOp.EQUAL
    ]
    return [one.value for one in found.found.changes], steps
