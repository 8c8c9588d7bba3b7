"""A manifest and its JSON tell the same; another version is refused before all else is read."""

from __future__ import annotations

import json
from datetime import date

import pytest

from search.analysis.tokenizer import VERSION as TEXT_VERSION
from search.engines.manifest import manifest_from, manifest_shape
from search.errors import OtherVersion
from search.records import SCHEMA_VERSION, Coverage, Manifest

COVERAGE = Coverage(2, 3, date(2012, 5, 7), None, 0, 0, 0)
MANIFEST = Manifest("name", SCHEMA_VERSION, TEXT_VERSION, "engine 1", "2026-01-01", COVERAGE)


def test_a_manifest_is_read_as_it_was_written_and_other_keys_are_left_aside() -> None:
    shape = json.loads(json.dumps(manifest_shape(MANIFEST) | {"files": {}}))
    assert manifest_from(shape, "engine 1") == MANIFEST
    with pytest.raises(ValueError, match="coverage"):
        manifest_from({name: shape[name] for name in shape if name != "coverage"}, "engine 1")


@pytest.mark.parametrize("name", ["schema", "text", "engine"])
def test_another_version_is_refused_though_nothing_else_can_be_read(name: str) -> None:
    shape = manifest_shape(MANIFEST) | {name: "other", "coverage": "of another kind"}
    with pytest.raises(
        OtherVersion, match=f"built with {name} version other.*run `onrecord index` to"
    ):
        manifest_from(shape, "engine 1")
