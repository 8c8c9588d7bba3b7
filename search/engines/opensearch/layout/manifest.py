"""A manifest ↔ what is noted of it in the mapping of a generation's main index."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from search.analysis.tokenizer import VERSION as TEXT_VERSION
from search.engines.opensearch.layout.mapping import LAYOUT
from search.errors import DamagedIndex, OtherVersion
from search.records import SCHEMA_VERSION, Coverage, Manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGINE_VERSION: Final = f"opensearch layout {LAYOUT}"
_REBUILD: Final = "run `onrecord index --full` to build it anew from the remembered sources"


def noted(manifest: Manifest) -> dict[str, Any]:
    """What is noted, as `_meta` of a mapping."""
    coverage = asdict(manifest.coverage)
    for name in ("first", "last"):
        coverage[name] = coverage[name] and coverage[name].isoformat()
    return {"manifest": asdict(manifest) | {"coverage": coverage}}


def read_noted(meta: Mapping[str, Any], index: str) -> Manifest:
    """The manifest noted; `OtherVersion` where this program reads another."""
    try:
        given = dict(meta["manifest"])
        _refuse_other(given)  # first of all: another version's may hold other things
        coverage = dict(given.pop("coverage"))
        for name in ("first", "last"):
            coverage[name] = date.fromisoformat(coverage[name]) if coverage[name] else None
        known = {one.name for one in fields(Manifest)}
        return Manifest(
            **{name: value for name, value in given.items() if name in known},
            coverage=Coverage(**coverage),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedIndex(
            f"the manifest of the index {index} cannot be read ({error!r}); {_REBUILD}"
        ) from error


def _refuse_other(given: Mapping[str, Any]) -> None:
    for what, ours in (
        ("schema", SCHEMA_VERSION),
        ("text", TEXT_VERSION),
        ("engine", ENGINE_VERSION),
    ):
        if given[what] != ours:
            raise OtherVersion(
                f"the index was built with {what} version {given[what]}, this program reads "
                f"{ours}; {_REBUILD}"
            )
