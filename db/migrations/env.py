"""Alembic's entry: runs the revisions on the connection that run.py or draft.py hands over."""

from alembic import context

from db.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot ALTER much: it copies the table
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
