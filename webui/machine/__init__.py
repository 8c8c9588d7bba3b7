"""Results and statements in, what programs read of them out: Atom feeds and schema.org's terms."""
