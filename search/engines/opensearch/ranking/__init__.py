"""What the cluster found in, a page of it in order out."""
