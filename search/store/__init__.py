"""The SQLite files that lie beside the index: saved queries, and the versions of statements.

Requests and statements in, the same out; `text_diff` compares two versions word by word.
"""
