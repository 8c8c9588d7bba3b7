"""`onrecord saved`: the saved queries; with --run what is new of each, told by the exit code."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

import click

from search.answers.searcher import Searcher
from search.engines import open_engine
from search.errors import IndexUnavailable, OnrecordError
from search.formats.json_shapes import saved_shape
from search.formats.terminal import counted
from search.links import statement_link
from search.statement_json import day_text
from search.store.saved_queries import FILE_NAME, SavedQueries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from search.engine import SearchEngine
    from search.records import StatementId
    from search.settings import Settings
    from search.store.saved_queries import SavedQuery

SOMETHING_NEW: Final = 3
"""The exit code of --run where any query finds what it did not find when it was saved."""
FAILED: Final = 1

Ids = tuple["StatementId", ...]


@click.command("saved")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--run",
    is_flag=True,
    help="List what is new of each. Exit code 0: nothing, 3: something, 1: one could not be asked.",
)
@click.pass_context
def saved_command(ctx: click.Context, as_json: bool, run: bool) -> None:
    """List the saved queries: what they found when they were saved, and how many are new."""
    settings: Settings = ctx.obj
    every = SavedQueries(settings.data / FILE_NAME).all()
    if not every and not as_json:
        _talk(["no query is saved yet; `onrecord save NAME QUERY` saves one"])
    if run:
        ctx.exit(_run(settings, every, as_json=as_json))
    now = _now(settings, every)
    if as_json:
        _print_json([saved_shape(one, now.get(one.name)) for one in every])
        return
    for one in every:
        _print(_saved_lines(one, now.get(one.name)))


def _run(settings: Settings, every: Iterable[SavedQuery], *, as_json: bool) -> int:
    """Tell what is new of every query, and give the exit code; one that fails stops no other."""
    found: dict[str, Ids] = {}
    asked = tuple(every)
    with closing(open_engine(settings)) as engine:
        searcher = Searcher(engine)
        for one in asked:
            try:
                found[one.name] = searcher.matching(one.request)
            except IndexUnavailable:
                raise
            except OnrecordError as error:
                _talk([f"{one.name} could not be asked: {error}"])
                continue
            if not as_json:
                _print(_news(engine, one, found[one.name]))
    if as_json:
        _print_json([saved_shape(one, found.get(one.name)) for one in asked])
    if len(found) < len(asked):
        return FAILED
    return SOMETHING_NEW if any(one.new(found[one.name]) for one in asked) else 0


def _news(engine: SearchEngine, saved: SavedQuery, now: Ids) -> Iterator[str]:
    """`water: then 41, now 44: 3 new`, and each new statement."""
    new = saved.new(now)
    told = f"{len(new):,} new" if new else "nothing new"
    yield f"{saved.name}: then {saved.count:,}, now {len(now):,}: {told}"
    for id in new:
        one = engine.statement(id)
        day = day_text(one.date) or "undated"
        yield f"    {day}  {one.title or id}  {statement_link(id, saved.request.q)}"


def _now(settings: Settings, every: Iterable[SavedQuery]) -> Mapping[str, Ids]:
    """What each saved query finds now; nothing, with a note, where no index can answer."""
    try:
        with closing(open_engine(settings)) as engine:
            searcher = Searcher(engine)
            return {one.name: searcher.matching(one.request) for one in every}
    except IndexUnavailable as error:
        _talk([f"what is new cannot be told: {error}"])
        return {}


def _saved_lines(saved: SavedQuery, now: Ids | None) -> Iterator[str]:
    news = "" if now is None else f", {counted(len(now), 'statement')} now"
    if now is not None:
        news += f", {len(saved.new(now)):,} new, {len(saved.gone(now)):,} gone"
    yield f"{saved.name}  {unquote_plus(saved.query) or '(everything)'}"
    yield f"    saved {saved.saved_at} with {counted(saved.count, 'statement')}{news}"
    if saved.in_other_grammar:
        yield "    saved in another version of the query language: see that it means the same"


def _print_json(shape: object) -> None:
    click.echo(json.dumps(shape, ensure_ascii=False, indent=2))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _talk(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line, err=True)
