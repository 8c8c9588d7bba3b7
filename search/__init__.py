"""The core: a request and a built index in; results, statements and their printed forms out.

Everything that the indexer, the site and the command line share. At the top stand the values that
cross rooms (records), the port to an engine and what it raises; each folder is one step of the way
from a query to an answer. Nothing here imports `index` or `webui`.
"""
