"""An address and a number → that many processes that answer there together, until a signal.

A query is many short calls, of which the interpreter lets one thread at a time make one: a second
core is used by a second process only (`docs/decisions/0016-serving.md`). All of them listen on the
sockets that the first one bound, and each follows the generation that serves by itself.
"""

from __future__ import annotations

import multiprocessing
import signal
import socket
import time
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from search.errors import ServingFailed, UsageError
from search.processes import end_with_owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.process import BaseProcess

    from search.settings import Settings

    Work = Callable[[Settings, Sequence[socket.socket]], None]

LIMITS: Final = {
    "threads": 8,  # answers are short and mostly computed; more would only queue for the cores
    "max_request_body_size": 65_536,  # nothing here is sent but addresses
}
_WAITING: Final = 1_024  # connections that may wait for a worker to take them
_SHORT_SECONDS: Final = 10.0  # a worker that ends sooner than this has not come to serve
_MOST_SHORT: Final = 3  # such workers in a row before it is given up
_FINISH_SECONDS: Final = 15.0  # what is being answered may take so long when all shall end


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


def answer(settings: Settings, sockets: Sequence[socket.socket]) -> None:
    """Answer on the sockets until the process is told to stop, then finish what is begun."""
    with _undisturbed():
        from waitress.server import create_server  # only here is a server needed

        from webui.app import create_app

        server: Any = create_server(create_app(settings), sockets=list(sockets), **LIMITS)
    server.run()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals wait: an import is no place to end at, and might swallow that it should."""
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ends)


def answer_together(
    settings: Settings,
    sockets: Sequence[socket.socket],
    count: int,
    tell: Callable[[str], None],
    work: Work = answer,
) -> None:
    """The same in `count` processes; one that ends is replaced, and that is told.

    `ServingFailed` when they end as soon as they begin, again and again.
    """
    workers: list[_Worker] = []
    short = 0
    try:
        while True:
            while len(workers) < count:
                workers.append(_begun(settings, sockets, work))
            wait([one.process.sentinel for one in workers])
            for one in [one for one in workers if not one.process.is_alive()]:
                workers.remove(one)
                short = short + 1 if time.monotonic() - one.began < _SHORT_SECONDS else 0
                told = f"a worker ended with exit code {one.process.exitcode}"
                if short >= _MOST_SHORT:
                    raise ServingFailed(
                        f"{told}, as did the {short - 1} before it as soon as they began;"
                        " `onrecord serve --workers 1` shows why"
                    )
                tell(f"{told}; another takes its place")
    finally:
        _end([one.process for one in workers])


class _Worker(NamedTuple):
    """A process and when it was begun."""

    process: BaseProcess
    began: float


def _begun(settings: Settings, sockets: Sequence[socket.socket], work: Work) -> _Worker:
    # spawn: no fork of a process that has threads, and nothing open is shared but the sockets
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_work, args=(settings, list(sockets), work), daemon=True)
    process.start()
    return _Worker(process, time.monotonic())


def _work(settings: Settings, sockets: list[socket.socket], work: Work) -> None:
    """What a worker does; an interrupt is the owner's to pass on."""
    signal.signal(signal.SIGTERM, _stop)
    end_with_owner()
    work(settings, sockets)


def _end(workers: Sequence[BaseProcess]) -> None:
    """Let workers finish what they answer; end those that do not."""
    for one in workers:
        one.terminate()
    until = time.monotonic() + _FINISH_SECONDS
    for one in workers:
        one.join(max(until - time.monotonic(), 0))
        if one.is_alive():
            one.kill()
            one.join()


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)  # waitress ends its loop on this
