"""The name of a statement's text: its words move it, our rules for labels and blocks do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from search.text_version import VERSION_DIGITS, text_version

if TYPE_CHECKING:
    from collections.abc import Callable

NARRATIVE = Turn(1, ("The two met in Norland.",), TurnKind.NARRATIVE, Evidence.NONE)
SPOKEN = Turn(
    2,
    ("We will not sell the river.", "Thank you."),
    TurnKind.SPEECH,
    Evidence.LABEL,
    label="President of Norland Ivan Testov",
    speaker="Ivan Testov",
)
TALKS = Statement(StatementId("en-90001"), "en", "Talks", (NARRATIVE, SPOKEN), lead="About rivers.")


def test_it_is_what_it_was_when_the_first_links_were_copied() -> None:
    assert text_version(TALKS) == "0fc8a2d4b809"
    assert len(text_version(TALKS)) == VERSION_DIGITS


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda one: replace(
                one,
                turns=(
                    NARRATIVE,
                    Turn(
                        2,
                        (
                            "President of Norland Ivan Testov: We will not sell the river.",
                            "Thank you.",
                        ),
                        TurnKind.NARRATIVE,
                        Evidence.NONE,
                    ),
                ),
            ),
            id="a label that is no longer read as one",
        ),
        pytest.param(
            lambda one: replace(
                one, turns=(NARRATIVE, replace(SPOKEN, paragraphs=(" ".join(SPOKEN.paragraphs),)))
            ),
            id="two paragraphs read as one",
        ),
        pytest.param(
            lambda one: replace(one, lead=None, title="Talks\N{NO-BREAK SPACE}— about rivers"),
            id="the lead read as part of the title, in other marks",
        ),
        pytest.param(
            lambda one: replace(one, place="Aldermoor", sections=("News",), date=None),
            id="facts beside the text",
        ),
    ],
)
def test_what_we_make_of_the_words_does_not_move_it(
    change: Callable[[Statement], Statement],
) -> None:
    assert text_version(change(TALKS)) == text_version(TALKS)


@pytest.mark.parametrize(
    ("old", "new"),
    [("not ", ""), ("sell", "sold"), ("the river", "river the"), ("Thank", "Thanks")],
)
def test_another_word_moves_it(old: str, new: str) -> None:
    paragraphs = tuple(text.replace(old, new) for text in SPOKEN.paragraphs)
    changed = replace(TALKS, turns=(NARRATIVE, replace(SPOKEN, paragraphs=paragraphs)))
    assert text_version(changed) != text_version(TALKS)
