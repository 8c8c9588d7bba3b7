"""An address → sockets that listen there, and one process that answers on them until a signal."""

from __future__ import annotations

import logging
import signal
import socket
from typing import TYPE_CHECKING, Final, NoReturn

from search.errors import UsageError
from webui.app import MOST_SENT_BYTES, create_app
from webui.serving.connections import BoundedServer
from webui.serving.memory import settle_memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.settings import Settings

THREADS: Final = 8
"""Of a process. Answers are short and mostly computed; more would only queue for the cores."""
_WAITING: Final = 1_024  # connections that may wait for a process to take them


def stop_on_signals() -> None:
    """Let SIGTERM and SIGINT end this process in order."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)


def listen(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen there: one, or several where a name means several; port 0: any free one.

    `UsageError` where that cannot be.
    """
    opened: list[socket.socket] = []
    name = None if host in ("", "*") else host
    try:
        found = socket.getaddrinfo(
            name, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_ADDRCONFIG
        )
        for family, _, _, _, address in dict.fromkeys(found):
            opened.append(socket.create_server(address, family=family, backlog=_WAITING))
    except OSError as error:
        for one in opened:
            one.close()
        raise UsageError(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --host, --port"
        ) from error
    return opened


def addresses(sockets: Sequence[socket.socket]) -> list[str]:
    """The addresses of sockets that listen, as a browser takes them."""
    found = []
    for one in sockets:
        host, port = one.getsockname()[:2]
        found.append(f"http://{f'[{host}]' if ':' in host else host}:{port}")
    return found


def run_alone(settings: Settings, sockets: Sequence[socket.socket]) -> None:
    """Answer in this process until it is told to stop, then finish what is begun."""
    # It would say so of every request that waits for a thread.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    settle_memory()
    server = BoundedServer(create_app(settings), sockets, THREADS, MOST_SENT_BYTES)
    server.run(settings.finish_seconds)


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)  # `BoundedServer.run` ends on this
