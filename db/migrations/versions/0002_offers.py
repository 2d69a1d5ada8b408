"""Offers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("price_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("usual_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("hour_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("hour_until", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tier", sa.String(length=32), nullable=True),
        sa.Column("segment", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("outlets", sa.JSON(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals")),
    )
    op.create_table(
        "dishes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folded", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dishes")),
        sa.UniqueConstraint("folded", name=op.f("uq_dishes_folded")),
    )
    with op.batch_alter_table("dishes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dishes_category"), ["category"], unique=False)

    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("day", "country", name=op.f("pk_holidays")),
    )
    op.create_table(
        "rewards",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("price", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stock", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("per_member", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("per_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("tier", sa.String(length=32), nullable=True),
        sa.Column("early_hours", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("allergens", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outlets", sa.JSON(), nullable=False),
        sa.Column("happens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("has_picture", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("price > 0", name=op.f("ck_rewards_price")),
        sa.CheckConstraint("stock IS NULL OR stock >= 0", name=op.f("ck_rewards_stock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
    )
    op.create_table(
        "automation_days",
        sa.Column(
            "automation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("done_through", sa.Date(), nullable=False),
        sa.Column(
            "ahead",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["automation_id"], ["automations.id"], name=op.f("fk_automation_days_automation_id_automations")
        ),
        sa.PrimaryKeyConstraint("automation_id", "zone", name=op.f("pk_automation_days")),
    )
    op.create_table(
        "automation_edits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("automation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["automation_id"], ["automations.id"], name=op.f("fk_automation_edits_automation_id_automations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation_edits")),
    )
    with op.batch_alter_table("automation_edits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_automation_edits_automation_id"), ["automation_id"], unique=False)

    op.create_table(
        "contact_wishes",
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("month_cap", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("without", sa.JSON(), nullable=False),
        sa.Column("hour_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("hour_until", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_contact_wishes_member_id_members")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_contact_wishes")),
    )
    op.create_table(
        "memorable_dates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("md", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_memorable_dates_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memorable_dates")),
        sa.UniqueConstraint("member_id", "md", name=op.f("uq_memorable_dates_member_id_md")),
    )
    with op.batch_alter_table("memorable_dates", schema=None) as batch_op:
        batch_op.create_index("ix_memorable_dates_md_member_id", ["md", "member_id"], unique=False)

    op.create_table(
        "promo_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("most_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("least_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reward_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("valid_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("total_limit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("member_limit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("period_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("period_limit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("budget_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outlets", sa.JSON(), nullable=False),
        sa.Column("segment", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("first_order", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_promo_codes_reward_id_rewards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promo_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_promo_codes_code")),
    )
    op.create_table(
        "reward_pictures",
        sa.Column(
            "reward_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_reward_pictures_reward_id_rewards")),
        sa.PrimaryKeyConstraint("reward_id", name=op.f("pk_reward_pictures")),
    )
    op.create_table(
        "tier_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("old", sa.String(length=32), nullable=False),
        sa.Column("new", sa.String(length=32), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("spent_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_tier_changes_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_changes")),
    )
    with op.batch_alter_table("tier_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tier_changes_member_id"), ["member_id"], unique=False)

    op.create_table(
        "vouchers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("most_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("least_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("reward_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outlets", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outlet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_vouchers_member_id_members")),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_vouchers_reward_id_rewards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vouchers")),
        sa.UniqueConstraint("code", name=op.f("uq_vouchers_code")),
        sa.UniqueConstraint("key", name=op.f("uq_vouchers_key")),
    )
    with op.batch_alter_table("vouchers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_vouchers_ending",
            ["ends_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('held', 'given')"),
            postgresql_where=sa.text("state IN ('held', 'given')"),
        )
        batch_op.create_index("ix_vouchers_member_id_state", ["member_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_vouchers_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vouchers_reward_id"), ["reward_id"], unique=False)
        batch_op.create_index("ix_vouchers_reward_id_issued_at", ["reward_id", "issued_at"], unique=False)

    op.create_table(
        "gifts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("giver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voucher_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(voucher_id IS NULL) <> (points IS NULL)", name=op.f("ck_gifts_one_thing")),
        sa.ForeignKeyConstraint(["giver_id"], ["members.id"], name=op.f("fk_gifts_giver_id_members")),
        sa.ForeignKeyConstraint(["voucher_id"], ["vouchers.id"], name=op.f("fk_gifts_voucher_id_vouchers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gifts")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_gifts_token_hash")),
    )
    with op.batch_alter_table("gifts", schema=None) as batch_op:
        batch_op.create_index("ix_gifts_giver_id_at", ["giver_id", "at"], unique=False)
        batch_op.create_index(
            "ix_gifts_open",
            ["until"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(batch_op.f("ix_gifts_voucher_id"), ["voucher_id"], unique=False)

    op.create_table(
        "personal_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("promo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["promo_id"], ["promo_codes.id"], name=op.f("fk_personal_codes_promo_id_promo_codes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_personal_codes_code")),
    )
    with op.batch_alter_table("personal_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personal_codes_promo_id"), ["promo_id"], unique=False)

    op.create_table(
        "order_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folded", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sum_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_items_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_items")),
    )
    with op.batch_alter_table("order_items", schema=None) as batch_op:
        batch_op.create_index("ix_order_items_category_member_id", ["category", "member_id"], unique=False)
        batch_op.create_index("ix_order_items_member_id", ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_items_order_id"), ["order_id"], unique=False)

    op.create_table(
        "promo_uses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("promo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("personal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voucher_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_promo_uses_member_id_members")),
        sa.ForeignKeyConstraint(
            ["personal_id"], ["personal_codes.id"], name=op.f("fk_promo_uses_personal_id_personal_codes")
        ),
        sa.ForeignKeyConstraint(["promo_id"], ["promo_codes.id"], name=op.f("fk_promo_uses_promo_id_promo_codes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promo_uses")),
        sa.UniqueConstraint("key", name=op.f("uq_promo_uses_key")),
        sa.UniqueConstraint("voucher_id", name=op.f("uq_promo_uses_voucher_id")),
    )
    with op.batch_alter_table("promo_uses", schema=None) as batch_op:
        batch_op.create_index("ix_promo_uses_promo_id_member_id_at", ["promo_id", "member_id", "at"], unique=False)

    with op.batch_alter_table("automations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("slug", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("moment", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("segment", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("offer", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("texts", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("month_cap", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column(
                "holdout_bp",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "edition",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("1"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("enabled_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE automations SET slug = kind")
    op.execute(
        "INSERT INTO automation_days (automation_id, zone, done_through) "
        "SELECT id, '', done_through FROM automations WHERE done_through IS NOT NULL"
    )
    with op.batch_alter_table("automations", schema=None) as batch_op:
        batch_op.alter_column("slug", existing_type=sa.String(length=32), nullable=False)
        batch_op.drop_constraint(batch_op.f("uq_automations_kind"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_automations_slug"), ["slug"])
        batch_op.drop_column("settings")
        batch_op.drop_column("done_through")

    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "wrong_codes",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("wrong_since", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("firings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=120), nullable=True))
        batch_op.add_column(
            sa.Column(
                "points",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.create_index("ix_firings_automation_id_at", ["automation_id", "at"], unique=False)

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tier_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("tier_reason", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("tier_drops_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "stamps",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("first_order_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_members_above",
            ["id"],
            unique=False,
            sqlite_where=sa.text("tier <> 'bronze'"),
            postgresql_where=sa.text("tier <> 'bronze'"),
        )
        batch_op.create_index("ix_members_first_order_at", ["first_order_at"], unique=False)
        batch_op.create_index("ix_members_joined_at", ["joined_at"], unique=False)
        batch_op.create_index(
            "ix_members_tier_drops_on",
            ["tier_drops_on"],
            unique=False,
            sqlite_where=sa.text("tier_drops_on IS NOT NULL"),
            postgresql_where=sa.text("tier_drops_on IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_members_tier_until",
            ["tier_until"],
            unique=False,
            sqlite_where=sa.text("tier_until IS NOT NULL"),
            postgresql_where=sa.text("tier_until IS NOT NULL"),
        )

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "discount_minor",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "fee_off_minor",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("voucher_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("channel", sa.String(length=32), server_default="desk", nullable=False))
        batch_op.add_column(sa.Column("priority", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.create_index(
            "ix_orders_delivered_at",
            ["delivered_at"],
            unique=False,
            sqlite_where=sa.text("delivered_at IS NOT NULL"),
            postgresql_where=sa.text("delivered_at IS NOT NULL"),
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("topic", sa.String(length=32), nullable=True))
        batch_op.add_column(
            sa.Column(
                "worth",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default=sa.text("0"),
                nullable=False,
            )
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("time_zone", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("allergens", sa.JSON(), server_default="[]", nullable=False))
        batch_op.drop_index(batch_op.f("ix_people_birthday_md"))
        batch_op.create_index("ix_people_birthday_md", ["birthday_md", "time_zone", "member_id"], unique=False)
        batch_op.create_index("ix_people_time_zone", ["time_zone"], unique=False)

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))

    op.execute(
        "UPDATE members SET first_order_at = "
        "(SELECT min(delivered_at) FROM orders WHERE orders.member_id = members.id AND delivered_at IS NOT NULL)"
    )


def downgrade() -> None:
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_column("gift_id")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("ix_people_time_zone")
        batch_op.drop_index("ix_people_birthday_md")
        batch_op.create_index(batch_op.f("ix_people_birthday_md"), ["birthday_md"], unique=False)
        batch_op.drop_column("allergens")
        batch_op.drop_column("time_zone")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("worth")
        batch_op.drop_column("topic")

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_orders_delivered_at",
            sqlite_where=sa.text("delivered_at IS NOT NULL"),
            postgresql_where=sa.text("delivered_at IS NOT NULL"),
        )
        batch_op.drop_column("priority")
        batch_op.drop_column("channel")
        batch_op.drop_column("voucher_id")
        batch_op.drop_column("fee_off_minor")
        batch_op.drop_column("discount_minor")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_members_tier_until",
            sqlite_where=sa.text("tier_until IS NOT NULL"),
            postgresql_where=sa.text("tier_until IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_members_tier_drops_on",
            sqlite_where=sa.text("tier_drops_on IS NOT NULL"),
            postgresql_where=sa.text("tier_drops_on IS NOT NULL"),
        )
        batch_op.drop_index("ix_members_joined_at")
        batch_op.drop_index("ix_members_first_order_at")
        batch_op.drop_index(
            "ix_members_above", sqlite_where=sa.text("tier <> 'bronze'"), postgresql_where=sa.text("tier <> 'bronze'")
        )
        batch_op.drop_column("first_order_at")
        batch_op.drop_column("stamps")
        batch_op.drop_column("tier_drops_on")
        batch_op.drop_column("tier_reason")
        batch_op.drop_column("tier_by")

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.drop_column("extended_at")

    with op.batch_alter_table("firings", schema=None) as batch_op:
        batch_op.drop_index("ix_firings_automation_id_at")
        batch_op.drop_column("points")
        batch_op.drop_column("key")

    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.drop_column("wrong_since")
        batch_op.drop_column("wrong_codes")

    op.execute("DELETE FROM firings WHERE automation_id IN (SELECT id FROM automations WHERE slug <> kind)")
    op.execute("DELETE FROM automations WHERE slug <> kind")
    with op.batch_alter_table("automations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("done_through", sa.DATE(), nullable=True))
        batch_op.add_column(sa.Column("settings", sa.JSON(), server_default="{}", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_automations_slug"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_automations_kind"), ["kind"])
        batch_op.drop_column("enabled_at")
        batch_op.drop_column("edition")
        batch_op.drop_column("holdout_bp")
        batch_op.drop_column("month_cap")
        batch_op.drop_column("texts")
        batch_op.drop_column("offer")
        batch_op.drop_column("segment")
        batch_op.drop_column("moment")
        batch_op.drop_column("slug")

    with op.batch_alter_table("promo_uses", schema=None) as batch_op:
        batch_op.drop_index("ix_promo_uses_promo_id_member_id_at")

    op.drop_table("promo_uses")
    with op.batch_alter_table("order_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_items_order_id"))
        batch_op.drop_index("ix_order_items_member_id")
        batch_op.drop_index("ix_order_items_category_member_id")

    op.drop_table("order_items")
    with op.batch_alter_table("personal_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_personal_codes_promo_id"))

    op.drop_table("personal_codes")
    with op.batch_alter_table("gifts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gifts_voucher_id"))
        batch_op.drop_index(
            "ix_gifts_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index("ix_gifts_giver_id_at")

    op.drop_table("gifts")
    with op.batch_alter_table("vouchers", schema=None) as batch_op:
        batch_op.drop_index("ix_vouchers_reward_id_issued_at")
        batch_op.drop_index(batch_op.f("ix_vouchers_reward_id"))
        batch_op.drop_index(batch_op.f("ix_vouchers_order_id"))
        batch_op.drop_index("ix_vouchers_member_id_state")
        batch_op.drop_index(
            "ix_vouchers_ending",
            sqlite_where=sa.text("state IN ('held', 'given')"),
            postgresql_where=sa.text("state IN ('held', 'given')"),
        )

    op.drop_table("vouchers")
    with op.batch_alter_table("tier_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tier_changes_member_id"))

    op.drop_table("tier_changes")
    op.drop_table("reward_pictures")
    op.drop_table("promo_codes")
    with op.batch_alter_table("memorable_dates", schema=None) as batch_op:
        batch_op.drop_index("ix_memorable_dates_md_member_id")

    op.drop_table("memorable_dates")
    op.drop_table("contact_wishes")
    with op.batch_alter_table("automation_edits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_automation_edits_automation_id"))

    op.drop_table("automation_edits")
    op.drop_table("automation_days")
    op.drop_table("rewards")
    op.drop_table("holidays")
    with op.batch_alter_table("dishes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dishes_category"))

    op.drop_table("dishes")
    op.drop_table("deals")
