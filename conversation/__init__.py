"""The core, pure: events in, one effect out; skills, guardrails, phrases. No clock, no I/O."""
