"""Planned trees and scopes → which statements match, in which order, with which facets and turns.

In: a tree of `search.engines.query_plan`, postings from `read`, columns from `format`. Out: arrays
with a row a statement, turn or facet value, and one page of results. Nothing is looked at turn by
turn in Python; what was made at some cost is kept in a cache of so many bytes.
"""
