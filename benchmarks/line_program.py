"""A program that answers lines on its stdin with lines on its stdout → its answers, one by one."""

from __future__ import annotations

import subprocess
import sys
from typing import IO, TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Timed(NamedTuple):
    """What one page took, and its size."""

    seconds: float
    bytes: int


class LineProgram:
    """The program in a process of its own, which ends with `with`."""

    def __init__(
        self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.given = cast("IO[str]", self._process.stdin)
        """What it reads."""
        self._told = cast("IO[str]", self._process.stdout)

    def __enter__(self) -> LineProgram:
        return self

    def __exit__(self, *_: object) -> None:
        self.given.close()
        self._process.wait()

    def await_ready(self, trouble: str) -> None:
        """Wait until it says `ready`; exit with `trouble` where it does not."""
        if self._told.readline() != "ready\n":
            sys.exit(trouble)

    def answer(self, line: str) -> list[str]:
        """The words it answers to a line; none where it has ended."""
        print(line, file=self.given, flush=True)
        return self._told.readline().split()

    def page(self, address: str) -> Timed:
        """What an address took, told as `page_timer` tells it; exit where there is no page."""
        told = self.answer(address)
        if not told or told[0] != "200":
            sys.exit(f"{address} answered {told[:1] or 'nothing'}")
        return Timed(float(told[1]), int(told[2]))
