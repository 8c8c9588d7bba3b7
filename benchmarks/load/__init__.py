"""A site under load: who asks (`visitors`), and the table of what was answered."""
