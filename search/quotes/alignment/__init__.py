"""Words of a quotation and of a text → which stand for each other, and what differs."""
