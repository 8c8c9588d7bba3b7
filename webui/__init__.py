"""The site: requests in, pages, data and feeds out, all read from the index that serves.

`routes` names every page with its view; `views` ask the engine, `page` and `charts` prepare what
their templates print, `machine` writes what programs read. Nothing here writes into the index.
"""
