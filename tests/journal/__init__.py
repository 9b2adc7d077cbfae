"""What is kept, shown, counted and forgotten of what people said."""
