"""The doors, spoken to as a stranger might: what they take, what they refuse, and in which words."""
