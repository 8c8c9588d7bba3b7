"""`onrecord serve`: the site in one process or several, until a signal ends it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from search.engines import open_engine
from search.errors import IndexUnavailable

if TYPE_CHECKING:
    from search.settings import Settings


@click.command("serve")
@click.option("--host", help="Address to listen on (ONRECORD_HOST).")
@click.option(
    "--port", type=click.IntRange(0, 65_535), help="Port; 0: any free one (ONRECORD_PORT)."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer; one a core.",
)
@click.pass_obj
def serve_command(settings: Settings, host: str | None, port: int | None, workers: int) -> None:
    """Serve the site; prints its address when it is ready.

    Answers until SIGTERM or SIGINT, then finishes what is being answered.
    """
    # Only here are servers needed; before signals are caught, which an import might swallow.
    from webui.serving.server import addresses, listen, run_alone, stop_on_signals

    if workers > 1:
        from webui.serving.workers import run_workers

    stop_on_signals()
    sockets = listen(
        settings.host if host is None else host, settings.port if port is None else port
    )
    if reason := _no_index(settings):
        _tell(f"{reason} Until then every search answers 503.")
    for address in addresses(sockets):
        click.echo(address)
    if workers == 1:
        run_alone(settings, sockets)
    else:
        run_workers(settings, sockets, workers, _tell)


def _tell(text: str) -> None:
    click.echo(f"onrecord: {text}", err=True)


def _no_index(settings: Settings) -> str:
    """Why nothing can be searched yet, and what to run; empty when all is well."""
    try:
        with closing(open_engine(settings)):
            return ""
    except IndexUnavailable as error:
        return f"{str(error).rstrip('.')}."
