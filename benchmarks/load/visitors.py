"""Addresses and connections → what a site answers to all of them at once.

Every connection asks, reads the whole answer and asks again. One request in `CHECKED_IN` is for an
address that was asked alone before, and its body is compared. Beside them there are connections
that read a little a second, that hang up as soon as they have asked, and that send half a head.
"""

from __future__ import annotations

import asyncio
import re
import socket
import sys
import time
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.servers import Site

CHECKED_IN: Final = 20
COSTLY_IN: Final = 50
_SLOW_BYTES: Final = 4_096  # a second
_SLOW_BUFFER: Final = 8_192  # of the socket: else the system takes the whole answer for its reader
_LENGTH: Final = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_TOLD: Final = ("200", "503")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: fresh addresses in turn, some with their digests, and costly ones or none."""

    fresh: Iterator[str]
    known: Mapping[str, int] = field(default_factory=dict)
    costly: Sequence[str] = ()


@dataclass(slots=True)
class Outcome:
    """What came of it: answers by status or error, how long they took, and how many were wrong."""

    told: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    checked: int = 0
    wrong: int = 0
    elapsed: float = 0.0

    @property
    def lost(self) -> int:
        """Requests that got no answer, or one that is neither the page nor when to come again."""
        return sum(count for status, count in self.told.items() if status not in _TOLD)


class Load:
    """Connections to one site until a moment of the monotonic clock."""

    def __init__(self, site: Site, asked: Asked, end: float) -> None:
        self._site, self._asked, self._end = site, asked, end
        self._some = Random(6)
        self._known = cycle(asked.known) if asked.known else None
        self.outcome = Outcome()

    async def run(self, visitors: int, slow: int = 0, hasty: int = 0, half: int = 0) -> None:
        """So many of each kind of connection, until the end."""
        kinds = ((self.visit, visitors), (self.read_slowly, slow), (self.hang_up, hasty))
        jobs = [asyncio.create_task(kind()) for kind, count in kinds for _ in range(count)]
        jobs += [asyncio.create_task(self.say_half()) for _ in range(half)]
        began = time.monotonic()
        await asyncio.gather(*jobs)
        self.outcome.elapsed = time.monotonic() - began

    async def visit(self) -> None:
        """Ask and read; a connection that fails is counted and opened anew."""
        while time.monotonic() < self._end:
            try:
                reader, writer = await asyncio.open_connection(*self._site)
                while time.monotonic() < self._end:
                    await self._ask(reader, writer)
                writer.close()
            except (OSError, EOFError, ValueError) as error:
                self.outcome.told[type(error).__name__] += 1
                await asyncio.sleep(0.1)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = self._address()
        began = time.monotonic()
        writer.write(request(address))
        status, body = await answer(reader)
        self.outcome.seconds.append(time.monotonic() - began)
        self.outcome.told[status] += 1
        if status == "200" and address in self._asked.known:
            self.outcome.checked += 1
            self.outcome.wrong += zlib.crc32(body) != self._asked.known[address]

    def _address(self) -> str:
        if self._asked.costly and not self._some.randrange(COSTLY_IN):
            return self._some.choice(self._asked.costly)
        if self._known and not self._some.randrange(CHECKED_IN):
            return next(self._known)
        return next(self._asked.fresh)

    async def read_slowly(self) -> None:
        """Ask, and take a little of the answer every second; cut off, ask again."""
        while time.monotonic() < self._end:
            with suppress(OSError):
                sock = socket.create_connection(self._site)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SLOW_BUFFER)
                reader, writer = await asyncio.open_connection(sock=sock, limit=_SLOW_BYTES)
                writer.write(request(self._address()))
                while time.monotonic() < self._end and await reader.read(_SLOW_BYTES):
                    await asyncio.sleep(1)
                writer.close()

    async def hang_up(self) -> None:
        """Ask and go, every second."""
        while time.monotonic() < self._end:
            with suppress(OSError):
                _, writer = await asyncio.open_connection(*self._site)
                writer.write(request(self._address()))
                writer.close()
            await asyncio.sleep(1)

    async def say_half(self) -> None:
        """Send half a head, and wait for what comes of it."""
        while time.monotonic() < self._end:
            reader, writer = await asyncio.open_connection(*self._site)
            writer.write(b"GET /search?q=half HTTP/1.1\r\nHost: loc")
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(reader.read(), max(self._end - time.monotonic(), 0))
            writer.close()


def request(address: str) -> bytes:
    """A request as it is sent."""
    return f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


async def answer(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """The status and the body of an answer, which is read whole."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = head.split(b" ", 2)[1].decode()
    length = _LENGTH.search(head)
    if length is not None:
        return status, await reader.readexactly(int(length[1]))
    if b"chunked" not in head.lower():
        raise ValueError("an answer without its length")
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return status, body


async def asked_alone(site: Site, addresses: Sequence[str]) -> tuple[dict[str, int], list[float]]:
    """Digests of bodies of addresses that nobody else asks at the time, and how long each took.

    Ends the program where none is answered: whoever refuses everything has no rate.
    """
    digests: dict[str, int] = {}
    seconds: list[float] = []
    reader, writer = await asyncio.open_connection(*site)
    for address in addresses:
        began = time.monotonic()
        writer.write(request(address))
        status, body = await answer(reader)
        seconds.append(time.monotonic() - began)
        if status == "200":
            digests[address] = zlib.crc32(body)
    writer.close()
    if not digests:
        sys.exit(
            f"{site.host}:{site.port} answered {status} to all that was asked of it alone; "
            "a version before may need an index of its own: --data-before"
        )
    return digests, seconds
