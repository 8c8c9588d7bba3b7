"""Statements → what a generation holds of them: documents, term counts, name tables, a manifest.

Documents and their mapping lie in the main index, the rest in the sidecar beside it or in `_meta`.
"""
