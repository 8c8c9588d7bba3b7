"""A statement, turn or paragraph in, citations of it out: as text, and as records of catalogues."""
