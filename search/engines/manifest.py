"""A manifest ↔ its JSON, as every engine keeps it with a generation; refuses other versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from search.analysis.tokenizer import VERSION as TEXT_VERSION
from search.errors import OtherVersion
from search.records import SCHEMA_VERSION, Manifest
from search.statement_json import plain_shape

if TYPE_CHECKING:
    from collections.abc import Mapping

REBUILD: Final = "run `onrecord index --full` to build it anew from the remembered sources"
"""What mends an index that cannot be used, for the end of a message."""

_FROM_LEDGER: Final = "run `onrecord index` to build it anew from the pages that were read before"
"""What mends an index of another version: statements are kept apart from it, in the ledger."""


def manifest_shape(manifest: Manifest) -> dict[str, Any]:
    """The manifest as JSON: days in ISO form, the names of its fields as keys."""
    return plain_shape(manifest)


def manifest_from(shape: Mapping[str, Any], engine: str) -> Manifest:
    """The manifest a shape was made of; keys that are no fields of it are left aside.

    Raises `OtherVersion` where the generation is not of this schema, text and `engine` version,
    and KeyError or ValueError where the shape is not one of a manifest.
    """
    ours = {"schema": SCHEMA_VERSION, "text": TEXT_VERSION, "engine": engine}
    for name, version in ours.items():  # first of all: another version's may hold other things
        if shape[name] != version:
            raise OtherVersion(
                f"the index was built with {name} version {shape[name]}, this program reads "
                f"{version}; {_FROM_LEDGER}"
            )
    return msgspec.convert(shape, Manifest)
