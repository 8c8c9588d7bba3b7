"""Paths of saved pages → a published generation of the index, and a report of the run.

`build` is the whole run: `intake` brings the `ledger` up to date with the files, `offers` makes of
it the statements offered to the engine's writer, `report` counts.
"""
