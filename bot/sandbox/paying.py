"""Money in the sandbox: an invoice is paid when the bot agrees within ten seconds, as at Telegram; no money moves."""

from bot.sandbox.records import Kept, Phone
from bot.sandbox.refusal import QUERY_TOO_OLD, bad_request
from bot.sandbox.till import Charge, Checkout, Terms
from bot.sandbox.world import World

STARS = "XTR"
PATIENCE = 10.0  # seconds in which the bot has to answer
REFUNDED_ALREADY = "CHARGE_ALREADY_REFUNDED"


def begin(world: World, phone: Phone, terms: Terms, kept: Kept | None = None) -> Checkout:
    """The person has confirmed the sum: the bot is asked whether the goods are there."""
    query = world.press(phone.person.id)
    checkout = world.till.checkouts[query] = Checkout(phone, terms, kept, world.pulse())
    body = {
        "id": query,
        "from": phone.user,
        "currency": terms.currency,
        "total_amount": terms.total,
        "invoice_payload": terms.payload,
    }
    world.mailbox.post("pre_checkout_query", body)
    return checkout


def answered(world: World, query: str, ok: bool, error: str) -> None:
    """The bot's answer: the money is taken and both sides are told, or the person reads why not. Raises for an answer
    that comes too late or twice."""
    checkout = world.till.checkouts.get(query)
    if checkout is None or checkout.state != "asked" or world.pulse() - checkout.asked_at > PATIENCE:
        raise bad_request(QUERY_TOO_OLD)
    if not ok and not error:
        raise bad_request("ERROR_TEXT_EMPTY")
    checkout.state, checkout.error = ("paid", "") if ok else ("refused", error)
    if ok:
        _charge(world, checkout)
    else:
        complain(world, checkout.phone, error)


def gave_up(world: World, checkout: Checkout) -> None:
    """Ten seconds are over: nothing was charged."""
    if checkout.state == "asked":
        checkout.state = "silent"
        complain(world, checkout.phone, "The bot didn't answer in time. Nothing was charged.")


def complain(world: World, phone: Phone, error: str) -> None:
    phone.toast = {"text": error, "alert": True, "seq": world.changed(phone)}


def _charge(world: World, checkout: Checkout) -> None:
    phone, terms = checkout.phone, checkout.terms
    number = f"{phone.person.id}_{world.now()}_{len(world.till.charges) + 1}"
    own = ("stars" if terms.currency == STARS else "sandbox") + number
    world.till.charges[own] = Charge(phone, terms)
    paid = {
        "currency": terms.currency,
        "total_amount": terms.total,
        "invoice_payload": terms.payload,
        "telegram_payment_charge_id": own,
        "provider_payment_charge_id": f"provider{number}",
    }
    if checkout.kept:
        checkout.kept.paid = True
    message = world.put(phone, {"successful_payment": paid}, by_bot=False)
    world.mailbox.post("message", message.body)


def refund(world: World, user: int, charge_id: str) -> None:
    """Stars go back, once; raises Telegram's refusals."""
    charge = world.till.charges.get(charge_id)
    if charge is None or charge.terms.currency != STARS:
        raise bad_request("CHARGE_NOT_FOUND")
    if charge.phone.person.id != user:
        raise bad_request("USER_ID_INVALID")
    if charge.refunded:
        raise bad_request(REFUNDED_ALREADY)
    charge.refunded = True
    back = {
        "currency": STARS,
        "total_amount": charge.terms.total,
        "invoice_payload": charge.terms.payload,
        "telegram_payment_charge_id": charge_id,
    }
    message = world.put(charge.phone, {"refunded_payment": back}, by_bot=False)
    world.mailbox.post("message", message.body)
