"""A member's talk with the shop: the question, what was said, and what is promised."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n import Html, Texts, html, lines
from bot.telegram.customer.conversation_callbacks import AllIsWell, MyPhotos, MyTalk, WriteToShop
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.telegram.shared.callbacks import HELP
from bot.usecases.conversation_steps import Line
from bot.usecases.conversations import MyTalk as Seen
from bot.usecases.conversations import Promised


def ask(t: Texts) -> Screen:
    """The words come next."""
    text = lines(
        t("💬 <b>Write to us</b>"),
        t("What is it about? Write it as you would say it, or send a photo; a person of the shop reads it."),
    )
    return Screen(text, (keys.back(t, MyTalk()),))


def begin(t: Texts) -> Screen:
    """For who has never written: the same question, at once."""
    text = lines(
        t("💬 <b>Write to us</b>"),
        t("A question, a wish, something that went wrong? Write it here, or send a photo: a person reads it."),
    )
    return Screen(text, (keys.back(t, HELP),))


def sent(promised: Promised, t: Texts) -> Screen:
    text = lines(t("📨 <b>Your message is sent</b>"), promise(promised, t))
    more = Button(t.plain("✍️ Write more"), WriteToShop(talk=promised.conversation_id))
    return Screen(text, ((more, Button(t.plain("💬 The talk"), MyTalk())), keys.home(t)))


def promise(promised: Promised, t: Texts) -> Html:
    """Who answers, and by when."""
    return _promise(promised.due_at, promised.manager, promised.zone, t)


def _promise(due_at: datetime, manager: str | None, zone: ZoneInfo, t: Texts) -> Html:
    moment = t.moment(due_at, zone)
    if manager:
        # NOTE: {name} is somebody of the shop, of either gender; {moment} a date and an hour.
        return t("{name}, your manager, answers by {moment}.", name=manager, moment=moment)
    if manager is not None:
        return t("Your manager answers by {moment}.", moment=moment)
    return t("The shop answers by {moment}.", moment=moment)


def talk(seen: Seen, t: Texts) -> Screen:
    """What was said so far, the newest at the end."""
    text = lines(
        t("💬 <b>My talk with the shop</b>"),
        t("🧾 About order № {order}", order=str(seen.order_id)) if seen.order_id else None,
        _standing(seen, t),
        t("🎁 As an apology: {points}", points=t.points(seen.sorry)) if seen.sorry else None,
        "",
        *said(seen.lines.lines, seen.zone, t),
    )
    return Screen(text, _rows(seen, t))


def _standing(seen: Seen, t: Texts) -> Html | None:
    if not seen.open:
        return t("This talk is closed. You can write again at any time.")
    return _promise(seen.due_at, seen.manager, seen.zone, t) if seen.due_at else None


def said(written: Sequence[Line], zone: ZoneInfo, t: Texts) -> list[Html | str]:
    """Message after message, each with who wrote it and when."""
    told: list[Html | str] = []
    for line in written:
        who = t("🏪 <b>The shop</b>") if line.by else t("🙂 <b>You</b>")
        told.append(Html(f"{who} <i>{t.moment(line.at, zone)}</i>"))
        told += [t("📷 photo")] if line.photo else []
        told += [html(line.text)] if line.text else []
        told.append("")
    return told or [t("Nothing has been written yet.")]


def _rows(seen: Seen, t: Texts) -> Rows:
    older = (Button(t.plain("‹ Earlier"), MyTalk(before=seen.lines.older)),) if seen.lines.older else ()
    photos = (Button(t.plain("📷 Photos ({n})", n=seen.photos), MyPhotos(talk=seen.id)),) if seen.photos else ()
    write = Button(t.plain("✍️ Write"), WriteToShop(talk=seen.id if seen.open else 0), style="primary")
    well = (Button(t.plain("👌 All is well"), AllIsWell(talk=seen.id)),) if seen.open else ()
    return ((*older, *photos), (write, *well), keys.back(t, HELP))


def settled(t: Texts) -> Screen:
    text = lines(t("👌 <b>Thank you!</b>"), t("We are glad. If there is something, write to us again."))
    return Screen(text, ((Button(t.plain("✍️ Write"), WriteToShop()),), keys.home(t)))
