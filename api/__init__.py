"""The operators' doors: connect, provision, publish, keys, what was said and counted; JSON in, JSON out."""
