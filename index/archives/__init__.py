"""A file that may hold others (WARC, WACZ, zip, tar, MHTML, compressed) → what lies in it.

`opening` looks at the first bytes and asks the reader of that kind; all of them read streams to
limits, write nothing, and follow no name: nothing in an archive can reach outside it.
"""
