"""`onrecord saved`: the saved queries; with --run what is new of each, told by the exit code."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

import click

from search.answers.searcher import Searcher
from search.cli.mail_delivery import check_mail_settings, deliver
from search.engines import open_engine
from search.errors import IndexUnavailable, OnrecordError
from search.formats.json_shapes import saved_shape
from search.formats.news_mail import QueryNews, news_mail
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
@click.option(
    "--mail",
    is_flag=True,
    help="As --run; also mail what is new, and mark as seen what the server took.",
)
@click.pass_context
def saved_command(ctx: click.Context, as_json: bool, run: bool, mail: bool) -> None:
    """List the saved queries: what they found when they were saved, and how many are new."""
    settings: Settings = ctx.obj
    if mail:
        check_mail_settings(settings)
    store = SavedQueries(settings.data / FILE_NAME)
    every = store.all()
    if not every and not as_json:
        _talk(["no query is saved yet; `onrecord save NAME QUERY` saves one"])
    if run or mail:
        ctx.exit(_run(settings, store, every, as_json=as_json, mail=mail))
    now = _now(settings, every)
    if as_json:
        _print_json([saved_shape(one, now.get(one.name)) for one in every])
        return
    for one in every:
        _print(_saved_lines(one, now.get(one.name)))


def _run(
    settings: Settings,
    store: SavedQueries,
    every: Iterable[SavedQuery],
    *,
    as_json: bool,
    mail: bool,
) -> int:
    """Tell what is new of every query, and give the exit code; one that fails stops no other."""
    asked = tuple(every)
    with closing(open_engine(settings)) as engine:
        news = tuple(_asked(engine, asked))
        generation = engine.manifest.generation
    if as_json:
        found = {one.saved.name: one.now for one in news}
        _print_json([saved_shape(one, found.get(one.name)) for one in asked])
    else:
        for one in news:
            _print(_news_lines(one))
    fresh = [one for one in news if one.count]
    told = not (mail and fresh) or _mailed(settings, store, fresh, generation)
    if len(news) < len(asked) or not told:
        return FAILED
    return SOMETHING_NEW if fresh else 0


def _asked(engine: SearchEngine, every: Iterable[SavedQuery]) -> Iterator[QueryNews]:
    """What every query finds now; of one that cannot be asked a word, and nothing."""
    searcher = Searcher(engine)
    for one in every:
        try:
            now = searcher.matching(one.request)
            new = tuple(engine.statement(id) for id in one.new(now))
        except IndexUnavailable:
            raise
        except OnrecordError as error:
            _talk([f"{one.name} could not be asked: {error}"])
            continue
        yield QueryNews(one, now, new)


def _mailed(
    settings: Settings, store: SavedQueries, fresh: list[QueryNews], generation: str
) -> bool:
    """Mail what is new and mark it as seen; False where the server would not take some receiver."""
    store.check_writable()  # what cannot be marked would be mailed again and again
    sent = datetime.now(UTC)
    mail = news_mail(fresh, settings.mail_from, settings.mail_to, sent, settings.public_url)
    refused = deliver(settings, mail)
    for one in fresh:
        if not store.mark_seen(one.saved, one.now, generation):
            _talk([f"{one.saved.name} was changed meanwhile and is not marked as seen"])
    took = len(settings.mail_to) - len(refused)
    _talk([f"mailed to {took} of {len(settings.mail_to)} and marked as seen"])
    if refused:
        _talk([f"the mail server did not take {', '.join(refused)}; see that the address is right"])
    return not refused


def _news_lines(news: QueryNews) -> Iterator[str]:
    """`water: then 41, now 44: 3 new`, and each new statement."""
    yield news.headline
    for one in news.new:
        day = day_text(one.date) or "undated"
        link = statement_link(one.id, news.saved.request.q)
        yield f"    {day}  {one.title or one.id}  {link}"


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
    when = f"seen {saved.seen_at}" if saved.seen_at else f"saved {saved.saved_at}"
    yield f"    {when} with {counted(saved.count, 'statement')}{news}"
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
