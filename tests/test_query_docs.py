"""`docs/query.md` says what the grammar's tables say."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import grammar
from search.request import PARAMETERS

DOCS = Path(__file__).parents[1] / "docs" / "query.md"


@pytest.mark.parametrize("row", [*grammar.ROWS, *grammar.FIELDS], ids=lambda row: row[0])
def test_every_row_of_the_grammar_is_documented(row: tuple[str, str, str]) -> None:
    text = DOCS.read_text(encoding="utf-8")
    written, meaning, example = (cell.replace("|", "\\|") for cell in row)
    assert any(
        f"| {meaning} | `{example}` |" in line and line.startswith(f"| `{written}")
        for line in text.splitlines()
    )


def test_version_limits_and_parameters_are_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert f"Version {grammar.VERSION}." in text
    assert f"{grammar.MOST_CHARS:,} characters; {grammar.MOST_ITEMS} words" in text
    assert f"{grammar.MOST_PHRASE_WORDS} words in one phrase; {grammar.MOST_DEPTH} brackets" in text
    assert f"up to {grammar.MOST_SLOP}, of a word up to {grammar.MOST_EDITS}" in text
    assert all(f"`{name}`" in text for name in PARAMETERS)
