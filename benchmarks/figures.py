"""The figures that `benchmarks.growth` reckons with: what they are, and where they are from."""

from __future__ import annotations

from typing import Final, NamedTuple

MEASURED: Final = "measured"
ASSUMED: Final = "assumed"

_RUN: Final = "`make bench-cluster`"
_MEMORY: Final = "`python -m benchmarks.clustered.memory`, 5,385 real statements"
_WORDS: Final = "the same, 10,952 statements"
_ALL: Final = "2,738 to 87,616 statements"
_PAGES: Final = f"{_RUN}: processor time, the best line through six sizes, {_ALL}"
_OURS: Final = "our choice"


class Figure(NamedTuple):
    """A number, whether it was measured, and where it is from."""

    name: str
    value: float
    basis: str
    source: str


FIGURES: Final = (
    Figure("bytes a statement", 69_939, MEASURED, f"{_RUN}, one copy, the whole corpus"),
    Figure("Lucene documents a statement", 34.2, MEASURED, f"{_RUN}: itself, voices and turns"),
    Figure("nodes' ms a statement", 7.9, MEASURED, f"{_RUN}: processor time, one copy, {_ALL}"),
    Figure("program's ms a statement", 6.2, MEASURED, f"{_RUN}: processor time, {_ALL}"),
    Figure("nodes' ms a page, least", 18.2, MEASURED, _PAGES),
    Figure("nodes' ms a page, a million", 589, MEASURED, "the same"),
    Figure("words of statements", 10_952, MEASURED, f"{_RUN}: the whole corpus"),
    Figure("words", 69_456, MEASURED, f"{_RUN}: distinct words of these"),
    Figure("Heaps' exponent", 0.35, MEASURED, f"{_RUN}: words of 1,400 and of 10,952 statements"),
    Figure("bytes of ledger a statement", 4_219, MEASURED, _MEMORY),
    Figure("bytes of offer a statement", 599, MEASURED, _MEMORY),
    Figure("seconds of offer a statement", 0.00083, MEASURED, _MEMORY),
    Figure("bytes of key a statement", 163, MEASURED, _WORDS),
    Figure("bytes a word", 296, MEASURED, _WORDS),
    Figure("seconds a word", 0.0000205, MEASURED, _WORDS),
    Figure("replicas", 1, ASSUMED, f"{_OURS}: one node may die"),
    Figure(
        "generations",
        3,
        ASSUMED,
        f"{_OURS}: serving, one before (keep_generations = 1), the new one",
    ),
    Figure("shard, GB", 30, ASSUMED, "OpenSearch's advice for searches: 10 to 30 GiB"),
    Figure("page wanted, ms", 500, ASSUMED, f"{_OURS}; taken for processor time of one shard"),
    Figure("pages a second", 5, ASSUMED, "a busy site; `onrecord serve` keeps no pages"),
    Figure("cores of a node", 16, ASSUMED, "a common machine"),
    Figure("cores used", 0.5, ASSUMED, "half idle, so that peaks and a node's death are borne"),
    Figure("disk of a node, GB", 2_000, ASSUMED, "a common machine"),
    Figure("disk used", 0.7, ASSUMED, "OpenSearch takes no more shards above 85 %"),
    Figure("file cache of a node, GB", 32, ASSUMED, "64 GB less the heap and the system"),
    Figure("heap of a node, GB", 30, ASSUMED, "below 32 GB pointers stay short"),
    Figure("heap for requests", 0.1, ASSUMED, "OpenSearch's default, documented"),
    Figure("hot share", 0.25, ASSUMED, "postings of words that are asked for; never the texts"),
)

DOCUMENT_BYTES: Final = (
    15831,
    30612,
    35760,
    38845,
    41034,
    42610,
    44190,
    45792,
    46980,
    48173,
    49436,
    50441,
    51377,
    52261,
    53189,
    54065,
    54800,
    55754,
    56464,
    57399,
    58117,
    58806,
    59430,
    60195,
    61039,
    61827,
    62503,
    63240,
    64028,
    64676,
    65483,
    66225,
    66947,
    67727,
    68480,
    69140,
    69872,
    70647,
    71668,
    72447,
    73317,
    74154,
    74954,
    75844,
    76833,
    77717,
    78626,
    79604,
    80581,
    81369,
    82240,
    83374,
    84247,
    85273,
    86185,
    87131,
    88102,
    89384,
    90429,
    91467,
    92683,
    93860,
    95176,
    96394,
    97630,
    98766,
    99970,
    101323,
    102722,
    104085,
    105284,
    106727,
    108120,
    109340,
    110681,
    112145,
    113641,
    115274,
    116851,
    118613,
    120462,
    122165,
    124139,
    126060,
    127989,
    130247,
    132558,
    134748,
    137327,
    139856,
    142637,
    145442,
    149687,
    153997,
    158847,
    164710,
    170099,
    178718,
    191407,
    216976,
    523707,
)
"""Of the UN's documents as they are sent: the size at every hundredth, smallest first."""
