"""A manifest ↔ the `_meta` of the mapping of a generation's main index, where it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from search.engines.manifest import REBUILD, manifest_from, manifest_shape
from search.engines.opensearch.layout.mapping import LAYOUT
from search.errors import DamagedIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.records import Manifest

ENGINE_VERSION: Final = f"opensearch layout {LAYOUT}"


def manifest_meta(manifest: Manifest) -> dict[str, Any]:
    """The `_meta` that keeps a manifest."""
    return {"manifest": manifest_shape(manifest)}


def read_manifest(meta: Mapping[str, Any], index: str) -> Manifest:
    """The manifest that the `_meta` of an index keeps.

    Raises `OtherVersion` where this program reads another, `DamagedIndex` where there is none.
    """
    try:
        return manifest_from(meta["manifest"], ENGINE_VERSION)
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedIndex(
            f"the manifest of the index {index} cannot be read ({error!r}); {REBUILD}"
        ) from error
