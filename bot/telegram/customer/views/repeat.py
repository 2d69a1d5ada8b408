"""The same again: what the last order was, and the words that go to the shop."""

from bot.i18n import Html, Texts, lines
from bot.rules.timing import local_date
from bot.telegram.customer.callbacks import MyOrders
from bot.telegram.customer.conversation_callbacks import WriteToShop
from bot.telegram.customer.repeat_callbacks import SendAgain
from bot.telegram.screen import Button, Screen
from bot.telegram.shared import keys, orders
from bot.usecases.repeat_orders import Again


def ask(again: Again, t: Texts) -> Screen:
    text = lines(
        t("🔁 <b>The same again?</b>"),
        t(
            "Order {order} of {date}:",
            order=str(again.order_id),
            date=t.date(local_date(again.placed_at, again.zone)),
        ),
        *(orders.item(t, each.quantity, each.name, each.sum_minor, again.currency) for each in again.items),
        orders.before(t, again.amount_minor, again.fee_minor, again.currency),
        orders.where(t, again.address),
        "",
        t("Prices may have changed since. The shop answers before it begins."),
        _sleeping(again, t),
    )
    yes = Button(t.plain("📨 Yes, send it to the shop"), SendAgain(order=again.order_id), style="primary")
    other = Button(t.plain("✍️ With a change"), WriteToShop())
    return Screen(text, ((yes,), (other,), keys.back(t, MyOrders())))


def _sleeping(again: Again, t: Texts) -> Html | None:
    """What is kind to say when it will take longer."""
    if again.closed:
        return t("🌙 We are closed just now. Send it all the same: we read it as soon as we are back.")
    if again.opens is not None:
        # NOTE: {moment} is a date and time.
        return t("🌙 We are asleep just now: from {moment} on it is the first thing we read.", moment=_when(again, t))
    if again.busy:
        return t("👩‍🍳 The kitchen has its hands full: it may take longer than usual.")
    return None


def _when(again: Again, t: Texts) -> str:
    assert again.opens
    return t.moment(again.opens, again.zone)


def words(again: Again, t: Texts) -> str:
    """What the shop reads, in the member's own language."""
    told = [
        t.plain("The same again, please, as order {order}:", order=str(again.order_id)),
        *(f"{each.quantity} × {each.name}, {t.money(each.sum_minor, again.currency)}" for each in again.items),
        t.money(again.amount_minor, again.currency),
        again.address or t.plain("Pickup"),
    ]
    return "\n".join(told)
