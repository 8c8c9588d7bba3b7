"""Files of a generation → postings as arrays, and stored statements and turns, some kept in memory.

In: a folder that `format` describes. Out: documents, counts and positions of a term in all
segments; `Statement` and `Turn` records by document number. Safe to share between threads.
"""
