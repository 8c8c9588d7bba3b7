"""A real OpenSearch cluster on this machine's loopback, for tests and measurements.

    python -m cluster up [--nodes 3] [--version 3.8.0]    prints ONRECORD_OPENSEARCH_HOSTS=…
    python -m cluster kill n2 | start n2 | status | down

Not part of the program and not how users run OpenSearch: they take the official packages, images,
Helm chart or a managed service (`docs/cluster.md`).
"""
