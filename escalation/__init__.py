"""People: why a person is needed, and the tickets that wait for one."""
