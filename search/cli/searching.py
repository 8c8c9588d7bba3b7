"""`onrecord search`, which imports no more than a search needs: it is run again and again."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from search.answers.offers import with_offers
from search.answers.searcher import EVERY_TURN, TURNS_PER_HIT, Searcher
from search.cli.flags import JSON_FLAG, QueryCommand, choices, read_flags
from search.cli.output import print_json, print_lines, talk
from search.engine import FACETS
from search.engines import open_engine
from search.errors import UsageError
from search.formats.csv_table import write_table
from search.formats.json_shapes import results_shape
from search.formats.terminal import counted, found_lines, result_lines
from search.quotes.nearest import nearest
from search.suggest.meanings import Meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engine import SearchEngine
    from search.quotes.checker import QuoteChecker
    from search.quotes.verdicts import QuoteMatch
    from search.records import Results
    from search.settings import Settings


@click.command("search", cls=QueryCommand)
@click.argument("query", nargs=-1)
@choices()
@JSON_FLAG
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one row a turn that matched.")
@click.pass_obj
def search_command(
    settings: Settings, /, query: tuple[str, ...], as_json: bool, as_csv: bool, **given: Any
) -> None:
    """Find statements; without QUERY the newest are listed."""
    if as_json and as_csv:
        raise UsageError("--json and --csv exclude each other; give one of them")
    request = read_flags(query, given)
    with closing(open_engine(settings)) as engine:
        turns = EVERY_TURN if as_csv else TURNS_PER_HIT
        facets = FACETS if as_json else ()
        searcher = Searcher(engine)
        results = searcher.search(request, turns_per_hit=turns, facets=facets, nearly=not as_csv)
        results = with_offers(results, request, searcher, Meanings(engine), date.today())
        near = nearest(lambda: _checker(engine), results)
    if as_json:
        told = _match_shape(near, settings.public_url) if near else None
        shown = [near.statement] if near else []
        print_json(results_shape(results, settings.public_url, told, shown))
        return
    talk(found_lines(results))
    if near:
        talk(_nearest_lines(near))
    if as_csv:
        _print_table(results, settings.public_url)
    else:
        print_lines(result_lines(results, lambda text: click.style(text, bold=True, fg="yellow")))


def _checker(engine: SearchEngine) -> QuoteChecker:
    from search.quotes.checker import QuoteChecker

    return QuoteChecker(engine, date.today)


def _match_shape(match: QuoteMatch, root: str) -> dict[str, Any]:
    from search.formats.check_shapes import match_shape

    return match_shape(match, root)


def _nearest_lines(match: QuoteMatch) -> Iterator[str]:
    from search.formats.check_lines import nearest_lines

    return nearest_lines(match)


def _print_table(results: Results, root: str) -> None:
    guarded = write_table(results, sys.stdout, root)
    if guarded:
        talk(
            [
                f"{counted(guarded, 'cell')} got an apostrophe before = + - or @, so that no"
                " spreadsheet takes text for a formula"
            ]
        )
