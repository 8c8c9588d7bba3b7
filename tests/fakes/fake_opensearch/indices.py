"""Requests that make, change and delete indexes and documents → what the cluster then holds."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

BLOCKED: Final = "index.blocks.write"
FULL: Final = "index.blocks.read_only_allow_delete"  # what nodes set when their disks fill up
_TYPES: Final = frozenset({"keyword", "text", "integer", "long", "boolean", "binary"})


class Unknown(Exception):
    """The fake does not know what is asked of it; the engine has learned something new."""


class Refused(Exception):
    """The cluster says no: a status and the kind of error."""

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind


def missing(name: str) -> Refused:
    """No index has this name."""
    return Refused(404, "index_not_found_exception")


@dataclass
class Index:
    """One index; documents are found by id at once, and by searches after a refresh."""

    mappings: Json
    settings: Json
    aliases: set[str] = field(default_factory=set)
    documents: dict[str, Json] = field(default_factory=dict)
    visible: dict[str, Json] = field(default_factory=dict)

    def refresh(self) -> None:
        """Let searches see what was written."""
        self.visible = dict(self.documents)

    def write(self, name: str, document: Json) -> int:
        """Put a document in; the status."""
        self.refuse_if_blocked()
        _look_at(self.mappings, document)
        status = 200 if name in self.documents else 201
        self.documents[name] = document
        return status

    def delete(self, name: str) -> int:
        """Take a document out; the status."""
        self.refuse_if_blocked()
        return 200 if self.documents.pop(name, None) is not None else 404

    def refuse_if_blocked(self) -> None:
        """Refuse to write where the settings say so."""
        if self.settings.get(FULL):
            raise Refused(429, "cluster_block_exception")
        if self.settings.get(BLOCKED):
            raise Refused(403, "cluster_block_exception")

    def kind(self, name: str) -> Json:
        """The mapping of a field, by its full name."""
        found = self.mappings
        for part in name.split("."):
            if part not in found.get("properties", {}):
                raise Unknown(f"no field {name} in the mapping")
            found = found["properties"][part]
        return found

    def analysed(self, name: str, token: str) -> list[str]:
        """What the filters of a text's analyzer put at the place of a token."""
        analyzer = self.kind(name)["analyzer"]
        found = [token]
        for one in self.settings.get(f"index.analysis.analyzer.{analyzer}.filter", ()):
            told = f"index.analysis.filter.{one}."
            kind = self.settings[f"{told}type"], self.settings[f"{told}preserve_original"]
            if kind != ("pattern_capture", False):
                raise Unknown(f"the filter {one}: {kind}")
            patterns = self.settings[f"{told}patterns"]
            found = [part for one in patterns for part in re.findall(one, token)] or found
        return found

    def source(self, document: Json) -> Json:
        """What is kept of a document to be shown."""
        shown = self.mappings.get("_source", {}).get("includes", document)
        return {name: value for name, value in document.items() if name in shown}


def _look_at(mapping: Json, document: Json) -> None:
    """Refuse a document with a field that the mapping lacks."""
    for name, value in document.items():
        known = mapping["properties"].get(name)
        if known is None:
            raise Refused(400, "strict_dynamic_mapping_exception")
        for one in value if isinstance(value, list) else [value]:
            if known.get("type") == "nested":
                _look_at(known, one)


class Indices:
    """All indexes of the cluster by name."""

    def __init__(self) -> None:
        self.known: dict[str, Index] = {}

    def resolve(self, name: str) -> tuple[str, Index]:
        """The index of that name, or the one that an alias points at."""
        found = [one for one, index in self.known.items() if name == one or name in index.aliases]
        if not found:
            raise missing(name)
        if len(found) > 1:
            raise Unknown(f"{name} is an alias of several indexes")
        return found[0], self.known[found[0]]

    def matching(self, pattern: str) -> dict[str, Index]:
        """Indexes by name, alias, or a pattern with one star at its end."""
        if pattern.endswith("*"):
            start = pattern[:-1]
            return {name: one for name, one in self.known.items() if name.startswith(start)}
        return dict([self.resolve(pattern)])

    def create(self, name: str, body: Json) -> None:
        """Make an empty index."""
        if name in self.known:
            raise Refused(400, "resource_already_exists_exception")
        if unknown := body.keys() - {"settings", "mappings", "aliases"}:
            raise Unknown(f"an index with {unknown}")
        mappings = body.get("mappings", {"properties": {}})
        _look_at_types(mappings)
        self.known[name] = Index(
            mappings, flat_settings(body.get("settings", {})), set(body.get("aliases", {}))
        )

    def clone(self, source: str, target: str, body: Json) -> None:
        """Copy an index that nobody may write to."""
        given = self.known[source]
        if not given.settings.get(BLOCKED):
            raise Refused(400, "illegal_state_exception")
        if target in self.known:
            raise Refused(400, "resource_already_exists_exception")
        copied = Index(
            copy.deepcopy(given.mappings),
            given.settings | flat_settings(body.get("settings", {})),
            set(body.get("aliases", {})),
            dict(given.documents),
        )
        copied.refresh()
        self.known[target] = copied

    def delete(self, name: str) -> None:
        """Delete an index; aliases are not deleted with their indexes."""
        if name not in self.known:
            raise missing(name)
        del self.known[name]

    def move_aliases(self, actions: list[Json]) -> None:
        """Do all actions, or none."""
        planned = {name: set(one.aliases) for name, one in self.known.items()}
        for action in actions:
            ((kind, told),) = action.items()
            if told["index"] not in planned:
                raise missing(told["index"])
            aliases = planned[told["index"]]
            if kind == "add":
                aliases.add(told["alias"])
            elif kind == "remove":
                if told["alias"] not in aliases and told.get("must_exist"):
                    raise Refused(404, "aliases_not_found_exception")
                aliases.discard(told["alias"])
            else:
                raise Unknown(f"the alias action {kind}")
        for name, aliases in planned.items():
            self.known[name].aliases = aliases


def flat_settings(given: Json, before: str = "index") -> Json:
    """Settings by their full names, each of which begins with `index.`."""
    found: Json = {}
    for name, value in given.items():
        full = name if name == "index" or name.startswith("index.") else f"{before}.{name}"
        if isinstance(value, dict):
            found |= flat_settings(value, full)
        else:
            found[full] = value
    return found


def _look_at_types(mapping: Json) -> None:
    for name, known in mapping.get("properties", {}).items():
        if known.get("type") == "nested":
            _look_at_types(known)
        elif known.get("type") == "object":
            if known.get("enabled") is not False:
                raise Unknown(f"{name}: an object that is looked into")
        elif known.get("type") not in _TYPES:
            raise Unknown(f"{name}: a field of type {known.get('type')}")
