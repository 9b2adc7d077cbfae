"""The connectors: one file per kind of shop system, each with one method, `look_up`."""
