"""The command `onrecord`: arguments in; data on stdout, notes on stderr and an exit code out."""
