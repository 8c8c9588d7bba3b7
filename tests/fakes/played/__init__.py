"""A site and a network that are played, and crawls of them."""
