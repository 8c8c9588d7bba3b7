"""A query tree and a text in, the spans that matched and the piece worth showing out; no markup."""
