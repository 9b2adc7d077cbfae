"""The connectors: one file or folder per kind of shop system, each with one method, `look_up`."""
