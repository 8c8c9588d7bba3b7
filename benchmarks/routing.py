"""Ids of statements → the shard that a cluster puts each on, reckoned as the cluster does it.

    python -m benchmarks.routing SHARDS ID…  →  the shard of each, a line each

From OpenSearch's sources (`OperationRouting`, `Murmur3HashFunction`, `MetadataCreateIndexService`):
the hash is MurmurHash3 of 32 bits, seed 0, over the id in UTF-16, low byte first; an index has more
routing slots than shards, so that it can be split later. `tests/cluster/test_routing.py` compares
with what a real cluster says.
"""

from __future__ import annotations

from typing import Final

from benchmarks.usage import arguments

_MASK: Final = 0xFFFFFFFF
_C1: Final = 0xCC9E2D51
_C2: Final = 0x1B873593
_MOST_SPLITS: Final = 10  # an index can be split up to 1,024 shards


def shard_of(name: str, shards: int) -> int:
    """The shard, from 0, of the document with that id."""
    slots = routing_slots(shards)
    return murmur3(name.encode("utf-16-le")) % slots // (slots // shards)


def routing_slots(shards: int) -> int:
    """`number_of_routing_shards` of an index that is told only its number of shards."""
    splits = max(1, _MOST_SPLITS - (shards - 1).bit_length())
    return shards << splits


def murmur3(data: bytes) -> int:
    """MurmurHash3, x86, 32 bits, seed 0; as a signed number, whose remainder is never negative."""
    state = 0
    whole = len(data) & ~3
    for at in range(0, whole, 4):
        state ^= _mixed(int.from_bytes(data[at : at + 4], "little"))
        state = (_turned(state, 13) * 5 + 0xE6546B64) & _MASK
    state ^= _mixed(int.from_bytes(data[whole:], "little")) if len(data) > whole else 0
    state ^= len(data)
    state = ((state ^ state >> 16) * 0x85EBCA6B) & _MASK
    state = ((state ^ state >> 13) * 0xC2B2AE35) & _MASK
    state ^= state >> 16
    return state - (1 << 32) if state >> 31 else state


def _mixed(block: int) -> int:
    return _turned(block * _C1 & _MASK, 15) * _C2 & _MASK


def _turned(value: int, bits: int) -> int:
    return (value << bits | value >> 32 - bits) & _MASK


def main() -> None:
    """Print where documents of the ids given go."""
    given = arguments(__doc__, 2)
    for name in given[1:]:
        print(shard_of(name, int(given[0])))


if __name__ == "__main__":
    main()
