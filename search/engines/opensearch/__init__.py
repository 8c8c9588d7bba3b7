"""The distributed engine: generations of statements on an OpenSearch cluster, behind one alias.

`mapping` and `documents` say what is held, `docs/decisions/0017-opensearch.md` why; only `client`
imports the cluster's own library.
"""
