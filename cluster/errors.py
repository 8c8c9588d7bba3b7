"""Why a test cluster cannot be had: the one error of this program."""

from __future__ import annotations


class NoCluster(Exception):
    """A cluster that cannot be fetched, started or kept; its text is a sentence for people."""
