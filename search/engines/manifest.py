"""A manifest ↔ its JSON, as every engine keeps it with a generation; refuses other versions."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from search.analysis.tokenizer import VERSION as TEXT_VERSION
from search.errors import OtherVersion
from search.records import SCHEMA_VERSION, Coverage, Manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

REBUILD: Final = "run `onrecord index --full` to build it anew from the remembered sources"
"""What mends an index that cannot be used, for the end of a message."""

_DAYS: Final = ("first", "last")


def manifest_shape(manifest: Manifest) -> dict[str, Any]:
    """The manifest as JSON: days in ISO form, the names of its fields as keys."""
    shape = asdict(manifest)
    for name in _DAYS:
        day = shape["coverage"][name]
        shape["coverage"][name] = day and day.isoformat()
    return shape


def manifest_from(shape: Mapping[str, Any], engine: str) -> Manifest:
    """The manifest a shape was made of; keys that are no fields of it are left aside.

    Raises `OtherVersion` where the generation is not of this schema, text and `engine` version,
    and KeyError, TypeError or ValueError where the shape is not one of a manifest.
    """
    ours = {"schema": SCHEMA_VERSION, "text": TEXT_VERSION, "engine": engine}
    for name, version in ours.items():  # first of all: another version's may hold other things
        if shape[name] != version:
            raise OtherVersion(
                f"the index was built with {name} version {shape[name]}, this program reads "
                f"{version}; {REBUILD}"
            )
    coverage = dict(shape["coverage"])
    for name in _DAYS:
        coverage[name] = date.fromisoformat(coverage[name]) if coverage[name] else None
    known = {one.name for one in fields(Manifest)} & set(shape)
    given = {name: shape[name] for name in known}
    return Manifest(**given | {"coverage": Coverage(**coverage)})
