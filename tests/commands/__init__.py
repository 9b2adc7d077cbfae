"""What is typed in a terminal, and what it prints."""
