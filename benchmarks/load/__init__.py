"""A site under load: who asks (`visitors`), what is asked of (`sites`), and the table of it all."""
