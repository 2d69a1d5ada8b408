"""Talks: what the staff hear of members, and members of the shop."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.i18n import Html, lines
from bot.rules.benefits import named
from bot.telegram.admin.conversation_callbacks import OpenTalk
from bot.telegram.customer.callbacks import Points
from bot.telegram.customer.conversation_callbacks import AllIsWell, MyPhotos, MyTalk, WriteToShop
from bot.telegram.customer.voucher_callbacks import MyVouchers
from bot.telegram.notices.reader import Reader, Wording
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import feedback_words as words

Facts = Mapping[str, Any]


def opened(reader: Reader, facts: Facts) -> Screen:
    return _to_the_staff(reader, facts, _who(reader, facts))


def _who(reader: Reader, facts: Facts) -> Html:
    """Who it is from, and what about."""
    t, name = reader.t, facts["name"]
    if facts.get("stars"):
        stars, order = words.stars(facts["stars"]), str(facts["order"])
        # NOTE: {name} is a member; {stars} is "⭐⭐".
        return t("💬 <b>{name}: order № {order} {stars}</b>", name=name, order=order, stars=stars)
    if facts.get("about") == "repeat":
        # NOTE: {name} is a member of either gender, who wishes for an earlier order once more.
        return t("🔁 <b>{name}: the same again, please</b>", name=name)
    return t("💬 <b>{name} writes to the shop</b>", name=name)


def _to_the_staff(reader: Reader, facts: Facts, head: Html, *more: Html | None) -> Screen:
    t, due = reader.t, facts.get("due")
    text = lines(
        head,
        t("🏅 A member of the highest level") if facts.get("highest") else None,
        t("“{words}”", words=facts["text"]) if facts.get("text") else None,
        t("📷 with a photo") if facts.get("photo") else None,
        *more,
        t("Answer by {moment}.", moment=t.moment(datetime.fromisoformat(due), reader.rules.zone)) if due else None,
    )
    open_it = Button(t.plain("💬 Open the talk"), OpenTalk(talk=facts["conversation"]), style="primary")
    return Screen(text, ((open_it,),), fresh=True)


def late(reader: Reader, facts: Facts) -> Screen:
    t, name = reader.t, facts["name"]
    head = t("🔴 <b>{name} still waits for an answer</b>", name=name)
    due = t.moment(datetime.fromisoformat(facts["due"]), reader.rules.zone)
    return _to_the_staff(reader, {**facts, "due": None}, head, t("It was promised by {moment}.", moment=due))


def settled(reader: Reader, facts: Facts) -> Screen:
    # NOTE: {name} is a member of either gender.
    return _to_the_staff(reader, facts, reader.t("👌 <b>{name}: all is well</b>", name=facts["name"]))


def answered(reader: Reader, facts: Facts) -> Screen:
    """For the member: the words, from the shop or from their own manager."""
    t, manager = reader.t, facts.get("manager")
    # NOTE: {name} is somebody of the shop, {shop} its name; the answer follows.
    head = (
        t("💬 <b>{name}, your manager:</b>", name=manager)
        if manager
        else t("💬 <b>{shop} answers:</b>", shop=reader.rules.program.name)
    )
    text = lines(head, t("“{words}”", words=facts["text"]) if facts["text"] else None)
    photo = (Button(t.plain("📷 See the photo"), MyPhotos(talk=facts["conversation"])),) if facts.get("photo") else ()
    return Screen(text, (photo, *_answers(reader, facts)), fresh=True)


def _answers(reader: Reader, facts: Facts) -> Rows:
    t, talk = reader.t, facts["conversation"]
    answer = Button(t.plain("✍️ Answer"), WriteToShop(talk=talk), style="primary")
    well = Button(t.plain("👌 All is well"), AllIsWell(talk=talk))
    return ((answer, well), (Button(t.plain("💬 The talk"), MyTalk()),))


def compensated(reader: Reader, facts: Facts) -> Screen:
    t, what = reader.t, named(facts["names"], reader.t.language)
    text = lines(
        t("🙏 <b>We are sorry</b>"),
        # NOTE: an apology: {points} is "100 points", {gift} a thing: "Miso soup".
        t("As an apology: {points}. You have {available} now.", points=t.points(facts["points"]),
          available=t.points(facts["available"]))
        if facts["points"]
        else t("As an apology: {gift}. It waits among your vouchers.", gift=what),
    )  # fmt: skip
    mine = (
        Button(t.plain("My vouchers"), MyVouchers()) if facts.get("voucher") else Button(t.plain("My points"), Points())
    )
    return Screen(text, ((mine,), *_answers(reader, facts)), fresh=True)


def closed(reader: Reader, facts: Facts) -> Screen:
    t = reader.t
    text = lines(
        t("☑️ <b>Our talk is closed</b>"),
        t("We hope all is well. If it is not, write once more: it goes on from there."),
    )
    return Screen(text, ((Button(t.plain("✍️ Write"), WriteToShop(talk=facts["conversation"])),),))


WORDINGS: dict[str, Wording] = {
    "conversation.opened": opened,
    "conversation.written": opened,
    "conversation.late": late,
    "conversation.settled": settled,
    "conversation.answered": answered,
    "conversation.compensated": compensated,
    "conversation.closed": closed,
}
