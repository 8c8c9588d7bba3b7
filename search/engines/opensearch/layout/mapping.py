"""How a generation lies in the cluster: the settings and mappings of its two indexes.

One document a statement. Its turns are nested in voices, and voices in the statement:

    statement      title, lead, values to filter and count by, the words of all of it
      voices       who speaks, or in which office: as the choices of those facets have it
        turns      the words, with positions; the turn itself as it is shown

Words come in as our own tokens (`search.analysis.tokenizer`) joined by spaces and are split there
again; a token with halves comes as d'ivoire|ivoire, which are all put at its place.
"""

from __future__ import annotations

from typing import Any, Final

LAYOUT: Final = 2
"""Raised when this module or `documents` changes what is stored; another layout is refused."""

VOICES: Final = "voices"
TURNS: Final = "voices.turns"

MOST_TOKEN_CHARS: Final = 8_000  # Lucene refuses terms above 32,766 bytes; four a character at most
BESIDE: Final = "|"  # between words at one place; no token holds it
GAP_POSITIONS: Final = 100_000  # where the editors left something out: farther than any slop
_NESTED_OBJECTS: Final = 1_000_000  # voices and turns of one statement; the default is 10,000
INNER_HITS: Final = 100_000  # turns of a statement read at once; the default is 100

Mapping = dict[str, Any]


def settings(shards: int, replicas: int) -> Mapping:
    """The settings of a generation's main index.

    The similarity is a word's frequency; `query.scoring` makes BM25 of it, so that a score does not
    depend on how statements fell on shards.
    """
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "mapping.nested_objects.limit": _NESTED_OBJECTS,
        "max_inner_result_window": INNER_HITS,
        "analysis": {
            "tokenizer": {"tokens": {"type": "whitespace", "max_token_length": 1_048_576}},
            "filter": {
                "halves": {
                    "type": "pattern_capture",
                    "preserve_original": False,
                    "patterns": [f"([^{BESIDE}]+)"],
                }
            },
            "analyzer": {"tokens": {"type": "custom", "tokenizer": "tokens", "filter": ["halves"]}},
        },
        "similarity": {
            "often": {"type": "scripted", "script": {"source": "return doc.freq * query.boost;"}}
        },
    }


def mappings() -> Mapping:
    """The mappings of a generation's main index; `_meta` is the publisher's."""
    return {
        "dynamic": "strict",
        "_source": {"includes": ["head"]},
        "properties": {
            **{name: _keyword() for name in ("id", "lang", "date", "year", "month")},
            "digest": _keyword(),  # of all that the document is made of
            "number": {"type": "long"},
            "day": {"type": "integer"},  # as `date.toordinal`
            "minute": {"type": "integer"},  # of the day
            "indexed": {"type": "long"},  # seconds since 1970
            **{name: _keyword() for name in ("place", "section", "topic")},
            **{name: _printed() for name in ("place_print", "section_print", "topic_print")},
            **{name: _words() for name in ("title", "title_exact", "lead", "lead_exact")},
            "title_length": _figure(),
            "lead_length": _figure(),
            **{name: _mentioned() for name in ("any", "any_exact")},
            "head": {"type": "object", "enabled": False},
            "voices": {"type": "nested", "dynamic": "strict", "properties": _voice()},
        },
    }


def sidecar_mappings() -> Mapping:
    """The mappings of the sidecar, which holds what an engine keeps in memory."""
    return {
        "dynamic": "strict",
        "properties": {
            "kind": _keyword(),
            "part": {"type": "integer"},
            "data": {"type": "binary"},
        },
    }


def _voice() -> Mapping:
    return {
        "speaker": _keyword(),
        "role": _keyword(),
        **{name: _mentioned() for name in ("any", "any_exact")},
        "turns": {"type": "nested", "dynamic": "strict", "properties": _turn()},
    }


def _turn() -> Mapping:
    return {
        "n": {"type": "integer"},
        "own": {"type": "boolean"},  # false: a copy, for a choice of a facet alone
        **{name: _keyword() for name in ("person", "speaker", "role", "kind", "evidence")},
        **{name: _printed() for name in ("speaker_print", "role_print", "role_inferred_print")},
        "words": _figure(),
        "length": _figure(),
        "label_length": _figure(),
        **{name: _words() for name in ("body", "exact", "label", "label_exact")},
        **{name: _stored() for name in ("shape", "brief")},
    }


def _keyword() -> Mapping:
    return {"type": "keyword"}


def _printed() -> Mapping:
    """A text that is read by aggregations alone."""
    return {"type": "keyword", "index": False}


def _stored() -> Mapping:
    """JSON that is read back as it is: of a turn all of it, or what ranking needs beside words."""
    return {"type": "keyword", "index": False, "doc_values": False, "store": True}


def _figure() -> Mapping:
    return {"type": "integer", "index": False}


def _words() -> Mapping:
    """Words in order."""
    return {
        "type": "text",
        "analyzer": "tokens",
        "similarity": "often",
        "norms": False,
        "position_increment_gap": GAP_POSITIONS,
    }


def _mentioned() -> Mapping:
    """Words of which only it counts whether they stand there."""
    return {"type": "text", "analyzer": "tokens", "norms": False, "index_options": "docs"}
