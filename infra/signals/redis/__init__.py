"""The signals on Redis. One node is meant: a script may touch keys that a cluster would keep apart."""
