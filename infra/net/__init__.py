"""The one guarded client for everything that leaves to a tenant's URL."""
