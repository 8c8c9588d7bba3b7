"""A query's plain words in, what they may mean by the way people write out."""
