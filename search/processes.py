"""Work for other processes → a pool of them, which ends when its owner does, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess


def pool(jobs: int) -> ProcessPoolExecutor:
    """`jobs` processes; what they are given and give back is pickled."""
    # spawn: the same on every system, and no fork of a process that has threads
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, context, initializer=end_with_owner)


def started(work: Callable[[Connection], None]) -> tuple[BaseProcess, Connection]:
    """A process that runs `work` with one end of a pipe, and the other end of it."""
    context = multiprocessing.get_context("spawn")
    own, other = context.Pipe()
    process = context.Process(target=work, args=(other,), daemon=True)
    process.start()
    other.close()  # so that the end of the process is the end of the pipe
    return process, own


def process_count(asked: int) -> int:
    """How many processes to use: as asked, else (0) one a core we may run on and two at least."""
    if hasattr(os, "sched_getaffinity"):  # Linux: a container or taskset may allow fewer
        return asked or max(2, len(os.sched_getaffinity(0)))
    return asked or max(2, os.cpu_count() or 1)


def end_with_owner() -> None:
    """Leave interrupts to the owner, and end when it is gone.

    Without this a worker outlives an owner that was killed: it holds both ends of the pipe that it
    waits at.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    owner = multiprocessing.parent_process()
    if owner is not None:
        threading.Thread(target=_end_after, args=(owner.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
