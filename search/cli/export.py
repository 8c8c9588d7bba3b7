"""`onrecord export`: a query → every full match on stdout, as CSV, JSON lines or Akoma Ntoso."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import click

from search.answers.every_match import every_match
from search.answers.searcher import Searcher
from search.cli.flags import QueryCommand, choices, read_flags
from search.engine import Sort
from search.engines import open_engine
from search.formats.akoma_ntoso import akn_pieces
from search.formats.export_rows import (
    MATCH_COLUMNS,
    GuardedCells,
    csv_pieces,
    json_pieces,
    match_rows,
)
from search.formats.terminal import counted, found_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from search.engine import SearchEngine
    from search.records import Hit, Statement
    from search.settings import Settings

FORMATS: Final = ("csv", "jsonl", "akn")


@click.command("export", cls=QueryCommand)
@click.argument("query", nargs=-1)
@choices("limit", "page")
@click.option(
    "--format",
    "shape",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="A table; one JSON object a line; Akoma Ntoso 3.0, statements whole.",
)
@click.option(
    "--site",
    default="",
    metavar="URL",
    help="Address of the site, for absolute links; else the setting public_url.",
)
@click.pass_obj
def export_command(
    settings: Settings, /, query: tuple[str, ...], shape: str, site: str, **given: Any
) -> None:
    """Write every full match of QUERY, one row a turn that matches; without QUERY everything.

    As Akoma Ntoso each statement is a document, whole, and the turns that match are marked.

    By date, the newest first, unless --sort says otherwise. Rows are written as they are read.
    """
    request = read_flags(query, given)
    if not given["given_sort"]:
        request = replace(request, sort=Sort.NEWEST)
    guarded = GuardedCells()
    with closing(open_engine(settings)) as engine:
        searcher = Searcher(engine)
        told = searcher.search(replace(request, limit=1), turns_per_hit=0, facets=(), nearly=False)
        _talk(found_lines(replace(told, pages=1)))
        hits = every_match(searcher, request)
        root = site or settings.public_url
        if shape == FORMATS[2]:
            pieces = akn_pieces(_whole(engine, hits), request.q, _built(engine), root)
        elif shape == FORMATS[1]:
            pieces = json_pieces(match_rows(hits, request.q, root))
        else:
            pieces = csv_pieces(match_rows(hits, request.q, root), MATCH_COLUMNS, guarded)
        for piece in pieces:
            sys.stdout.write(piece)
    if guarded.count:
        _talk(
            [
                f"{counted(guarded.count, 'cell')} got an apostrophe before = + - or @, so that no"
                " spreadsheet takes text for a formula"
            ]
        )


def _whole(engine: SearchEngine, hits: Iterable[Hit]) -> Iterator[tuple[Statement, frozenset[int]]]:
    """Every statement found, whole, with the numbers of its turns that match."""
    for hit in hits:
        matching = frozenset(one.turn.n for one in hit.turns)
        yield engine.statement(hit.statement.id), matching


def _built(engine: SearchEngine) -> date:
    return datetime.fromisoformat(engine.manifest.built).date()


def _talk(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line, err=True)
