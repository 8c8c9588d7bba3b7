"""The commands of this room that have no module of their own: show, stats, speakers, save.

Data goes to stdout, talk to stderr; wrong usage is exit code 2, what cannot be done 1.
"""

from __future__ import annotations

import dataclasses
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import click

from search.answers.named_statement import named_statement
from search.answers.searcher import Searcher
from search.cli.flags import JSON_FLAG, QueryCommand, choices, read_flags
from search.cli.output import print_as, print_lines, talk
from search.engines import open_engine
from search.engines.manifest import manifest_shape
from search.errors import NotFound, UsageError
from search.formats.json_shapes import (
    credit_shape,
    speaker_shape,
)
from search.formats.terminal import (
    counted,
    found_lines,
    manifest_lines,
    speaker_lines,
    statement_lines,
    turn_lines,
)
from search.formats.version_formats import (
    changes,
    difference_lines,
    difference_shape,
    history_shape,
    version_lines,
)
from search.links import saved_link
from search.statement_json import statement_shape, turn_shape
from search.store.saved_queries import FILE_NAME, SavedQueries
from search.store.text_diff import Change, difference
from search.store.versions import FILE_NAME as VERSIONS_NAME
from search.store.versions import Versions, history
from search.suggest.speaker_labels import speaker_labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.records import Statement
    from search.settings import Settings

_HINT = (
    "an ID looks like en-17093, a turn's like en-17093/12, or it is the site's number; "
    "`onrecord search WORDS` prints the ID of all it finds"
)


@click.command("show")
@click.argument("id")
@JSON_FLAG
@click.option("--versions", is_flag=True, help="List every text it was saved with.")
@click.option(
    "--diff", nargs=2, type=click.IntRange(1), metavar="OLD NEW", help="Compare two versions."
)
@click.pass_obj
def show_command(
    settings: Settings, id: str, as_json: bool, versions: bool, diff: tuple[int, int] | None
) -> None:
    """Print a statement (en-17093, or the site's number) or one turn of it (en-17093/12)."""
    name, slash, ordinal = id.partition("/")
    if versions or diff:
        if slash:
            raise UsageError(f"versions are of whole statements; give {name}")
        _show_versions(settings, name, diff, as_json=as_json)
        return
    with closing(open_engine(settings)) as engine, id_hint():
        statement = engine.statement(named_statement(engine, name))
    if not slash:
        shape = statement_shape(statement)
        shape["credit"] = credit_shape([statement])
        print_as(shape, statement_lines(statement), as_json=as_json)
        return
    turn = statement.turn_at(int(ordinal)) if ordinal.isdecimal() and len(ordinal) < 10 else None
    if turn is None:
        raise NotFound(
            f"{statement.id} has no turn {ordinal or '(none given)'};"
            f" `onrecord show {statement.id}` lists its turns"
        )
    shape = {
        **_facts(statement),
        "turn_id": statement.turn_id(turn),
        **turn_shape(turn),
        "credit": credit_shape([statement]),
    }
    print_as(shape, turn_lines(statement, turn), as_json=as_json)


def _show_versions(
    settings: Settings, name: str, diff: tuple[int, int] | None, *, as_json: bool
) -> None:
    """The versions of a statement, or what differs between two of them."""
    with closing(open_engine(settings)) as engine:
        versions = Versions(settings.data / VERSIONS_NAME)
        with id_hint():
            known = history(versions, engine, named_statement(engine, name))
    if not diff:
        print_as(history_shape(known), version_lines(known), as_json=as_json)
        return
    last = len(known.versions)
    if max(diff) > last:
        raise NotFound(f"{name} has {counted(last, 'version')}; there is no version {max(diff)}")
    older, newer = (known.versions[number - 1].statement for number in diff)
    found = difference(older, newer)
    if not as_json:
        talk([changes(found)])
    credit = credit_shape([older, newer])
    shape = {**difference_shape(*diff, found), "credit": credit}
    print_as(shape, difference_lines(found, _painted), as_json=as_json)


def _painted(text: str, change: Change) -> str:
    return click.style(text, fg="red" if change is Change.DELETED else "green", bold=True)


@click.command("stats")
@JSON_FLAG
@click.pass_obj
def stats_command(settings: Settings, as_json: bool) -> None:
    """Print what the index holds and was built with."""
    with closing(open_engine(settings)) as engine:
        manifest = engine.manifest
    print_as(manifest_shape(manifest), manifest_lines(manifest), as_json=as_json)


@click.command("speakers")
@click.option("--unmatched", is_flag=True, help="Only those without an identity.")
@JSON_FLAG
@click.pass_obj
def speakers_command(settings: Settings, unmatched: bool, as_json: bool) -> None:
    """List everybody who speaks: turns, statements, names, roles; most turns first."""
    with closing(open_engine(settings)) as engine:
        rows = [row for row in engine.speakers() if not (unmatched and row.person)]
        labels = speaker_labels(engine, "en").labels
    if not as_json:
        talk([f"{counted(len(rows), 'speaker')}: turns, statements, name"])
    print_as([speaker_shape(row) for row in rows], speaker_lines(rows, labels), as_json=as_json)


@click.command("save", cls=QueryCommand)
@click.argument("name")
@click.argument("query", nargs=-1)
@choices("limit", "page")
@click.option("--replace", is_flag=True, help="Overwrite the query saved under NAME.")
@click.pass_obj
def save_command(
    settings: Settings, /, name: str, query: tuple[str, ...], replace: bool, **given: Any
) -> None:
    """Save a query under NAME with all that it finds now, so that what is new later is known."""
    request = read_flags(query, given)
    with closing(open_engine(settings)) as engine:
        searcher = Searcher(engine)
        found = searcher.search(request)
        saved = SavedQueries(settings.data / FILE_NAME).save(
            name,
            request,
            searcher.matching(request),
            engine.manifest.generation,
            replace=replace,
        )
    talk(found_lines(dataclasses.replace(found, pages=1)))
    print_lines([saved_link(saved.name)])


@contextmanager
def id_hint() -> Iterator[None]:
    """Adds to what is not found how an id looks, and where to find one."""
    try:
        yield
    except NotFound as error:
        raise NotFound(f"{error}; {_HINT}") from error


def _facts(statement: Statement) -> dict[str, Any]:
    """What of a statement goes with one turn of it."""
    shape = statement_shape(statement)
    names = ("id", "lang", "title", "date", "time", "place", "url", "publisher")
    return {name: shape[name] for name in names}
