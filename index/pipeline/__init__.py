"""Paths of saved pages → a published generation, a ledger of what was read, and a report."""
