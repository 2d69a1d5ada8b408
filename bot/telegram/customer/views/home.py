"""Home of members: points, tier, the next best step, and a button to everything."""

from dataclasses import replace

from bot.i18n import Html, Texts, lines
from bot.pictures.progress import text_bar
from bot.rules import mechanics
from bot.rules.program import Program
from bot.telegram.customer.callbacks import Birthday, Card, History, Invite, Offers, Points, Settings
from bot.telegram.customer.reward_callbacks import ShowRewards
from bot.telegram.customer.tier_callbacks import MyTier
from bot.telegram.customer.voucher_callbacks import MyVouchers
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import orders, perks
from bot.telegram.shared.callbacks import HELP
from bot.telegram.shared.tiers import tier_name
from bot.usecases.home import Home
from bot.usecases.program import Rules


def home(result: Home, t: Texts, rules: Rules, note: Html | None = None) -> Screen:
    """*note* is said before everything else: why the person is here."""
    text = lines(
        note and lines(note, ""),
        t("<b>Hello, {name}!</b>", name=result.name),
        "",
        *_points(result, t),
        _tier(result, t, rules),
        perks.stamps(result.stamps, t),
        "",
        _step(result, t, rules),
    )
    way = perks.way_picture(rules.program, result.way.tier, result.spent_minor, t)
    return Screen(text, _rows(result, t, rules), picture=replace(way, optional=True) if way else None)


def _points(result: Home, t: Texts) -> list[Html]:
    told = [t("💰 <b>{points}</b>", points=t.points(result.available))]
    if result.held:
        # NOTE: {points} is "62 points"; they are set aside for an order that is being paid.
        told.append(t("🔒 {points} on hold", points=t.points(result.held)))
    if result.debt:
        # NOTE: {points} were spent before an order was returned; the next earnings repay them.
        told.append(t("↩️ {points} owed: your next orders make up for it", points=t.points(result.debt)))
    if result.pending:
        # NOTE: {points} is "+62 points", of orders that are not delivered yet.
        told.append(t("⏳ {points} on their way", points=t.points(result.pending, signed=True)))
    return told


def _tier(result: Home, t: Texts, rules: Rules) -> Html | None:
    if not mechanics.on(rules.program, "levels"):
        return None
    way, here = result.way, tier_name(t, result.way.tier)
    if way.next is None:
        return t("🏅 {tier}: our highest level", tier=here)
    missing = t.money(way.missing_minor, rules.program.currency)
    above = tier_name(t, way.next)
    # NOTE: "Bronze ▓▓░░ 3 200 ₽ to Silver": {bar} is drawn, {money} is what is missing to the level {next}.
    return t("🏅 {tier} {bar} {money} to {next}", tier=here, bar=text_bar(way.share), money=missing, next=above)


def _step(result: Home, t: Texts, rules: Rules) -> Html:
    program = rules.program
    if result.step == "order":
        busy = t("🛵 We are busy with your order № {order}.", order=str(result.order_id))
        return lines(busy, orders.code(t, result.code))
    if result.step == "first_order":
        return _first_order(result, t)
    if result.step == "birthday":
        return t("🎂 Tell us your birthday: each year it brings {points}.", points=t.points(program.birthday_points))
    if result.step == "tier" or not mechanics.on(program, "referral"):
        percent = t.percent(_rate_bp(result, program))
        return t("🥢 {percent} of your next order comes back as points.", percent=percent)
    yours, theirs = t.points(program.referral_inviter), t.points(program.referral_friend)
    # NOTE: {yours} and {theirs} are like "200 points".
    return t("🎁 Invite a friend: {yours} for you, {theirs} for your friend.", yours=yours, theirs=theirs)


def _rate_bp(result: Home, program: Program) -> int:
    """What comes back of an order at the member's own level."""
    here = next((rule for rule in program.tiers if rule.tier == result.way.tier), None)
    if here is None or not mechanics.on(program, "levels"):
        return program.earn_rate_bp
    return program.earn_rate_bp * here.multiplier_bp // 10_000


def _first_order(result: Home, t: Texts) -> Html:
    if not result.welcome:
        return t("🥢 Your first points come with your first order.")
    # NOTE: {points} is "+100 points".
    return t("🥢 {points} wait for your first order.", points=t.points(result.welcome, signed=True))


def _rows(result: Home, t: Texts, rules: Rules) -> Rows:
    has = {name for name in mechanics.MECHANICS if mechanics.on(rules.program, name)}
    shelf = (Button(t.plain("🍣 Rewards"), ShowRewards()),) if "rewards" in has else ()
    level = (Button(t.plain("🏅 My level"), MyTier()),) if "levels" in has else ()
    invite = (Button(t.plain("🎁 Invite"), Invite()),) if "referral" in has else ()
    birthday = (Button(t.plain("🎂 Add my birthday"), Birthday()),) if result.step == "birthday" else ()
    vouchers = (Button(t.plain("🎟 My vouchers"), MyVouchers()),) if result.vouchers else ()
    return (
        birthday,
        vouchers,
        (Button(t.plain("💳 My card"), Card()), Button(t.plain("💰 My points"), Points())),
        (*shelf, Button(t.plain("✨ What's on"), Offers())),
        (*level, *invite),
        (Button(t.plain("🧾 History"), History()), Button(t.plain("⚙️ Settings"), Settings())),
        (Button(t.plain("💬 Help"), HELP),),
    )
