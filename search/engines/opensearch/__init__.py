"""The distributed engine: settings of an OpenSearch cluster → its `SearchEngine` and `IndexWriter`.

A generation of statements is one index with a sidecar, behind an alias that names the one that
serves. `layout` says what a document holds, `query` what is asked of it, `publish` how it gets
there, and `cluster` is the only one that knows the cluster's own library. The decisions are in
`docs/decisions/0017-opensearch.md`.
"""
