"""The command `cite`: an id in, a citation on stdout."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from search.answers.named_statement import named_statement
from search.citations.citation import cite, twin_address
from search.citations.styles import CitationStyle, render
from search.cli.commands import id_hint
from search.engines import open_engine
from search.errors import NotFound, UsageError
from search.query.dates import moscow_today
from search.site_address import read_address
from search.store.permalinks import find_text
from search.store.versions import FILE_NAME, Versions

if TYPE_CHECKING:
    from search.settings import Settings


@click.command("cite")
@click.argument("id")
@click.option(
    "--style",
    type=click.Choice([style.value for style in CitationStyle]),
    default=CitationStyle.TEXT.value,
    show_default=True,
    help="How it is written.",
)
@click.option("--version", metavar="HASH", default="", help="Cite this text, as links name it.")
@click.pass_obj
def cite_command(settings: Settings, id: str, style: str, version: str) -> None:
    """Print a citation of a statement (en-17093), or of a turn or paragraph of it (en-17093/12).

    A statement may be named by its official address, too.
    """
    name, number = _asked(id)
    with closing(open_engine(settings)) as engine:
        versions = Versions(settings.data / FILE_NAME)
        with id_hint():
            statement_id = named_statement(engine, name)
            found = find_text(versions, engine, statement_id, version.strip().lower(), number)
        if not found.known:
            raise NotFound(
                f"no text of {statement_id} is known by the name {version};"
                f" `onrecord show {statement_id} --versions --json` lists them"
            )
        twin = twin_address(engine, found.named)
    cited = cite(found.named, number, moscow_today(), settings.public_url, twin)
    click.echo(render(cited, CitationStyle(style)).rstrip("\r\n"))


def _asked(id: str) -> tuple[str, int | None]:
    """The statement that an id or an official address names, and the paragraph if one is named."""
    address = read_address(id)
    if address:
        return address.id, None
    name, slash, given = id.partition("/")
    if "//" in id:
        raise UsageError(f"{id} is no address of a statement; give an ID such as en-17093/12")
    if slash and not (given.isascii() and given.isdigit() and len(given) < 10):
        raise UsageError(f"{id} names no paragraph; give a number, such as {name}/12")
    return name, int(given) if slash else None
