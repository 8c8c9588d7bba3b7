"""Numbers → their bytes in pickles, written to thousands of places of an array of bytes at once.

The opcodes are those of https://docs.python.org/3/library/pickletools.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Tape = NDArray[np.uint8]


class Op:
    """The opcodes of pickles that are written."""

    PROTOCOL_3, STOP, MARK, TUPLE, TUPLE3 = b"\x80\x03", b".", b"(", b"t", b"\x87"
    NONE, FLOAT = b"N", b"G"
    INT_1, INT_2, INT_4 = b"K", b"M", b"J"
    BYTES_1, BYTES_4 = b"C", b"B"


def int_sizes(numbers: Ints) -> Ints:
    """How many bytes each number takes as pickle writes it, opcode included."""
    return 2 + (numbers > 0xFF) + 2 * (numbers > 0xFFFF)


def put_ints(tape: Tape, at: Ints, numbers: Ints, sizes: Ints) -> None:
    """Write numbers as pickle does."""
    tape[at] = Op.INT_1[0]
    tape[at + 1] = numbers & 0xFF
    wide = np.flatnonzero(sizes > 2)
    if len(wide):
        places, great = at[wide], numbers[wide]
        tape[places] = np.where(great > 0xFFFF, Op.INT_4[0], Op.INT_2[0])
        tape[places + 2] = (great >> 8) & 0xFF
        huge = great > 0xFFFF
        tape[places[huge] + 3] = (great[huge] >> 16) & 0xFF
        tape[places[huge] + 4] = great[huge] >> 24


def put(tape: Tape, at: Ints, what: bytes) -> None:
    """Write the same few bytes in many places."""
    for offset, byte in enumerate(what):
        tape[at + offset] = byte


def put_bytes(tape: Tape, at: Ints, numbers: Ints, kind: str) -> None:
    """Write numbers as bytes of a type that numpy knows."""
    size = np.dtype(kind).itemsize
    rows = numbers.astype(kind).view(np.uint8).reshape(len(numbers), size)
    for offset in range(size):
        tape[at + offset] = rows[:, offset]
