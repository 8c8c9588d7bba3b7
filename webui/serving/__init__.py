"""Sockets, threads, processes: requests come in as bytes, the application's answers go out."""
