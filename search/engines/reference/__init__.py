"""Statements in memory → answers found by reading every word of them: slow, plain, to compare with.

The contract of `search.engine` in Python loops. It shares no evaluation with the other
engines, so that where both agree both are likely right; tests hold them against each other.
"""

from __future__ import annotations

from search.engines.reference.engine import ReferenceEngine

__all__ = ["ReferenceEngine"]
