"""The command `onrecord check`: a quotation, a table of them or an article in, verdicts out.

Exit code 0: all verbatim, or with cuts that do no harm; 1: any other verdict; 2: wrong usage, or no
index to look in.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing, contextmanager
from datetime import date as day
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import track

from search.cli.flags import QueryCommand
from search.engines import open_engine
from search.errors import BadValue, IndexUnavailable, UsageError
from search.formats.check_lines import article_lines, check_lines
from search.formats.check_shapes import article_shape, check_shape
from search.formats.check_table import VerdictTable, read_quotes
from search.query.dates import read_period
from search.quotes.articles.article_check import MOST_CHARS, check_article
from search.quotes.articles.quoted_spans import passed_over
from search.quotes.checker import QuoteChecker
from search.quotes.notes import Note
from search.quotes.quotation import MOST_CHARS as MOST_QUOTED
from search.store.versions import FILE_NAME, Versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from search.quotes.verdicts import QuoteCheck
    from search.settings import Settings

_NOT_HARMLESS = 1
_INPUT = click.File("r", encoding="utf-8-sig", lazy=False)


@click.command("check", cls=QueryCommand)
@click.argument("quote", nargs=-1)
@click.option("--file", "table", type=_INPUT, help="A CSV with a column quote; - reads stdin.")
@click.option("--text", "article", type=_INPUT, help="An article: every quotation in it.")
@click.option("--speaker", help="Who is said to have said it; any form of the name.")
@click.option("--date", help="When it is said to have been said: 2012, 2012-05 or 2012-05-07.")
@click.option("--lang", type=click.Choice(["en", "ru"]), help="The language it should stand in.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; of a table an object a line.")
@click.pass_obj
def check_command(
    settings: Settings,
    /,
    quote: tuple[str, ...],
    table: TextIO | None,
    article: TextIO | None,
    as_json: bool,
    **claim: Any,
) -> None:
    """Tell whether QUOTE was said so, word by word, by whom and when."""
    text = " ".join(quote).strip()
    if sum(map(bool, (text, table, article))) != 1:
        raise UsageError("give a quotation, or --file with a table, or --text with an article")
    given: dict[str, Any] = {name: (value or "").strip() or None for name, value in claim.items()}
    if given["date"] and read_period(given["date"], day.today()) is None:
        raise BadValue("date", given["date"], "a date such as 2012, 2012-05 or 2012-05-07")
    if len(text) > MOST_QUOTED:
        raise UsageError(
            f"the quotation has {len(text):,} characters, of which {MOST_QUOTED:,} can be compared"
            " at once; give it in parts"
        )
    root = settings.public_url
    with _checker(settings) as checker:
        if table is not None:
            harmless = _check_table(checker, table, given, root, as_json=as_json)
        elif article is not None:
            harmless = _check_article(checker, article, given, root, as_json=as_json)
        else:
            found = checker.check(text, given["speaker"], given["date"], given["lang"])
            harmless = _check_one(found, root, as_json=as_json)
    if not harmless:
        sys.exit(_NOT_HARMLESS)


@contextmanager
def _checker(settings: Settings) -> Iterator[QuoteChecker]:
    """A checker of the serving generation; without one the exit code is that of wrong usage."""
    try:
        engine = open_engine(settings)
    except IndexUnavailable as error:
        raise UsageError(str(error)) from error
    with closing(engine):
        yield QuoteChecker(engine, day.today, Versions(settings.data / FILE_NAME))


def _check_one(found: QuoteCheck, root: str, *, as_json: bool) -> bool:
    if as_json:
        click.echo(json.dumps(check_shape(found, root), ensure_ascii=False, indent=2))
    else:
        _print(check_lines(found))
    return found.is_harmless


def _check_table(
    checker: QuoteChecker, table: TextIO, claim: dict[str, str | None], root: str, *, as_json: bool
) -> bool:
    """Rows are read, checked and written one after the other: a long table takes no memory."""
    given = read_quotes(_lines(table), _name(table))
    out = None if as_json else VerdictTable(given.columns, sys.stdout, root)
    harmless, empty, too_long = True, 0, 0
    for row in _with_progress(given.rows, "Checking"):
        if not row.quote.strip():
            empty += 1
        found = checker.check(
            row.quote,
            row.speaker or claim["speaker"],
            row.date or claim["date"],
            row.lang or claim["lang"],
        )
        harmless = harmless and found.is_harmless
        too_long += Note.TOO_LONG in found.notes
        if out is None:
            click.echo(json.dumps(check_shape(found, root), ensure_ascii=False))
        else:
            out.write(row, found)
    if empty:
        click.echo(f"note: {empty:,} rows have no quotation", err=True)
    if too_long:
        click.echo(
            f"note: {too_long:,} rows hold more than {MOST_QUOTED:,} characters and were not"
            " compared; give them in parts",
            err=True,
        )
    if out is not None and out.guarded:
        click.echo(
            f"note: {out.guarded:,} cells got an apostrophe before = + - or @, so that no"
            " spreadsheet takes text for a formula",
            err=True,
        )
    return harmless


def _check_article(
    checker: QuoteChecker,
    article: TextIO,
    claim: dict[str, str | None],
    root: str,
    *,
    as_json: bool,
) -> bool:
    text = "".join(_lines(article))
    if len(text) > MOST_CHARS:
        raise UsageError(
            f"{_name(article)} has {len(text):,} characters, of which {MOST_CHARS:,} can be checked"
            " at once; check it in parts"
        )
    found = list(
        _with_progress(check_article(checker, text, claim["date"], claim["lang"]), "Checking")
    )
    short = passed_over(text)
    if as_json:
        click.echo(json.dumps(article_shape(found, root, short), ensure_ascii=False, indent=2))
    else:
        _print(article_lines(found))
    if not found:
        click.echo(f"{_name(article)} holds no quotation of four words and more", err=True)
    if short:
        click.echo(f"note: {short:,} quotations of under four words were passed over", err=True)
    return all(one.check.is_harmless for one in found)


def _lines(file: TextIO) -> Iterator[str]:
    try:
        yield from file
    except UnicodeDecodeError as error:
        raise UsageError(f"{_name(file)} is not in UTF-8; save it so and check it again") from error


def _name(file: TextIO) -> str:
    return str(getattr(file, "name", "stdin"))


def _with_progress(coming: Iterable[Any], what: str) -> Iterable[Any]:
    """What comes, with a bar on stderr where that is a terminal."""
    console = Console(stderr=True)
    return track(coming, what, console=console, transient=True, disable=not console.is_terminal)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
