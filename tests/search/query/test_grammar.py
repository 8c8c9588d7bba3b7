"""`docs/query.md` says what the grammar's tables say, and what they say works."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from search.analysis.lexicon import MOST_WORDS
from search.answers.searcher import Searcher
from search.cli.main import main
from search.engines import open_engine
from search.query import grammar
from search.query.expansion import MOST_TOGETHER
from search.query.request import PARAMETERS, Request
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[3] / "docs" / "query.md"


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
    assert f"{grammar.MOST_PATTERNS} of them with `*`, `?` or `~`" in text
    assert f"{MOST_WORDS:,} words" in text
    assert f"several share {MOST_TOGETHER:,}" in text
    assert f"{grammar.MOST_PHRASE_WORDS} words in one phrase; {grammar.MOST_DEPTH} brackets" in text
    assert f"up to {grammar.MOST_SLOP}, of a word up to {grammar.MOST_EDITS}" in text
    assert all(f"`{name}`" in text for name in PARAMETERS)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A searcher over the built-in sample."""
    data = tmp_path_factory.mktemp("data")
    built = CliRunner().invoke(main, ["--data", str(data), "index", "--sample", "--jobs", "1"])
    assert built.exit_code == 0, built.output
    with closing(open_engine(read_settings({"data": data}, {}))) as engine:
        yield Searcher(engine, date(2015, 1, 1))


@pytest.mark.parametrize("row", [*grammar.ROWS, *grammar.FIELDS], ids=lambda row: row[0])
def test_every_example_finds_something_in_the_sample(
    sample: Searcher, row: tuple[str, str, str]
) -> None:
    assert sample.search(Request(row[2])).total.statements > 0
