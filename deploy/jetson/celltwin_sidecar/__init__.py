"""Runs networks for a Celltwin agent beside it: a length-prefixed protocol over a Unix socket. Python 3.6 and later."""
