"""A query string and the parameters of a link in, a query tree and a `Request` out.

Also the way back: a tree in plain words, a request as its shortest link. Nothing here opens an
index; the words that patterns stand for come in as a lexicon.
"""
