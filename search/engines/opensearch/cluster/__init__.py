"""Requests → the answers of an OpenSearch cluster, whole, repeated where that helps, or our errors.

Knows nothing of statements; only `client` imports the cluster's own library.
"""
