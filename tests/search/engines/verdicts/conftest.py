"""An invented council, talks and thanks, and the checker of quotations over them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from council_texts import CUT, FILL
from search.quotes.checker import QuoteChecker
from search.records import Evidence, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import SearchEngine

    Build = Callable[..., Any]


@pytest.fixture
def checker(
    build: Callable[..., SearchEngine], make_statement: Build, make_turn: Build
) -> QuoteChecker:
    def turn(name: str | None, *text: str, **more: Any) -> Any:
        given = {"person": name.lower().replace(" ", "-")} if name else {}
        return make_turn(name, *text, **(given | more))

    question = turn(
        None,
        "Will the old harbour stay open for all our ships?",
        kind=TurnKind.ANONYMOUS,
        evidence=Evidence.LABEL,
        label="Question",
    )
    engine = build(
        make_statement(
            1,
            turn(None, "The meeting was held in the old customs house by the sea."),
            turn("Anna Berg", "We will not sell 2.5 million tonnes of grain to Northland."),
            turn("Ivan Petrov", FILL, CUT, FILL, "So ended the year of the long bridge."),
            question,
            turn("Anna Berg", "Thank you all for your work and patience."),
            title="Meeting of the council on the price of grain",
            date=date(2012, 5, 7),
        ),
        make_statement(
            2,
            turn("Ivan Petrov", "Thank you all for your work and patience."),
            turn("Anna Berg", "The railway over the pass will be built by our own hands."),
            title="Talks",
            lead="Anna Berg spoke to the farmers about the coming winter.",
            date=date(2014, 1, 2),
        ),
        make_statement(
            3,
            turn("Olga Ostrov", "Thank you all for your work and patience."),
            date=date(2015, 3, 4),
        ),
        make_statement(
            2,
            turn("Иван Петров", "Спасибо всем за работу и терпение.", person="ivan-petrov"),
            turn(
                "Анна Берг",
                "Железную дорогу через перевал мы построим своими руками.",
                person="anna-berg",
            ),
            lang="ru",
            date=date(2014, 1, 2),
        ),
        forms={"anna-berg": ["Анна Берг", "А. Берг"]},
    )
    return QuoteChecker(engine, lambda: date(2020, 1, 1))
