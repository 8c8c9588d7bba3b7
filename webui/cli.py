"""`onrecord serve`: the site behind waitress, until a signal ends it."""

from __future__ import annotations

import signal
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from search.engines import open_engine
from search.errors import IndexUnavailable, UsageError

if TYPE_CHECKING:
    from search.settings import Settings

LIMITS: Final = {
    "threads": 8,  # answers are short and mostly computed; more would only queue for the cores
    "max_request_body_size": 65_536,  # nothing here is sent but addresses
}


@click.command("serve")
@click.option("--host", help="Address to listen on (ONRECORD_HOST).")
@click.option(
    "--port", type=click.IntRange(0, 65_535), help="Port; 0: any free one (ONRECORD_PORT)."
)
@click.pass_obj
def serve_command(settings: Settings, host: str | None, port: int | None) -> None:
    """Serve the site; prints its address when it is ready."""
    serve(
        settings,
        settings.host if host is None else host,
        settings.port if port is None else port,
    )


def serve(settings: Settings, host: str, port: int) -> None:
    """Listen, say where, answer until SIGTERM or SIGINT, then finish what is being answered."""
    from waitress.server import create_server  # only here is a server needed

    from webui.app import create_app

    try:
        server = create_server(create_app(settings), host=host, port=port, **LIMITS)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port"
        ) from error
    signal.signal(signal.SIGTERM, _stop)
    if told := _no_answer(settings):
        click.echo(f"onrecord: {told} Until then every search answers 503.", err=True)
    for address, listening in _addresses(server):
        click.echo(f"http://{f'[{address}]' if ':' in address else address}:{listening}")
    server.run()


def _no_answer(settings: Settings) -> str:
    """Why nothing can be searched yet, and what to run; empty when all is well."""
    try:
        with closing(open_engine(settings)):
            return ""
    except IndexUnavailable as error:
        return f"{str(error).rstrip('.')}."


def _addresses(server: Any) -> list[tuple[str, int]]:
    """Where waitress listens: one place, or several where a name means several."""
    if hasattr(server, "effective_listen"):
        return list(server.effective_listen)
    return [(server.effective_host, int(server.effective_port))]


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)  # waitress ends its loop on this
