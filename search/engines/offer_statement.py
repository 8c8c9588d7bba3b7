"""A statement at hand → the offer of it that a writer takes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from search.engine import Offer
from search.statement_json import statement_shape

if TYPE_CHECKING:
    from search.records import Statement


def offered(statement: Statement) -> Offer:
    """The statement as an offer; its digest stands for all of it but the moment of indexing."""
    bare = replace(statement, indexed=None)
    shape = json.dumps(statement_shape(bare), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(shape.encode()).hexdigest()
    return Offer(statement.id, digest, partial(_given, bare), statement.indexed, len(shape))


def _given(statement: Statement) -> Statement:
    return statement
