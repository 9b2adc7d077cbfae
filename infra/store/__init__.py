"""Where what must survive is kept: transactions, the vault, the schema and its migrations."""
