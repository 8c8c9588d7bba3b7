"""The command `clean`: one saved page, archive or row of a table → its statements on stdout."""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.cleaning.clean import clean_all
from index.cleaning.explain import removed_lines
from index.deadline import MOST_SECONDS, TookTooLong, deadline, too_long
from index.people.resolver import PersonResolver
from index.pipeline.build import LEDGER_NAME
from index.pipeline.examine import pages_of
from index.pipeline.table_intake import look_at_table, remembered_map
from index.saves.page import SavedFile
from index.saves.recognise import NotAStatement, Unreadable
from index.tables.column_map import read_map
from index.tables.row import BrokenRow
from index.tables.row_statement import row_statement
from index.tables.table_text import is_table
from search.errors import SourceError, UsageError
from search.formats.terminal import escaped, fact_lines, json_text, statement_lines
from search.statement_json import statement_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.saves.page import Page
    from search.records import Statement
    from search.settings import Settings


@click.command("clean")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--row", type=click.IntRange(min=1), help="Of a table: which of its rows.")
@click.option("--map", "columns", metavar="ROLE=COLUMN,…", multiple=True, help="As of `index`.")
@click.option("--json", "as_json", is_flag=True, help="Print the statement as JSON.")
@click.option("--explain", is_flag=True, help="List every removed block and its rule.")
@click.pass_obj
def clean_command(
    settings: Settings,
    file: Path,
    row: int | None,
    columns: tuple[str, ...],
    as_json: bool,
    explain: bool,
) -> None:
    """Clean one saved page and print what becomes of it: facts, turns, speakers.

    An archive of several pages prints one statement after the other (as JSON: one a line), and on
    stderr why the others are none; a text that holds several messages too, as JSON a list of them.
    Of a table --row N says which row; the headings are not counted.
    """
    if as_json and explain:
        raise UsageError("--json holds the removed blocks already; give it without --explain")
    if not file.is_file():
        raise SourceError(f"{file} is not a file; give one saved page")
    if is_table(file):
        _print_cleaned(_cleaned_row(settings, file, row, columns), as_json, explain=explain)
    elif row is not None or columns:
        raise UsageError(f"--row and --map are for tables; {file} is none")
    else:
        _print_pages(file, settings, as_json, explain=explain)


def _print_pages(file: Path, settings: Settings, as_json: bool, *, explain: bool) -> None:
    """The statements of every page in a file; `SourceError` where there is none."""
    pages = pages_of(SavedFile(file, file.stat().st_size, 0))
    first, second = next(pages, None), next(pages, None)
    alone = second is None
    printed = 0
    for page in chain(filter(None, (first, second)), pages):
        try:
            statements = _cleaned_page(page, settings)
        except SourceError as error:
            if alone:
                raise
            click.echo(escaped(str(error)), err=True)
            continue
        printed += 1
        _print_cleaned(statements, as_json, explain=explain, indent=2 if alone else None)
    if not printed:
        raise SourceError(f"{file} holds no statement; what stands in it is told above")


def _cleaned_page(page: Page, settings: Settings) -> list[Statement]:
    return _cleaned(lambda: clean_all(page), settings, page.where)


def _cleaned(
    clean: Callable[[], Sequence[Statement]], settings: Settings, where: str
) -> list[Statement]:
    """What is cleaned, people told apart; `SourceError` where it is no statement, or takes long."""
    try:
        with deadline(MOST_SECONDS):
            cleaned = clean()
    except (NotAStatement, Unreadable) as other:
        raise SourceError(f"{where} is no statement: {other}") from other
    except TookTooLong as error:
        raise SourceError(f"{where} {too_long(MOST_SECONDS)}; it was given up") from error
    resolver = PersonResolver.learn(cleaned, settings.people)
    return [resolver.resolve(statement) for statement in cleaned]


def _cleaned_row(
    settings: Settings, file: Path, number: int | None, columns: tuple[str, ...]
) -> list[Statement]:
    """The statement of one row of a table; `UsageError` where there is no such row."""
    if number is None:
        raise UsageError(f"{file} is a table; say which row with --row N")
    path = str(file.resolve())
    known = remembered_map(settings.data / LEDGER_NAME, path)
    given = read_map(columns) if columns else {}
    table, guess, report = look_at_table(path, known | given)
    click.echo("\n".join(map(escaped, report.lines())), err=True)
    row = next(islice(table.rows(), number - 1, None), None)
    if row is None:
        raise UsageError(f"{file} has no row {number}; it ends before that")
    if isinstance(row, BrokenRow):
        raise SourceError(f"{row.place(str(file))}: {row.why}")
    return _cleaned(lambda: (row_statement(row, guess),), settings, row.place(str(file)))


def _print_cleaned(
    statements: Sequence[Statement], as_json: bool, *, explain: bool, indent: int | None = 2
) -> None:
    """The statements of one page or row."""
    if as_json:
        shapes = [statement_shape(statement) for statement in statements]
        click.echo(json_text(shapes[0] if len(shapes) == 1 else shapes, indent))
        return
    for statement in statements:
        click.echo("\n".join(_cleaned_lines(statement, explain=explain)))


def _cleaned_lines(statement: Statement, *, explain: bool) -> tuple[str, ...]:
    if explain:
        return (*fact_lines(statement), "", *removed_lines(statement))
    return tuple(statement_lines(statement))
