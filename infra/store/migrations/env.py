"""Alembic's way in: it is given a connection by `infra.store.schema.migrate` and knows no other."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
