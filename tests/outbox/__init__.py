"""Telling others: what is put into the outbox arrives, whatever receivers and machines do meanwhile."""
