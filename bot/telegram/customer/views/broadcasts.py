"""What a member is shown after pressing a button of a message from the shop."""

from collections.abc import Sequence

from bot.i18n import Html, Texts, lines
from bot.rules.codes import format_voucher
from bot.telegram.customer.callbacks import History, MyOrders, Offers, Points
from bot.telegram.customer.contact_callbacks import FewerOffers, TopicOn
from bot.telegram.customer.voucher_callbacks import ShowVoucher
from bot.telegram.screen import Button, Screen, toast
from bot.telegram.shared import allergens, benefits, keys
from bot.telegram.shared.callbacks import HOME
from bot.telegram.shared.topics import TOPICS
from bot.usecases.broadcast_claims import Claimed
from bot.usecases.outlets import OutletLine
from bot.usecases.program import Rules
from bot.usecases.responses import Declined, LastOrder, Rated

MOST_OUTLETS = 10


def claimed(result: Claimed, t: Texts, rules: Rules) -> Screen:
    """Points, or a voucher with its deadline; the offer stays above."""
    return _points(result, t) if result.points else _voucher(result, t, rules)


def _points(result: Claimed, t: Texts) -> Screen:
    """A second tap says so above the message, and puts no second one under it."""
    points = t.points(result.points)
    if result.already:
        return toast(t.plain("{points} from our message are on your account.", points=points), alert=True)
    text = lines(
        t("🎉 <b>They are yours</b>"),
        t("{points} from our message are on your account.", points=points),
    )
    ways = (Button(t.plain("💰 My points"), Points()), Button(t.plain("🧾 History"), History()))
    return Screen(text, (ways, keys.home(t)), fresh=True)


def _voucher(result: Claimed, t: Texts, rules: Rules) -> Screen:
    currency = rules.program.currency
    text = lines(
        t("🎟 <b>You have this already</b>") if result.already else t("🎉 <b>It is yours</b>"),
        t("<b>{what}</b>", what=benefits.with_icon(t, result.benefit, currency)),
        t("⏳ Until {date}", date=t.date(result.valid_until)) if result.valid_until else None,
        *benefits.conditions(t, result.benefit, currency, result.outlets),
        _contains(result, t),
        t("🎟 Voucher <code>{code}</code>", code=format_voucher(result.voucher_code)),
        "",
        benefits.how_to_use(t, result.benefit),
    )
    shown = Button(t.plain("🎟 Show it"), ShowVoucher(voucher=result.voucher_id), style="primary")
    return Screen(text, ((shown,), keys.back(t, Offers())), fresh=True)


def _contains(result: Claimed, t: Texts) -> Html | None:
    if not result.contains:
        return None
    # NOTE: {allergens} is a list the member declared: "milk and nuts".
    return t("⚠️ You told us to mind this. It contains: {allergens}.", allergens=allergens.names(t, result.contains))


def expected(result: Claimed, t: Texts) -> str:
    """Above the entry."""
    return t.plain("You are on the list already.") if result.already else t.plain("We look forward to seeing you!")


def not_coming(had_seat: bool, t: Texts) -> Screen:
    if had_seat:
        return toast(t.plain("Thank you for telling us. Somebody else can have your seat."), alert=True)
    return toast(t.plain("Thank you for telling us. Another time, gladly!"))


def rated(result: Rated, t: Texts) -> Screen:
    if result.again:
        return toast(t.plain_plural("You gave it {n} star already.", "You gave it {n} stars already.", result.stars))
    return toast(t.plain("Thank you! We read every one of these."))


def declined(result: Declined, t: Texts) -> Screen:
    """What they can do about it, one tap each; nothing has changed so far."""
    text = lines(
        t("👌 <b>Not for you, we see</b>"),
        t("Thank you for saying so. Nothing has changed: would you like something to?"),
    )
    said = TOPICS[result.topic]
    # NOTE: a button; {topic} is a kind of messages: "reminders", "days to celebrate".
    without = t.plain("No more of: {topic}", topic=t.plain(said))
    rows = (
        (Button(without, TopicOn(topic=result.topic, on=0)),),
        (Button(t.plain("Fewer messages"), FewerOffers()), Button(t.plain("Leave it as it is"), HOME)),
    )
    return Screen(text, rows, fresh=True)


def last_order(result: LastOrder, places: Sequence[OutletLine], t: Texts) -> Screen:
    """The last order in words, and how the same comes again."""
    if result.on is None:
        return _never_ordered(places, t)
    bought = [t.plain("{dish} × {n}", dish=each.name, n=each.quantity) for each in result.items]
    money = t.money(result.paid_minor, result.currency)
    text = lines(
        t("🔁 <b>The same again?</b>"),
        t("Your last order, {date}, for {money}:", date=t.date(result.on), money=money)
        if bought
        else t("Your last order was for {money}, {date}.", date=t.date(result.on), money=money),
        *(t("• {dish}", dish=dish) for dish in bought),
        "",
        t("Say “the same again” when you order: whoever takes the order sees what it was."),
        *_where(places, t),
    )
    return Screen(text, ((Button(t.plain("🧾 My orders"), MyOrders()),), keys.home(t)), fresh=True)


def _never_ordered(places: Sequence[OutletLine], t: Texts) -> Screen:
    text = lines(t("🔁 <b>The same again?</b>"), t("There is no order of yours yet: the first one is still to come."))
    return Screen(lines(text, *_where(places, t)), (keys.home(t),), fresh=True)


def _where(places: Sequence[OutletLine], t: Texts) -> list[Html]:
    return [
        t("📍 {outlet}: {address}", outlet=each.name, address=each.address)
        for each in places[:MOST_OUTLETS]
        if each.address
    ]
