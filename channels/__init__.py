"""The customers' doors: each parses, takes a turn, renders."""
