"""The operators' API, over HTTP as its clients meet it."""
