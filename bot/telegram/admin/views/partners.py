"""The network at the desk: a list, one partner, how it fits, its people, and what is owed."""

from urllib.parse import urlencode

from bot.i18n import N_, Html, Texts, lines
from bot.rules import deep_links
from bot.telegram.admin.partner_callbacks import PartnerAim, PartnerDo, PartnerInvite, PartnerKey, PartnerStatement
from bot.telegram.admin.views import partner_terms
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys, statements
from bot.telegram.shared.partner_callbacks import OpenPartners, SeePartner
from bot.usecases.invites import Invited
from bot.usecases.partner_applications import Match
from bot.usecases.partner_statements import Statement
from bot.usecases.partners import PartnerCard, PartnerLine, tag
from bot.usecases.program import Rules
from db.enums import PartnerState

LONGEST_BUTTON = 40
STATES = {
    PartnerState.APPLIED: N_("⏳ Waits for your answer"),
    PartnerState.ACTIVE: N_("✅ In the network"),
    PartnerState.PAUSED: N_("⏸ Paused"),
    PartnerState.REFUSED: N_("🚫 Was refused"),
    PartnerState.ENDED: N_("🚪 No partner any more"),
}
SIGNS = {
    PartnerState.APPLIED: "⏳",
    PartnerState.ACTIVE: "🤝",
    PartnerState.PAUSED: "⏸",
    PartnerState.REFUSED: "🚫",
    PartnerState.ENDED: "🚪",
}


def network(partners: list[PartnerLine], t: Texts) -> Screen:
    """Applications first, then the network."""
    if not partners:
        return nobody(t)
    buttons = [
        Button(f"{SIGNS[one.state]} {one.name}"[:LONGEST_BUTTON], SeePartner(partner=one.id)) for one in partners
    ]
    waiting = sum(one.state is PartnerState.APPLIED for one in partners)
    text = lines(
        t("🤝 <b>Partners</b>"),
        t.plural("{n} company waits for an answer.", "{n} companies wait for an answer.", waiting) if waiting else None,
    )
    months = (
        Button(t.plain("📄 This month, all"), PartnerStatement(partner=0, month=0, how="file")),
        Button(t.plain("📄 Last month, all"), PartnerStatement(partner=0, month=1, how="file")),
    )
    pairs = (
        Button(t.plain("⇄ Place by place"), PartnerStatement(partner=0, month=0, how="pairs")),
        Button(t.plain("⇄ The month before"), PartnerStatement(partner=0, month=1, how="pairs")),
    )
    return Screen(text, rows=(*keys.in_rows(buttons, 1), months, pairs, keys.home(t)))


def nobody(t: Texts) -> Screen:
    text = lines(
        t("🤝 <b>Partners</b>"),
        t("None yet. Companies apply in this chat: Help → My shop wants to join."),
    )
    return Screen(text, rows=(keys.home(t),))


def card(seen: PartnerCard, t: Texts) -> Screen:
    """All about one."""
    text = lines(
        t("🤝 <b>{name}</b>", name=seen.name),
        t(STATES[seen.state]),
        # NOTE: the shop's own words when it refused a company
        t("Why: {words}", words=seen.reason) if seen.reason else None,
        "",
        t("🏷 {category}", category=seen.category) if seen.category else None,
        t("📍 {address}", address=seen.address) if seen.address else None,
        t("☎️ {contact}", contact=seen.contact) if seen.contact else None,
        t("💬 {words}", words=seen.about) if seen.about else None,
        "",
        *statements.rates(t, seen.rates),
        *_network(seen, t),
    )
    return Screen(text, rows=(*_acts(seen, t), keys.back(t, OpenPartners())))


def _network(seen: PartnerCard, t: Texts) -> list[Html | str | None]:
    if seen.state not in (PartnerState.ACTIVE, PartnerState.PAUSED):
        return []
    limit, came = t.points(seen.rates["daily_points"]), seen.brought
    return [
        "",
        # NOTE: {points} and {limit} are like "120 points".
        t("Earned there today: {points} of {limit}", points=t.points(seen.today.given), limit=limit),
        t("Paid there today: {points} of {limit}", points=t.points(seen.today.taken + seen.today.held), limit=limit),
        "",
        t.plural("🔗 {n} member joined by its link", "🔗 {n} members joined by its link", came.joined),
        t.plural(
            "{n} of them has bought with you since, for {money}",
            "{n} of them have bought with you since, for {money}",
            came.ordered,
            money=t.money(came.spent_minor, seen.currency),
        )
        if came.joined
        else None,
    ]


def _acts(seen: PartnerCard, t: Texts) -> Rows:
    def do(label: str, what: str) -> Button:
        return Button(label, PartnerDo(partner=seen.id, do=what))

    rates, words = do(t.plain("📊 Rates"), "rates"), do(t.plain("✏️ Words"), "words")
    if seen.state is PartnerState.APPLIED:
        take_in = Button(t.plain("✅ Take in"), PartnerDo(partner=seen.id, do="take_in"), style="success")
        refuse = Button(t.plain("Refuse"), PartnerDo(partner=seen.id, do="refuse"), style="danger")
        return ((do(t.plain("🔎 How it fits"), "match"), rates), (refuse, *([take_in] if seen.may_rate else [])))
    if seen.state is PartnerState.ACTIVE:
        month = Button(t.plain("📄 This month"), PartnerStatement(partner=seen.id, month=0, how="told"))
        people, link = do(t.plain("👥 People"), "people"), do(t.plain("🔗 Its link"), "link")
        offer, pause = do(t.plain("🎁 Its offer"), "offer"), do(t.plain("⏸ Pause"), "pause")
        return ((month, people), (rates, words), (offer, link), (pause,))
    if seen.state is PartnerState.PAUSED:
        month = Button(t.plain("📄 This month"), PartnerStatement(partner=seen.id, month=0, how="told"))
        return ((do(t.plain("▶️ Go on"), "resume"), do(t.plain("🚪 End it"), "end")), (month, rates))
    return ((Button(t.plain("📄 This month"), PartnerStatement(partner=seen.id, month=0, how="told")),),)


def match(seen: PartnerCard, fits: Match, t: Texts) -> Screen:
    """How it fits our members, in numbers."""
    text = lines(
        t("🔎 <b>{name} and your members</b>", name=seen.name),
        "",
        t.plural("👥 {n} member in all", "👥 {n} members in all", fits.members),
        t.plural("🛍 {n} bought in 90 days", "🛍 {n} bought in 90 days", fits.lately),
        # NOTE: {category} is a kind of dishes, in the shop's own word
        t.plural(
            "🏷 {n} buys “{category}” with you",
            "🏷 {n} buy “{category}” with you",
            fits.buy_its_kind,
            category=seen.category,
        ),
        t.plural("📍 {n} lives in that city", "📍 {n} live in that city", fits.live_there),
    )
    return Screen(text, rows=(keys.back(t, SeePartner(partner=seen.id)),))


def people(seen: PartnerCard, t: Texts) -> Screen:
    """Who serves members there, and how more of them come."""
    told = [
        t("⏳ {name}: waits for your yes", name=one.name) if one.waits else t("▪️ {name}", name=one.name)
        for one in seen.people
    ]
    text = lines(t("👥 <b>Who serves members at {name}</b>", name=seen.name), *(told or [t("Nobody yet.")]))
    invite = Button(t.plain("➕ Invite somebody"), PartnerInvite(partner=seen.id), style="primary")
    key = (Button(t.plain("🔑 A key for its till"), PartnerKey(partner=seen.id)),) if seen.may_rate else ()
    return Screen(text, rows=((invite,), key, keys.back(t, SeePartner(partner=seen.id))))


def invited(made: Invited, partner: int, username: str, rules: Rules, t: Texts) -> Screen:
    """The one-time link, for one person."""
    url, until = deep_links.url(username, deep_links.build("invite", made.token)), t.time(made.expires_at, rules.zone)
    text = lines(
        t("🔗 <b>The invitation is ready</b>"),
        t("For one person, until {time}. When they open it, you'll be asked to approve.", time=until),
        "",
        t("<code>{url}</code>", url=url),
    )
    share = "https://t.me/share/url?" + urlencode({"url": url})
    buttons = (Button(t.plain("📋 Copy"), copy=url), Button(t.plain("📤 Send"), url=share))
    return Screen(text, rows=(buttons, keys.back(t, SeePartner(partner=partner))))


def link(seen: PartnerCard, username: str, t: Texts) -> Screen:
    """What the partner puts on its tables: whoever joins by it is its."""
    url = deep_links.url(username, deep_links.build("source", tag(seen.code)))
    text = lines(
        t("🔗 <b>{name}: its own link</b>", name=seen.name),
        t("Whoever joins by it counts as brought by this partner."),
        "",
        t("<code>{url}</code>", url=url),
    )
    return Screen(text, rows=((Button(t.plain("📋 Copy"), copy=url),), keys.back(t, SeePartner(partner=seen.id))))


def aim(seen: PartnerCard, segments: list[tuple[int, str]], t: Texts) -> Screen:
    """For whom its offer is."""
    if not seen.offer:
        return card(seen, t)
    buttons = [
        Button(f"🎯 {name}"[:LONGEST_BUTTON], PartnerAim(partner=seen.id, segment=number)) for number, name in segments
    ]
    everybody = (Button(t.plain("👥 Every member"), PartnerAim(partner=seen.id, segment=0)),)
    text = lines(t("🎁 <b>Who is this offer for?</b>"), t("Only they see it in the partner's card."))
    return Screen(text, rows=(everybody, *keys.in_rows(buttons, 1), keys.back(t, SeePartner(partner=seen.id))))


def ask_end(seen: PartnerCard, t: Texts) -> Screen:
    text = lines(
        t("🚪 <b>End it with {name}?</b>", name=seen.name),
        t("For good. What members have stays theirs, goods may still come back, and the statements stay."),
    )
    yes = Button(t.plain("Yes, end it"), PartnerDo(partner=seen.id, do="end_yes"), style="danger")
    return Screen(text, rows=((Button(t.plain("No"), SeePartner(partner=seen.id)), yes), keys.home(t)))


def statement(told: Statement, ago: int, t: Texts) -> Screen:
    def other(label: str, month: int, how: str) -> Button:
        return Button(label, PartnerStatement(partner=told.partner_id, month=month, how=how))

    turn = other(t.plain("This month ›"), 0, "told") if ago else other(t.plain("‹ The month before"), 1, "told")
    file = ((other(t.plain("⬇️ As a table"), ago, "file"),),) if told.lines else ()
    return Screen(statements.told(told, t), rows=(*file, (turn,), keys.back(t, SeePartner(partner=told.partner_id))))


def nothing_moved(t: Texts) -> Screen:
    text = lines(t("📄 <b>Partners</b>"), t("Nothing has moved in that month."))
    return Screen(text, rows=(keys.back(t, OpenPartners()),))


FIELDS, ask, rates, words = partner_terms.FIELDS, partner_terms.ask, partner_terms.rates, partner_terms.words
SIDES = {
    "rates": rates,
    "words": words,
    "people": people,
    "end": ask_end,
    "refuse": partner_terms.ask_reason,
    "offer": partner_terms.ask_offer,
}
