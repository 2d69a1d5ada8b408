"""Broadcasts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cadence_tests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("arms", sa.JSON(), nullable=False),
        sa.Column("share_bp", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadence_tests")),
    )
    op.create_table(
        "rfm_cells",
        sa.Column("recency", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column(
            "frequency", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "monetary", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("members", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("spent_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("recency", "frequency", "monetary", name=op.f("pk_rfm_cells")),
    )
    op.create_table(
        "segments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("tree", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("edition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
        sa.UniqueConstraint("name", name=op.f("uq_segments_name")),
    )
    op.create_table(
        "thresholds",
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("what", "step", name=op.f("pk_thresholds")),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rating_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compensation_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("compensation_voucher_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("compensated_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_conversations_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conversations_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "ix_conversations_open",
            ["member_id"],
            unique=False,
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )

    op.create_table(
        "kitchens",
        sa.Column(
            "outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("load", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlets.id"], name=op.f("fk_kitchens_outlet_id_outlets")),
        sa.PrimaryKeyConstraint("outlet_id", name=op.f("pk_kitchens")),
    )
    op.create_table(
        "nps_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("score", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_nps_answers_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nps_answers")),
        sa.UniqueConstraint("member_id", "quarter", name=op.f("uq_nps_answers_member_id_quarter")),
    )
    with op.batch_alter_table("nps_answers", schema=None) as batch_op:
        batch_op.create_index("ix_nps_answers_quarter_score", ["quarter", "score"], unique=False)

    op.create_table(
        "offer_responses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=48), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_offer_responses_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_responses")),
        sa.UniqueConstraint("source", "member_id", "what", name=op.f("uq_offer_responses_source_member_id_what")),
    )
    with op.batch_alter_table("offer_responses", schema=None) as batch_op:
        batch_op.create_index("ix_offer_responses_member_id_at", ["member_id", "at"], unique=False)

    op.create_table(
        "segment_edits",
        sa.Column(
            "segment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("edition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("tree", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["segment_id"], ["segments.id"], name=op.f("fk_segment_edits_segment_id_segments")),
        sa.PrimaryKeyConstraint("segment_id", "edition", name=op.f("pk_segment_edits")),
    )
    op.create_table(
        "conversation_messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("photo", sa.String(length=200), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_messages_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_messages")),
    )
    with op.batch_alter_table("conversation_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conversation_messages_conversation_id"), ["conversation_id"], unique=False)

    op.create_table(
        "ratings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("courier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("stars", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("food", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("courier", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("speed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("photo", sa.String(length=200), nullable=True),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_ratings_member_id_members")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_ratings_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("order_id", name=op.f("uq_ratings_order_id")),
    )
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.create_index("ix_ratings_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ratings_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(length=64), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("origin", sa.String(length=32), server_default="hand", nullable=False))
        batch_op.add_column(
            sa.Column(
                "edition",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("1"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("template", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("content", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("buttons", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("silent", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("topic", sa.String(length=32), server_default="offers", nullable=False))
        batch_op.add_column(sa.Column("offer", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("stock", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column(
                "claimed",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("budget_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "cost_minor",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "worth",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("deadline", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("segment", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("when", sa.String(length=32), server_default="now", nullable=False))
        batch_op.add_column(sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("hour", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column(
                "spread_minutes",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("wave_size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("wave_goal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column(
                "wave_minutes",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("120"),
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "wave",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("wave_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "control_bp",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "test_bp",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("winner", sa.String(length=1), nullable=True))
        batch_op.add_column(
            sa.Column("winner_hours", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "window_days",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("7"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("paid", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("paid_most", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column(
                "paid_calls",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("left_out", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("goes_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("measured_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_broadcasts_state_starts_at", ["state", "starts_at"], unique=False)

    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_on", sa.Date(), nullable=True))

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("rhythm_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("usual_hour", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("usual_weekday", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("favourite", sa.String(length=32), nullable=True))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_planned")
        batch_op.create_index(
            "ix_outbox_planned",
            ["lane", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'planned' AND broadcast_id IS NULL"),
            postgresql_where=sa.text("state = 'planned' AND broadcast_id IS NULL"),
        )
        batch_op.add_column(sa.Column("variant", sa.String(length=1), nullable=True))
        batch_op.add_column(
            sa.Column(
                "wave",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.create_index(
            "ix_outbox_broadcast",
            ["broadcast_id", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'planned' AND broadcast_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'planned' AND broadcast_id IS NOT NULL"),
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("city", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("gender", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("advertising", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    broadcasts = sa.table("broadcasts", sa.column("id"), sa.column("text"), sa.column("content", sa.JSON))
    connection = op.get_bind()
    for number, text in connection.execute(sa.select(broadcasts.c.id, broadcasts.c.text)).all():
        content = {"A": {"*": {"text": text}}}
        connection.execute(broadcasts.update().where(broadcasts.c.id == number).values(content=content))
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.drop_column("text")
    op.execute(
        "UPDATE people SET advertising = COALESCE((SELECT given FROM consents WHERE consents.id = (SELECT max(c.id) "
        "FROM consents c WHERE c.member_id = people.member_id AND c.kind = 'advertising')), false)"
    )


def downgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("advertising")
        batch_op.drop_column("gender")
        batch_op.drop_column("city")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_planned")
        batch_op.create_index(
            "ix_outbox_planned",
            ["lane", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        )
        batch_op.drop_index(
            "ix_outbox_broadcast",
            sqlite_where=sa.text("state = 'planned' AND broadcast_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'planned' AND broadcast_id IS NOT NULL"),
        )
        batch_op.drop_column("wave")
        batch_op.drop_column("variant")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("favourite")
        batch_op.drop_column("usual_weekday")
        batch_op.drop_column("usual_hour")
        batch_op.drop_column("rhythm_days")

    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.drop_column("seen_on")

    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("text", sa.Text(), server_default="", nullable=False))
    broadcasts = sa.table("broadcasts", sa.column("id"), sa.column("text"), sa.column("content", sa.JSON))
    connection = op.get_bind()
    for number, content in connection.execute(sa.select(broadcasts.c.id, broadcasts.c.content)).all():
        said = [words.get("text") or "" for variant in content.values() for words in variant.values()]
        connection.execute(broadcasts.update().where(broadcasts.c.id == number).values(text=(said or [""])[0]))
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.drop_index("ix_broadcasts_state_starts_at")
        batch_op.drop_column("measured_at")
        batch_op.drop_column("approved_by")
        batch_op.drop_column("goes_at")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("left_out")
        batch_op.drop_column("paid_calls")
        batch_op.drop_column("paid_most")
        batch_op.drop_column("paid")
        batch_op.drop_column("window_days")
        batch_op.drop_column("winner_hours")
        batch_op.drop_column("winner")
        batch_op.drop_column("test_bp")
        batch_op.drop_column("control_bp")
        batch_op.drop_column("wave_at")
        batch_op.drop_column("wave")
        batch_op.drop_column("wave_minutes")
        batch_op.drop_column("wave_goal")
        batch_op.drop_column("wave_size")
        batch_op.drop_column("spread_minutes")
        batch_op.drop_column("hour")
        batch_op.drop_column("starts_at")
        batch_op.drop_column("when")
        batch_op.drop_column("segment")
        batch_op.drop_column("deadline")
        batch_op.drop_column("worth")
        batch_op.drop_column("cost_minor")
        batch_op.drop_column("budget_minor")
        batch_op.drop_column("claimed")
        batch_op.drop_column("stock")
        batch_op.drop_column("offer")
        batch_op.drop_column("topic")
        batch_op.drop_column("silent")
        batch_op.drop_column("buttons")
        batch_op.drop_column("content")
        batch_op.drop_column("template")
        batch_op.drop_column("edition")
        batch_op.drop_column("origin")
        batch_op.drop_column("name")

    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ratings_member_id"))
        batch_op.drop_index("ix_ratings_at")

    op.drop_table("ratings")
    with op.batch_alter_table("conversation_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_messages_conversation_id"))

    op.drop_table("conversation_messages")
    op.drop_table("segment_edits")
    with op.batch_alter_table("offer_responses", schema=None) as batch_op:
        batch_op.drop_index("ix_offer_responses_member_id_at")

    op.drop_table("offer_responses")
    with op.batch_alter_table("nps_answers", schema=None) as batch_op:
        batch_op.drop_index("ix_nps_answers_quarter_score")

    op.drop_table("nps_answers")
    op.drop_table("kitchens")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_conversations_open",
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )
        batch_op.drop_index(batch_op.f("ix_conversations_member_id"))

    op.drop_table("conversations")
    op.drop_table("thresholds")
    op.drop_table("segments")
    op.drop_table("rfm_cells")
    op.drop_table("cadence_tests")
