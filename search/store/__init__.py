"""What the data folder keeps beside the index: saved queries, and the versions of statements.

In: what a reader saves and what indexing replaces; out: the same, and two texts compared.
"""
