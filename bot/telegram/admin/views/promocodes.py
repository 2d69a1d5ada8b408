"""Promo codes as the staff see them: the list, one code with a button for each limit, the questions, launch words."""

from bot.i18n import N_, Html, Texts, lines
from bot.rules.promo_terms import MOST_IN_BATCH
from bot.rules.promocodes import needs_cap
from bot.rules.segments import from_json
from bot.telegram.admin.promo_callbacks import NewPromoCode, OpenPromo, PromoDo, PromoOutlet, ShowPromos
from bot.telegram.admin.views import promo_limits
from bot.telegram.screen import Attachment, Button, Rows, Screen
from bot.telegram.shared import benefits, keys, segments
from bot.telegram.shared.segments import Naming
from bot.usecases.promo_cards import PromoSeen
from db.enums import BenefitKind

QUESTIONS = {
    "total": N_("How many uses by all members together? Send a number, or 0 for no limit."),
    "member": N_("How many uses by one member? Send a number, or 0 for no limit."),
    "period": N_("How many uses by one member in how many days? Send two numbers, such as <b>2 in 30</b>, or 0."),
    "budget": N_("How much may all uses together cost? Send a sum, or 0 for no limit."),
    "window": N_("From which day to which? Send <b>01.12 – 31.12</b>, or only the last day, or 0 for no dates."),
    "least": N_("What must the goods cost at least? Send a sum, or 0."),
    "most": N_("How much may it take off at most? Send a sum, or 0 for no such limit."),
    "days": N_("For how many days is what it gives valid? Send a number from 1 to 365."),
}
BUTTONS = {
    "total": N_("🔢 Uses in all"),
    "member": N_("👤 Per member"),
    "period": N_("🔁 In some days"),
    "budget": N_("💰 Budget"),
    "window": N_("📅 Dates"),
    "least": N_("🧾 Least bill"),
    "most": N_("✂️ Most off"),
    "days": N_("⏳ Valid for"),
    "outlets": N_("🏠 Outlets"),
    "segment": N_("👥 For whom"),
}


def listed(found: list[PromoSeen], t: Texts) -> Screen:
    """All codes, running ones first."""
    if not found:
        return nothing(t)
    text = lines(t("🏷 <b>Promo codes</b>"), "", *(_line(seen, t) for seen in found))
    shown = [Button(seen.name[:40], OpenPromo(promo=seen.id)) for seen in found]
    return Screen(text, (*keys.fitting(shown), (_new(t),), keys.home(t)))


def nothing(t: Texts) -> Screen:
    text = lines(
        t("🏷 <b>Promo codes</b>"),
        t("None yet. A code brings people back: ten percent off on a quiet Tuesday, points for a review, a free soup."),
    )
    return Screen(text, ((_new(t),), keys.home(t)))


def _new(t: Texts) -> Button:
    return Button(t.plain("➕ New code"), NewPromoCode(), style="primary")


def _line(seen: PromoSeen, t: Texts) -> Html:
    sign = "⏸" if seen.limits.paused else "▪️"
    what = benefits.title(t, seen.benefit, seen.rules.program.currency)
    # NOTE: a line of a list: "▪️ SUSHI10: 10% off, used 5 times for ₽2,500". {sign} is a symbol, {money} what it cost.
    return t.plural(
        "{sign} <b>{name}</b>: {what}, used {n} time for {money}",
        "{sign} <b>{name}</b>: {what}, used {n} times for {money}",
        seen.used,
        sign=sign,
        name=seen.name,
        what=what,
        money=t.money(seen.cost_minor, seen.rules.program.currency),
    )


def card(seen: PromoSeen, t: Texts, *, note: Html | None = None) -> Screen:
    """One code: what it gives, its limits, what it has brought; *note* comes first."""
    what = benefits.title(t, seen.benefit, seen.rules.program.currency)
    text = lines(
        # NOTE: the title of a screen: a code's name and what it gives.
        t("🏷 <b>{name}</b>: {what}", name=seen.name, what=what),
        note,
        *_state(seen, t),
        "",
        *promo_limits.told(seen, t),
        _audience(seen, t),
    )
    return Screen(text, _buttons(seen, t))


def _state(seen: PromoSeen, t: Texts) -> list[Html]:
    told = [t("⏸ Paused: nobody can enter it.") if seen.limits.paused else t("🟢 Can be entered.")]
    if seen.code is None:
        made, used = seen.batch.made, t.number(seen.batch.used)
        told.append(t.plural("🎟 {n} personal code, {used} used", "🎟 {n} personal codes, {used} used", made, used=used))
    cost = t.money(seen.cost_minor, seen.rules.program.currency)
    told.append(t.plural("Used {n} time, cost {money}", "Used {n} times, cost {money}", seen.used, money=cost))
    if seen.brought.orders:
        told.append(_orders(seen, t))
    return told


def _orders(seen: PromoSeen, t: Texts) -> Html:
    currency = seen.rules.program.currency
    return t.plural(
        "{n} order with it: {net} paid for goods, {off} taken off",
        "{n} orders with it: {net} paid for goods, {off} taken off",
        seen.brought.orders,
        net=t.money(seen.brought.net_minor, currency),
        off=t.money(seen.brought.off_minor, currency),
    )


def _audience(seen: PromoSeen, t: Texts) -> Html:
    naming = Naming(seen.rules.program.currency, seen.outlets, seen.saved)
    # NOTE: {segment} is like "everybody" or "Gold, no order for 30 days".
    return t("👥 For: {segment}", segment=segments.said(from_json(seen.segment), t, naming))


def _buttons(seen: PromoSeen, t: Texts) -> Rows:
    def does(do: str, label: str) -> Button:
        return Button(label, PromoDo(do=do, promo=seen.id, edition=seen.edition))

    first = t.plain("🐣 First order only: yes") if seen.limits.first_order else t.plain("🐣 First order only: no")
    limits = [does(word, t.plain(BUTTONS[word])) for word in BUTTONS if _fits(word, seen)]
    paused = does("resume", t.plain("▶️ Go on")) if seen.limits.paused else does("pause", t.plain("⏸ Pause"))
    more = does("words", t.plain("📣 Launch words")) if seen.code else does("batch", t.plain("🎟 Make codes"))
    return (*keys.in_rows([*limits, does("first", first)]), (more, paused), keys.back(t, ShowPromos()))


def _fits(word: str, seen: PromoSeen) -> bool:
    """A limit that means nothing for this code has no button."""
    kind = seen.benefit.kind
    match word:
        case "most":
            return kind is BenefitKind.PERCENT
        case "least" | "days":
            return kind is not BenefitKind.POINTS
        case "budget":
            return not needs_cap(seen.benefit) or kind is BenefitKind.PERCENT
        case "outlets":
            return len(seen.outlets) > 1
    return True


def ask(field: str, t: Texts) -> Screen:
    label, question = BUTTONS[field], QUESTIONS[field]
    return Screen(lines(t("<b>{limit}</b>", limit=t.plain(label)), t(question)), (keys.cancel(t),))


def ask_outlets(seen: PromoSeen, t: Texts) -> Screen:
    """Where the code is good; none chosen is everywhere."""
    chosen = seen.limits.outlets
    text = lines(
        t("🏠 <b>Where is {name} good?</b>", name=seen.name),
        t("Press to choose. With none chosen it is good everywhere."),
    )
    buttons = [
        Button(
            f"✅ {name}" if number in chosen else name,
            PromoOutlet(promo=seen.id, edition=seen.edition, outlet=number),
        )
        for number, name in seen.outlets.items()
    ]
    return Screen(text, (*keys.fitting(buttons), keys.back(t, OpenPromo(promo=seen.id))))


def ask_number(t: Texts) -> Screen:
    text = lines(
        t("🎟 <b>How many personal codes?</b>"),
        t(
            "Send a number up to {most}. Each code is good once, for one person. You get them as a file.",
            most=MOST_IN_BATCH,
        ),
    )
    return Screen(text, (keys.cancel(t),))


def batch(number: int, name: str, content: bytes, t: Texts) -> Screen:
    """The file with the codes."""
    text = lines(
        t.plural("🎟 <b>{n} personal code</b>", "🎟 <b>{n} personal codes</b>", number),
        t("Each is good once. The file opens in any spreadsheet; keep it to yourself."),
    )
    return Screen(text, (keys.home(t),), file=Attachment(f"{name}.csv", content))


def words(seen: PromoSeen, link: str, t: Texts) -> Screen:
    """What can be said to the world, as a message of its own that can be forwarded."""
    explained = lines(t("📣 <b>Launch words</b>"), t("Forward the next message, or copy it. The link opens this bot."))
    back = keys.back(t, OpenPromo(promo=seen.id))
    return Screen(explained, (back,), then=Screen(_announcement(seen, link, t)))


def _announcement(seen: PromoSeen, link: str, t: Texts) -> Html:
    program = seen.rules.program
    closes = seen.limits.closes_at
    last = promo_limits.last_day(closes, seen.rules) if closes else None
    return lines(
        # NOTE: an announcement to customers: "🏷 10% off at Okaeri Sushi".
        t("🏷 <b>{what}</b> at {shop}", what=benefits.title(t, seen.benefit, program.currency), shop=program.name),
        t("Open our bot and send it the code <b>{code}</b>:", code=seen.code or ""),
        link,
        t("Until {date}.", date=t.date(last)) if last else None,
    )
