"""What a crash, a retry and an impatient customer do: nothing lost, nothing doubled."""
