"""Alembic's way in, from `infra.store.schema`: a connection to SQLite, or the order to write PostgreSQL's SQL down."""

from alembic import context

if context.is_offline_mode():
    # Without the option every % would be written twice, as for a driver. Who performs the script begins and commits.
    context.configure(
        dialect_name="postgresql", dialect_opts={"paramstyle": "named"}, literal_binds=True, transactional_ddl=False
    )
else:
    context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
