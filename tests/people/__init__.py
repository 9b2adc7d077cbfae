"""Colleagues: whose a ticket is, who speaks in a chat, and what the customer hears of it."""
