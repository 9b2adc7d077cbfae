"""Settings, logs, health, and a process from its start to its end."""
