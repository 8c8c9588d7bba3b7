"""Saved pages → statements: facts, blocks of the body, and all that was taken out, by its rule.

`clean` chooses the reader of a page's template; every reader gives a `Draft`, of whose blocks
`index.attribution` makes turns. `NotAStatement` and `Unreadable` are the only refusals.
"""
