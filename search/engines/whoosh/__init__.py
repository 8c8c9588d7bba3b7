"""The embedded engine: statements → an index in Whoosh's format in the data folder → answers.

In: offers of statements (`write`), and searches of the port in `search.engine` (`engine`). Out: a
generation in a folder (`generations`), which stock Whoosh opens too, and `Hits`. Whoosh's own
matchers and writer are not used: `evaluate` works on arrays of postings that `read` finds in files
laid out by `format`. Nothing else imports Whoosh's storage.
"""
