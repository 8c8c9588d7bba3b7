"""The one error of this room: why a cluster cannot be had, and what to do."""

from __future__ import annotations


class NoCluster(Exception):
    """A cluster that cannot be fetched, started or kept; its text is a sentence for people."""
