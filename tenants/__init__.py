"""Whom we work for: plans, keys, integrations, agents: draft, publish, versions; and what the doors ask of them."""
