"""What a bracket of a query sees of the index: which turns, and whether more than turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy as np
    from numpy.typing import NDArray

    from search.engines.query_plan import Leaf


class Scope(NamedTuple):
    """Which turns count; `only_turns`: title, lead and labels do not."""

    turns: NDArray[np.bool_] | None = None  # by document; None for all turns
    only_turns: bool = False
    key: tuple[Hashable, ...] = ()  # equal for scopes with the same turns

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.turns is None and not self.only_turns


class Reached(NamedTuple):
    """A positive leaf of the tree, or (None) a condition on turns, and the scope it stands in."""

    leaf: Leaf | None
    scope: Scope
