"""The commands `index`, `clean`, `crawl` and `verify`: flags → a run, its report on stdout."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index import crawl
from index.cleaning.clean import clean_all
from index.cleaning.explain import removed_lines
from index.people.resolver import PersonResolver
from index.pipeline.build import Options, build
from index.pipeline.deadline import MOST_SECONDS, TookTooLong, deadline, too_long
from index.pipeline.examine import pages_of
from index.pipeline.given import GivenFacts
from index.progress import ProgressBar
from index.saves.page import SavedFile
from index.saves.recognise import NotAStatement, Unreadable
from search.engines import verify
from search.errors import Interrupted, SourceError, UsageError
from search.formats.terminal import escaped, escaped_json, fact_lines, statement_lines
from search.query.request import read_day
from search.statement_json import statement_shape

if TYPE_CHECKING:
    from index.crawl import CrawlReport
    from index.pipeline.report import BuildReport
    from index.saves.page import Page
    from search.records import Statement
    from search.settings import Settings


@click.command("index")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--full", is_flag=True, help="Clean every page under PATH anew.")
@click.option("--only", is_flag=True, help="Forget the sources that are not given now.")
@click.option("--sample", is_flag=True, help="Index the built-in sample of invented pages.")
@click.option("--allow-shrink", is_flag=True, help="Publish even if over half would be lost.")
@click.option(
    "--part", metavar="N/OF", help="Fill a cluster from several machines; this one's part."
)
@click.option("--jobs", type=click.IntRange(min=1), help="Worker processes (ONRECORD_JOBS).")
@click.option("--title", metavar="T", help="The title of the one FILE, which does not print it.")
@click.option("--date", metavar="D", help="Its date, YYYY-MM-DD; both are remembered for it.")
@click.option("--dry-run", is_flag=True, help="Read and report; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def index_command(
    settings: Settings,
    /,
    paths: tuple[Path, ...],
    sample: bool,
    jobs: int | None,
    title: str | None,
    date: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """Index the saved pages under PATH…, which is remembered; without PATH all that is.

    Pages under the paths given are looked at again: new and changed ones are read, those that are
    gone leave the index. Everything else stays. The old index serves until the new one is whole.
    With --part 2/8 this machine writes the second of eight parts; whichever is last publishes.
    """
    settings = replace(settings, jobs=jobs or settings.jobs)
    options = Options(given=_given(title, date, paths), **flags)
    if sample and paths:
        raise UsageError("--sample goes without a PATH: sample and real pages never share an index")
    try:
        with as_file(files("index") / "sample") as folder, ProgressBar() as bar:
            report = build([folder] if sample else paths, settings, options, bar)
    except KeyboardInterrupt as interrupt:
        raise Interrupted(
            "stopped. What served before goes on serving; run the same again to complete."
        ) from interrupt
    _print_report(report, as_json=as_json)


def _print_json(shape: object, indent: int | None = 2) -> None:
    click.echo(escaped_json(json.dumps(shape, ensure_ascii=False, indent=indent)))


def _given(title: str | None, day: str | None, paths: tuple[Path, ...]) -> GivenFacts | None:
    """What --title and --date say of the one file given; `UsageError` where they cannot."""
    if title is None and day is None:
        return None
    if len(paths) != 1 or not paths[0].is_file():
        raise UsageError("--title and --date are said of one file; give its path, and no other")
    try:
        date = datetime.date.fromisoformat(day) if day else None
    except ValueError as error:
        raise UsageError(f"--date {day} is no day; write it as 2031-05-08") from error
    return GivenFacts((title or "").strip() or None, date)


def _print_report(report: BuildReport | CrawlReport, *, as_json: bool) -> None:
    if as_json:
        _print_json(report.shape())
    else:
        click.echo("\n".join(map(escaped, report.lines())))


@click.command("clean")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the statement as JSON.")
@click.option("--explain", is_flag=True, help="List every removed block and its rule.")
@click.pass_obj
def clean_command(settings: Settings, file: Path, as_json: bool, explain: bool) -> None:
    """Clean one saved page and print what becomes of it: facts, turns, speakers.

    An archive of several pages prints one statement after the other (as JSON: one a line), and on
    stderr why the others are none; a text that holds several messages too, as JSON a list of them.
    """
    if as_json and explain:
        raise UsageError("--json holds the removed blocks already; give it without --explain")
    if not file.is_file():
        raise SourceError(f"{file} is not a file; give one saved page")
    pages = pages_of(SavedFile(file, file.stat().st_size, 0))
    first, second = next(pages, None), next(pages, None)
    alone = second is None
    printed = 0
    for page in chain(filter(None, (first, second)), pages):
        try:
            statements = _cleaned(page, settings)
        except SourceError as error:
            if alone:
                raise
            click.echo(escaped(str(error)), err=True)
            continue
        printed += 1
        if as_json:
            shapes = [statement_shape(statement) for statement in statements]
            _print_json(shapes[0] if len(shapes) == 1 else shapes, indent=2 if alone else None)
            continue
        for statement in statements:
            click.echo("\n".join(_cleaned_lines(statement, explain=explain)))
    if not printed:
        raise SourceError(f"{file} holds no statement; what stands in it is told above")


def _cleaned(page: Page, settings: Settings) -> list[Statement]:
    """The statements of one page, people told apart; `SourceError` where it holds none."""
    try:
        with deadline(MOST_SECONDS):
            cleaned = clean_all(page)
    except (NotAStatement, Unreadable) as other:
        raise SourceError(f"{page.where} is no statement: {other}") from other
    except TookTooLong as error:
        raise SourceError(f"{page.where} {too_long(MOST_SECONDS)}; it was given up") from error
    resolver = PersonResolver.learn(cleaned, settings.people)
    return [resolver.resolve(statement) for statement in cleaned]


def _cleaned_lines(statement: Statement, *, explain: bool) -> tuple[str, ...]:
    if explain:
        return (*fact_lines(statement), "", *removed_lines(statement))
    return tuple(statement_lines(statement))


@click.command("crawl")
@click.option("--lang", type=click.Choice(["en", "ru"]), default="en", help="Which of the sites.")
@click.option("--since", metavar="D", help="Only items of this day, month or year and later.")
@click.option("--until", metavar="D", help="Only items of this day, month or year and earlier.")
@click.option("--max", "most", type=click.IntRange(min=1), help="Fetch at most so many pages.")
@click.option("--site", metavar="URL", help="Another site of the same shape.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def crawl_command(
    ctx: click.Context,
    lang: str,
    since: str | None,
    until: str | None,
    most: int | None,
    site: str | None,
    as_json: bool,
) -> None:
    """Save the site's pages that are not held yet into the data folder; `index` reads them there.

    Slowly, over one connection, and only what its robots.txt allows.
    """
    settings: Settings = ctx.obj
    first = read_day("since", since, last=False) if since else None
    last = read_day("until", until, last=True) if until else None
    base = site or crawl.SITES[lang]
    with ProgressBar() as bar:
        report = crawl.run(settings, base, since=first, until=last, most=most, progress=bar)
    _print_report(report, as_json=as_json)
    ctx.exit(report.exit_code)


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_context
def verify_command(ctx: click.Context, as_json: bool) -> None:
    """Check the serving index against its manifest: files, digests, counts, sample postings.

    Exit code 0 when all is well, 1 otherwise; each finding names the command that mends it.
    """
    found = verify(ctx.obj)
    if as_json:
        _print_json({"ok": not found, "found": list(found)})
    else:
        click.echo("\n".join(found) or "all is well")
    ctx.exit(1 if found else 0)
