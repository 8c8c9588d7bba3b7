"""A search, planned → requests to the cluster; its answers → statements, counts and scores.

`translator` makes the clauses that match, `scoring` those that rank, `listing` and `facets` the
requests; `hits` reads what comes back.
"""
