"""The commands `index`, `crawl` and `verify`: flags → a run, its report on stdout."""

from __future__ import annotations

import datetime
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index import crawl
from index.pipeline.build import LEDGER_NAME, Options, build
from index.pipeline.given import GivenFacts
from index.pipeline.sources import named_tables
from index.pipeline.table_intake import look_at_table, remembered_map
from index.progress import ProgressBar
from index.tables.column_map import read_map
from search.engines import verify
from search.errors import Interrupted, OnrecordError, UsageError
from search.formats.terminal import escaped, json_text
from search.query.request import read_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.crawl import CrawlReport
    from index.pipeline.report import BuildReport
    from index.tables.column_names import ColumnRole
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
@click.option(
    "--map", "columns", metavar="ROLE=COLUMN,…", multiple=True, help="What a table's columns are."
)
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
    columns: tuple[str, ...],
    as_json: bool,
    **flags: Any,
) -> None:
    """Index the saved pages under PATH…, which is remembered; without PATH all that is.

    Pages under the paths given are looked at again: new and changed ones are read, those that are
    gone leave the index. Everything else stays. The old index serves until the new one is whole.
    A table (csv, tsv, json, jsonl, also gzipped) is read where it is named: one row a statement.
    With --part 2/8 this machine writes the second of eight parts; whichever is last publishes.
    """
    settings = replace(settings, jobs=jobs or settings.jobs)
    given, mapped = _given(title, date, paths), _mapped(columns, paths)
    options = Options(given=given, columns=mapped, **flags)
    if sample and paths:
        raise UsageError("--sample goes without a PATH: sample and real pages never share an index")
    _show_tables(paths, settings, mapped)
    try:
        with as_file(files("index") / "sample") as folder, ProgressBar() as bar:
            report = build([folder] if sample else paths, settings, options, bar)
    except KeyboardInterrupt as interrupt:
        raise Interrupted(
            "stopped. What served before goes on serving; run the same again to complete."
        ) from interrupt
    _print_report(report, as_json=as_json)


def _given(title: str | None, day: str | None, paths: tuple[Path, ...]) -> GivenFacts | None:
    """What --title and --date say of the one file given; `UsageError` where they cannot."""
    if title is None and day is None:
        return None
    if len(paths) != 1 or not paths[0].is_file():
        raise UsageError("--title and --date are said of one file; give its path, and no other")
    if named_tables(paths):
        raise UsageError("a table holds its titles and dates; say in which columns: --map date=…")
    try:
        date = datetime.date.fromisoformat(day) if day else None
    except ValueError as error:
        raise UsageError(f"--date {day} is no day; write it as 2031-05-08") from error
    return GivenFacts((title or "").strip() or None, date)


def _mapped(
    columns: tuple[str, ...], paths: tuple[Path, ...]
) -> dict[ColumnRole, str | None] | None:
    """What --map says of the one table given; `UsageError` where it cannot."""
    if not columns:
        return None
    if len(paths) != 1 or not named_tables(paths):
        raise UsageError(
            "--map is said of one table (csv, tsv, json, jsonl, also .gz); give its path, and no "
            "other"
        )
    return read_map(columns)


def _show_tables(
    paths: tuple[Path, ...], settings: Settings, mapped: Mapping[ColumnRole, str | None] | None
) -> None:
    """Say what the columns of the tables named are taken for, before they are read."""
    for path in named_tables(paths):
        known = remembered_map(settings.data / LEDGER_NAME, path)
        _, _, report = look_at_table(path, known | dict(mapped or {}))
        click.echo("\n".join(map(escaped, report.lines())), err=True)


def _print_report(report: BuildReport, *, as_json: bool) -> None:
    if as_json:
        click.echo(json_text(report.shape()))
    else:
        click.echo("\n".join(map(escaped, report.lines())))


@click.command("crawl")
@click.option("--lang", type=click.Choice(["en", "ru"]), help="One of the two languages.")
@click.option("--since", metavar="D", help="Only items of this day, month or year and later.")
@click.option("--until", metavar="D", help="Only items of this day, month or year and earlier.")
@click.option("--max", "most", type=click.IntRange(min=1), help="Fetch at most so many pages.")
@click.option("--index", "then_index", is_flag=True, help="Index what was fetched.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched; write nothing.")
@click.option("--site", "sites", metavar="URL", multiple=True, help="Another site of this shape.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def crawl_command(
    ctx: click.Context,
    lang: str | None,
    since: str | None,
    until: str | None,
    most: int | None,
    then_index: bool,
    dry_run: bool,
    sites: tuple[str, ...],
    as_json: bool,
) -> None:
    """Save new and changed pages of the site into the data folder; `index` reads them there.

    Slowly, over one connection, and only what its robots.txt allows. The same again goes on where
    a run broke off. Both languages, or the one that --lang names; or the sites that --site names.
    """
    settings: Settings = ctx.obj
    if then_index and dry_run:
        raise UsageError("--dry-run fetches nothing that --index could read; leave one of them out")
    first = read_day("since", since, last=False) if since else None
    last = read_day("until", until, last=True) if until else None
    if first and last and first > last:
        raise UsageError(f"--since {since} is later than --until {until}; exchange them")
    with ProgressBar() as bar:
        report = crawl.run(
            settings,
            sites or ([crawl.SITES[lang]] if lang else list(crawl.SITES.values())),
            since=first,
            until=last,
            most=most,
            dry_run=dry_run,
            command=_typed(ctx, lang, sites, then_index=then_index),
            progress=bar,
        )
        try:
            indexed = build((), settings, Options(), bar) if then_index else None
        except OnrecordError:
            _print_crawl(report, None, as_json=as_json)
            raise
    _print_crawl(report, indexed, as_json=as_json)
    ctx.exit(report.exit_code)


def _typed(
    ctx: click.Context, lang: str | None, sites: Sequence[str], *, then_index: bool
) -> list[str]:
    """The command as it was typed, without how far it goes."""
    data = ctx.parent.params.get("data") if ctx.parent else None
    return [
        "onrecord",
        *(("--data", str(data)) if data else ()),
        "crawl",
        *(("--lang", lang) if lang else ()),
        *(word for site in sites for word in ("--site", site)),
        *(("--index",) if then_index else ()),
    ]


def _print_crawl(report: CrawlReport, indexed: BuildReport | None, *, as_json: bool) -> None:
    if as_json:
        more = {"index": indexed.shape()} if indexed else {}
        click.echo(json_text(report.shape() | more))
        return
    lines = [*report.lines(), *(indexed.lines() if indexed else ())]
    click.echo("\n".join(map(escaped, lines)))


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_context
def verify_command(ctx: click.Context, as_json: bool) -> None:
    """Check the serving index against its manifest: files, digests, counts, sample postings.

    Exit code 0 when all is well, 1 otherwise; each finding names the command that mends it.
    """
    found = verify(ctx.obj)
    if as_json:
        click.echo(json_text({"ok": not found, "found": list(found)}))
    else:
        click.echo("\n".join(found) or "all is well")
    ctx.exit(1 if found else 0)
