"""Finding a member, and their profile."""

from zlib import crc32
from zoneinfo import ZoneInfo

from babel import Locale

from bot.i18n import N_, Html, Texts, lines
from bot.pictures.progress import text_bar
from bot.rules.codes import format_number
from bot.telegram.admin.callbacks import AdjustPoints, FindMember, MemberDo, NewOrder, RemoveTag, RenewCard, ShowMember
from bot.telegram.admin.conversation_callbacks import ShowTalks
from bot.telegram.admin.payment_callbacks import AwardCertificate
from bot.telegram.admin.perk_callbacks import TierByHand
from bot.telegram.admin.restore_callbacks import GoneLots
from bot.telegram.admin.voucher_callbacks import MemberVouchers
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import Serve
from bot.telegram.shared.tiers import tier_name
from bot.usecases.members import ConsentLine, Found, Profile
from db.enums import ConsentKind

CONSENTS = {
    (ConsentKind.DATA, True): N_("☑️ Consent to keep data: yes, {date}"),
    (ConsentKind.DATA, False): N_("⬜️ Consent to keep data: no, {date}"),
    (ConsentKind.ADVERTISING, True): N_("☑️ Consent to offers: yes, {date}"),
    (ConsentKind.ADVERTISING, False): N_("⬜️ Consent to offers: no, {date}"),
}


def ask_who(t: Texts) -> Screen:
    text = lines(
        t("🔎 <b>Find a member</b>"),
        t("Send a phone or its last four digits, a member number, a part of the name, or a photo of the card's QR."),
    )
    return Screen(text, rows=(keys.cancel(t),))


def nobody(t: Texts) -> Screen:
    text = lines(
        t("🔎 <b>Nobody found</b>"),
        t("Check the digits, or ask the customer to open their card: its QR and number are there."),
    )
    return Screen(text, rows=((Button(t.plain("Search again"), FindMember()),), keys.home(t)))


def several(found: list[Found], t: Texts) -> Screen:
    text = lines(t("🔎 <b>Who is it?</b>"), *(_choice(one, t) for one in found))
    buttons = [
        Button(f"{one.name} · {format_number(one.number)}"[:60], ShowMember(member=one.member_id)) for one in found
    ]
    again = (Button(t.plain("Search again"), FindMember()),)
    return Screen(text, rows=(*keys.in_rows(buttons, 1), again, keys.home(t)))


def _choice(one: Found, t: Texts) -> Html:
    return t("{name}: № {number}, {phone}", name=one.name, number=format_number(one.number), phone=one.phone)


def profile(seen: Profile, t: Texts, zone: ZoneInfo, *, fresh: bool | None = None, phone: str | None = None) -> Screen:
    """The member's card as the staff see it. *fresh*: what the scanned card told; *phone*: the whole number."""
    if seen.erased:
        return erased(seen, t)
    row = seen.row
    text = lines(
        t("👤 <b>{name}</b>, № {number}", name=row.name, number=format_number(row.number)),
        _freshness(fresh, t),
        t("📱 {phone}", phone=phone or row.phone),
        _tier(seen, t),
        *_tier_ends(seen, t),
        *_points(seen, t),
        _orders(seen, t, zone),
        "",
        *_person(seen, t, zone),
        *_remarks(seen, t, zone),
    )
    return Screen(text, rows=_buttons(seen, t))


def erased(seen: Profile, t: Texts) -> Screen:
    text = lines(
        t("👤 <b>№ {number}</b>", number=format_number(seen.row.number)),
        t("This member has erased their data. Only the number is left, so that the books add up."),
    )
    return Screen(text, rows=(keys.back(t, FindMember()),))


def _freshness(fresh: bool | None, t: Texts) -> Html | None:
    if fresh is None:
        return None
    if fresh:
        return t("✅ The card was shown just now.")
    return t("🖼 A saved picture of the card: good for earning points, not for paying with them.")


def _tier(seen: Profile, t: Texts) -> Html:
    way, spent = seen.progress, t.money(seen.window_spend_minor, seen.currency)
    if way.next is None:
        return t(
            "🏅 <b>{tier}</b>, the highest level; {money} counts towards it", tier=tier_name(t, way.tier), money=spent
        )
    # NOTE: {bar} is a drawn bar; {missing} is money still to spend to reach the tier {next}
    return t(
        "🏅 <b>{tier}</b> {bar} {missing} to {next}; {money} counts so far",
        tier=tier_name(t, way.tier),
        bar=text_bar(way.share),
        missing=t.money(way.missing_minor, seen.currency),
        next=tier_name(t, way.next),
        money=spent,
    )


def _tier_ends(seen: Profile, t: Texts) -> list[Html]:
    tier = seen.tier
    if tier is None or (tier.until is None and tier.drops_on is None):
        return []
    if tier.until is None:
        return (
            [t("⏳ One level down on {date}, unless they order enough", date=t.date(tier.drops_on))]
            if tier.drops_on
            else []
        )
    told = {"date": t.date(tier.until), "name": tier.by or "?", "reason": tier.reason or ""}
    # NOTE: a level given by {name} of the staff
    return [t("✋ By hand until {date} <i>({name}: {reason})</i>", **told)]


def _points(seen: Profile, t: Texts) -> list[Html]:
    balance, coming = seen.balance, seen.pending.orders + seen.pending.welcome
    told = [t("💰 <b>{points}</b>", points=t.points(balance.available))]
    if coming:
        told.append(t("⏳ {points} on their way", points=t.points(coming, signed=True)))
    if balance.held:
        told.append(t("🔒 {points} on hold", points=t.points(balance.held)))
    if balance.debt:
        told.append(t("↩️ {points} owed", points=t.points(balance.debt)))
    return told


def _orders(seen: Profile, t: Texts, zone: ZoneInfo) -> Html:
    row = seen.row
    if not row.orders_count or row.last_order_at is None:
        return t("🧾 No delivered order yet")
    return t.plural(
        "🧾 {n} order for {money}, the last on {date}",
        "🧾 {n} orders for {money}, the last on {date}",
        row.orders_count,
        money=t.money(row.spent_minor, seen.currency),
        date=t.date(row.last_order_at.astimezone(zone).date()),
    )


def _person(seen: Profile, t: Texts, zone: ZoneInfo) -> list[Html]:
    row, friends = seen.row, seen.referrals
    told = [t("Member since {date}", date=t.date(row.joined_at.astimezone(zone).date()))]
    if row.source and ":" not in row.source:  # who came by a friend is told of with the friend
        told.append(t("Came from: {source}", source=row.source))
    if row.birthday_day and row.birthday_month:
        told.append(t("🎂 {day}", day=t.day_month(row.birthday_day, row.birthday_month)))
    told.append(t("🗣 {language}", language=_language(row.language, t)))
    told.append(t("📨 Can be reached") if row.reachable else t("📵 Has blocked the bot"))
    told += [_consent(consent, t, zone) for consent in seen.consents]
    if friends.invited_by:
        told.append(t("Invited by: {name}", name=friends.invited_by))
    if friends.friends:
        told.append(_friends(seen, t))
    return told


def _language(code: str | None, t: Texts) -> str:
    return (Locale.parse(code).get_display_name(t.language) if code else None) or "?"


def _friends(seen: Profile, t: Texts) -> Html:
    friends = seen.referrals
    return t.plural(
        "🎁 {n} friend invited, {paid} of them ordered: {points}",
        "🎁 {n} friends invited, {paid} of them ordered: {points}",
        friends.friends,
        paid=friends.qualified,
        points=t.points(friends.points),
    )


def _consent(consent: ConsentLine, t: Texts, zone: ZoneInfo) -> Html:
    told = CONSENTS[consent.kind, consent.given]
    return t(told, date=t.date(consent.at.astimezone(zone).date()))


def _remarks(seen: Profile, t: Texts, zone: ZoneInfo) -> list[Html]:
    told = [t("🏷 {tags}", tags=", ".join(seen.tags))] if seen.tags else []
    for note in seen.notes:
        day = t.date(note.at.astimezone(zone).date())
        told.append(t("📝 {text} <i>({name}, {date})</i>", text=note.text, name=note.by or "?", date=day))
    return told


def _buttons(seen: Profile, t: Texts) -> Rows:
    number = seen.row.member_id
    order = Button(t.plain("➕ New order"), NewOrder(member=number), style="primary")
    wanted = (
        ("orders.place", order),
        ("points.adjust", Button(t.plain("± Points"), AdjustPoints(member=number))),
        ("points.restore", Button(t.plain("⌛ Expired points"), GoneLots(member=number))),
        ("tiers.set", Button(t.plain("🏅 Level"), TierByHand(member=number))),
        ("sales.redeem", Button(t.plain("🛎 At the till"), Serve(member=number))),
        ("vouchers.void", Button(t.plain("🎟 Vouchers"), MemberVouchers(member=number))),
        ("certificates.award", Button(t.plain("🎁 Gift certificate"), AwardCertificate(member=number))),
        ("conversations.answer", Button(t.plain("💬 Talks"), ShowTalks(member=number))),
        ("", Button(t.plain("🛍 How they buy"), MemberDo(do="buying", member=number))),
        ("", Button(t.plain("📖 History"), MemberDo(do="history", member=number))),
        ("members.card", Button(t.plain("💳 New card"), RenewCard(member=number))),
        ("members.phone", Button(t.plain("📱 Full number"), MemberDo(do="phone", member=number))),
        ("members.note", Button(t.plain("📝 Add a note"), MemberDo(do="note", member=number))),
        ("members.note", Button(t.plain("🏷 Tags"), MemberDo(do="tags", member=number))),
    )
    own = ("orders.place", "points.adjust", "points.restore", "tiers.set", "sales.redeem") if seen.oneself else ()
    buttons = [button for act, button in wanted if not act or (act in seen.may and act not in own)]
    return (*keys.in_rows(buttons), keys.back(t, FindMember()))


def ask_note(name: str, t: Texts) -> Screen:
    text = lines(t("📝 <b>A note about {name}</b>", name=name), t("Send what your colleagues should know."))
    return Screen(text, rows=(keys.cancel(t),))


def tags(seen: Profile, t: Texts) -> Screen:
    """The tags, each with a button that takes it off."""
    number, name = seen.row.member_id, seen.row.name or ""
    text = lines(
        t("🏷 <b>Tags of {name}</b>", name=name),
        None if seen.tags else t("None yet. A tag such as “allergy” or “vip” helps everybody who serves this member."),
        t("Send a new one, or press one to take it off."),
    )
    buttons = [Button(f"✖️ {tag}", RemoveTag(member=number, mark=mark_of(tag))) for tag in seen.tags]
    return Screen(text, rows=(*keys.in_rows(buttons), keys.back(t, ShowMember(member=number))))


def mark_of(tag: str) -> int:
    """A tag in a button: its letters may be more than a button can carry."""
    return crc32(tag.encode())
