"""The queue: one ticket for one cause, nothing lost on the way into it, nothing readable in it."""
