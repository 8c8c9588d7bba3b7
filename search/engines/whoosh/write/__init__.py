"""Offers of statements → a published generation, of segments that are built, or carried over.

In: offers and what the manifest says of them. Out: files in a new folder of `generations`, and the
manifest. `writer` leads; `segment_partition` decides which statements stand in which segment,
`segment_build` makes those that are not there yet, `merge` what spans all of them.
"""
