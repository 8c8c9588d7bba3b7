"""A request and an engine in; pages of results, opened statements, concordances, frequencies out.

Here a query is parsed, expanded, asked, highlighted and corrected; the other rooms do one of these.
"""
