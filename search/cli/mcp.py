"""`onrecord mcp`: the index as tools for assistants, on stdin and stdout or on a local port."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

import click

from search.assistant.tools import AssistantTools
from search.errors import BadValue, UsageError
from search.extras import install_command
from search.query.dates import moscow_today

if TYPE_CHECKING:
    from search.settings import Settings

HOSTS: Final = ("127.0.0.1", "::1")


@click.command("mcp")
@click.option("--http", is_flag=True, help="Streamable HTTP on this machine, in place of stdio.")
@click.option(
    "--host",
    type=click.Choice(HOSTS),
    default=HOSTS[0],
    show_default=True,
    help="With --http: the address, of this machine alone.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8765,
    show_default=True,
    help="With --http: the port; 0: any free one.",
)
@click.pass_obj
def mcp_command(settings: Settings, http: bool, host: str, port: int) -> None:
    """Serve search, fetch, check_quote, turn_in_context, frequency, coverage and cite by MCP."""
    try:
        from search.assistant import server
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] in ("search", "index", "webui"):
            raise
        raise UsageError(
            f"onrecord mcp needs a library that is missing: {install_command('mcp')}"
        ) from error
    made = server.make_server(AssistantTools(settings, moscow_today))
    if not http:
        server.run_stdio(made)
        return
    listening = _listening(host, port)
    name = f"[{host}]" if ":" in host else host
    click.echo(f"http://{name}:{listening.getsockname()[1]}{server.PATH}")
    server.run_http(made, listening)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        wanted = f"free ({error.strerror}); choose another with --port"
        raise BadValue("port", str(port), wanted) from error
