"""Saved pages in, a published index out: what was saved, what it says, whose words, then the build.

The way of a page and of a run, step by step, is in `docs/architecture.md`.
"""
