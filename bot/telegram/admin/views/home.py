"""The desk: the day so far, what waits, and buttons to everything the role includes."""

from collections.abc import Sequence

from bot.i18n import Html, Texts, lines
from bot.telegram.admin.broadcast_callbacks import ShowBroadcasts
from bot.telegram.admin.callbacks import (
    FindMember,
    NewOrder,
    ShowAudit,
    ShowAutomations,
    ShowOffersDesk,
    ShowProgram,
    ShowStaff,
)
from bot.telegram.admin.claim_callbacks import ShowClaims
from bot.telegram.admin.conversation_callbacks import ShowFeedback, ShowTalks
from bot.telegram.admin.deal_callbacks import ShowDeals
from bot.telegram.admin.insights_callbacks import ShowStats
from bot.telegram.admin.integration_callbacks import ShowIntegrations
from bot.telegram.admin.order_callbacks import ListOrders
from bot.telegram.admin.promo_callbacks import ShowPromos
from bot.telegram.admin.reward_callbacks import ShowCatalogue
from bot.telegram.admin.segment_callbacks import ShowSegments
from bot.telegram.admin.surplus_callbacks import ShowSurplus
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import OpenSale
from bot.telegram.shared.partner_callbacks import OpenPartners
from bot.usecases.desk import Desk


def home(desk: Desk, t: Texts) -> Screen:
    """What the owner and managers see first."""
    text = lines(
        t("🏪 <b>{shop}</b>", shop=desk.rules.program.name),
        "",
        *_waiting(desk, t),
        "",
        *_today(desk, t),
        "",
        t.plural("👤 {n} member", "👤 {n} members", desk.members),
        _hint(desk, t),
    )
    return Screen(text, rows=_buttons(desk, t))


def _waiting(desk: Desk, t: Texts) -> list[Html]:
    told: list[Html] = []
    if desk.problems:
        told.append(t.plural("⚠️ <b>{n} order with a problem</b>", "⚠️ <b>{n} orders with a problem</b>", desk.problems))
    if desk.open_orders:
        told.append(t.plural("🛵 {n} order under way", "🛵 {n} orders under way", desk.open_orders))
    if desk.waiting_staff:
        told.append(t.plural("🙋 {n} request to work here", "🙋 {n} requests to work here", desk.waiting_staff))
    if desk.waiting_referrals:
        told.append(t.plural("🔎 {n} invitation to look at", "🔎 {n} invitations to look at", desk.waiting_referrals))
    if desk.waiting_talks:
        talks = desk.waiting_talks
        told.append(t.plural("💬 {n} member waits for an answer", "💬 {n} members wait for an answer", talks))
    return told or [t("☀️ Nothing is waiting for you.")]


def _today(desk: Desk, t: Texts) -> list[Html]:
    spent = t.money(desk.spent_today_minor, desk.rules.program.currency)
    return [
        t.plural(
            "Today: {n} order delivered for {money}",
            "Today: {n} orders delivered for {money}",
            desk.orders_today,
            money=spent,
        ),
        t("Points given: {points}", points=t.points(desk.points_today)),
        t.plural("{n} new member", "{n} new members", desk.joined_today),
    ]


def _hint(desk: Desk, t: Texts) -> Html | None:
    if not desk.couriers:
        return t("💡 Next: invite a courier under “Staff”.")
    if not desk.members:
        return t("💡 Next: show customers your link or QR, under “The programme”.")
    return None


def _buttons(desk: Desk, t: Texts) -> Rows:
    wanted = (
        ("orders.place", Button(t.plain("➕ New order"), NewOrder(), style="primary")),
        ("orders.see", Button(t.plain("🛵 Orders"), ListOrders())),
        ("members.find", Button(t.plain("🔎 Find a member"), FindMember())),
        ("sales.redeem", Button(t.plain("🛎 Serve a customer"), OpenSale())),
        ("broadcasts.send", Button(t.plain("📣 Messages to members"), ShowBroadcasts())),
        ("deals.change", Button(t.plain("🎁 What we offer"), ShowOffersDesk())),
        ("conversations.answer", Button(t.plain("📬 Talks"), ShowTalks())),
        ("feedback.see", Button(t.plain("👂 What members say"), ShowFeedback())),
        ("stats.see", Button(t.plain("📈 Figures"), ShowStats())),
        ("staff.see", Button(t.plain("👥 Staff"), ShowStaff())),
        ("program.see", Button(t.plain("⚙️ The programme"), ShowProgram())),
        ("keys.change", Button(t.plain("🔌 Integrations"), ShowIntegrations())),
        ("audit.see", Button(t.plain("📒 Who did what"), ShowAudit())),
    )
    return _allowed(wanted, desk)


def _allowed(wanted: Sequence[tuple[str, Button]], desk: Desk) -> Rows:
    return keys.in_rows([button for act, button in wanted if act in desk.may])


def offers(desk: Desk, t: Texts) -> Screen:
    """What the shop gives its members, and to whom."""
    text = lines(t("🎁 <b>What we offer</b>"), t("What members can get, by themselves or from you, and who they are."))
    wanted = (
        ("automations.change", Button(t.plain("🎂 Automatic offers"), ShowAutomations())),
        ("promo.change", Button(t.plain("🏷 Promo codes"), ShowPromos())),
        ("catalogue.change", Button(t.plain("🎁 Rewards"), ShowCatalogue())),
        ("claims.make", Button(t.plain("🧾 Receipts and tables"), ShowClaims())),
        ("deals.change", Button(t.plain("🔥 Deals"), ShowDeals())),
        ("broadcasts.send", Button(t.plain("🍱 Left over"), ShowSurplus())),
        ("segments.change", Button(t.plain("🎯 Segments"), ShowSegments())),
        ("partners.change", Button(t.plain("🤝 Partners"), OpenPartners())),
    )
    return Screen(text, rows=(*_allowed(wanted, desk), keys.home(t)))
