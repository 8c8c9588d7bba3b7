"""Pages → statements: facts, blocks of the body, and all that was taken out."""
