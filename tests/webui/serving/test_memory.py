"""Memory of a process that serves."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys
import weakref

import pytest

from webui.serving.memory import look_for_cycles_rarely

HEAPS = """
import ctypes, os, sys, threading
from webui.serving.memory import share_one_heap
if sys.argv[1] == "shared":
    assert share_one_heap()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
met = threading.Barrier(8)
def hold():
    held = libc.malloc(50_000)
    met.wait()
    assert held
threads = [threading.Thread(target=hold) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="heaps of the GNU C library")
def test_threads_share_one_heap() -> None:
    def heaps(how: str) -> int:
        asked = [sys.executable, "-c", HEAPS, how]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.count(
            "<heap "
        )

    assert heaps("each its own") > 1
    assert heaps("shared") == 1


class Held:
    """Something that holds itself: only a search for cycles finds it."""

    def __init__(self) -> None:
        self.itself = self


def test_cycles_are_looked_for_rarely_and_found_all_the_same() -> None:
    before = gc.get_threshold()
    try:
        look_for_cycles_rarely()
        looked: list[str] = []

        def watch(phase: str, _told: dict[str, int]) -> None:
            looked.append(phase)

        gc.callbacks.append(watch)
        one = weakref.ref(Held())
        kept: list[list[int]] = [[] for _ in range(1_000)]  # what a page makes
        assert looked == []
        kept += [[] for _ in range(gc.get_threshold()[0])]
        assert looked
        assert one() is None
        gc.callbacks.remove(watch)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
