"""Talks with members as the staff see them: what waits, and one talk with all that was said."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n import N_, Html, Texts, html, lines
from bot.rules.benefits import named
from bot.rules.codes import format_number
from bot.rules.feedback import PARTS
from bot.telegram.admin.callbacks import ShowMember
from bot.telegram.admin.conversation_callbacks import GivePoints, OpenTalk, ShowTalks, TakeTalk, TalkDo, TalkPhotos
from bot.telegram.admin.order_callbacks import PlaceAgain
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import feedback_words as words
from bot.telegram.shared import keys
from bot.telegram.shared.tiers import tier_name
from bot.usecases.conversation_desk import RatingSeen, Talk
from bot.usecases.conversation_list import Waiting, Waitings
from db.enums import ConversationState

ABOUT = {
    # NOTE: what a talk with a member is about, in a list.
    "question": N_("a question"),
    "nps": N_("the question whether they would recommend us"),
}
NAME_LENGTH = 30


def waitings(seen: Waitings, asked: ShowTalks, t: Texts) -> Screen:
    if not seen.talks:
        return _nobody(asked, t)
    text = lines(_title(asked, t), "", *(_line(each, seen, t) for each in seen.talks))
    buttons = [Button(f"{_mark(each, seen.at)} {_name(each.name, t)}", OpenTalk(talk=each.id)) for each in seen.talks]
    first, on = asked.model_copy(update={"page": 0}), asked.model_copy(update={"page": max(0, asked.page) + 1})
    newer = (Button(t.plain("‹ Back to the first"), first),) if asked.page > 0 else ()
    more = (Button(t.plain("More ›"), on),) if seen.more else ()
    return Screen(text, (*keys.fitting(buttons), (*newer, *more), *_leave(asked, t)))


def _title(asked: ShowTalks, t: Texts) -> Html:
    if asked.member:
        return t("💬 <b>Talks with this member</b>")
    return t("🗄 <b>Closed talks</b>") if asked.closed else t("📬 <b>Talks with members</b>")


def _leave(asked: ShowTalks, t: Texts) -> Rows:
    if asked.member:
        return (keys.back(t, ShowMember(member=asked.member)),)
    other = Button(t.plain("📬 Open talks"), ShowTalks()) if asked.closed else _closed(t)
    return ((other,), keys.home(t))


def _closed(t: Texts) -> Button:
    return Button(t.plain("🗄 Closed talks"), ShowTalks(closed=1))


def _nobody(asked: ShowTalks, t: Texts) -> Screen:
    said = t("None yet.") if asked.closed or asked.member else t("Nobody waits for an answer. ☀️")
    return Screen(lines(_title(asked, t), said), _leave(asked, t))


def _line(each: Waiting, seen: Waitings, t: Texts) -> Html:
    name = _name(each.name, t)
    told = t("{mark} <b>{name}</b>: {about}", mark=_mark(each, seen.at), name=name, about=_about(each, t))
    if each.closed_at and each.state is ConversationState.CLOSED:
        return lines(told, t("   closed {moment}", moment=t.moment(each.closed_at, seen.zone)))
    if each.answer_due_at is None:
        return lines(told, t("   waits for the member"))
    return lines(told, t("   answer by {moment}", moment=t.moment(each.answer_due_at, seen.zone)))


def _name(name: str | None, t: Texts) -> str:
    return (name or t.plain("somebody who has left"))[:NAME_LENGTH]


def _mark(each: Waiting, at: datetime) -> str:
    if each.state is ConversationState.CLOSED:
        return "⚪️"
    if each.answer_due_at is None:
        return "🟢"
    return "🔴" if each.answer_due_at <= at else "🟡"


def _about(each: Waiting, t: Texts) -> str:
    if each.about == "repeat":
        return t.plain("order № {order} once more", order=str(each.order_id))
    if each.order_id is None:
        return t.plain(ABOUT.get(each.about, ABOUT["question"]))
    order = t.plain("order № {order}", order=str(each.order_id))
    return f"{order} {words.stars(each.stars or 0)}".strip()


def talk(seen: Talk, t: Texts, *, before: int = 0) -> Screen:
    text = lines(
        *_head(seen, t),
        *_rating(seen, t),
        *_standing(seen, t),
        "",
        *_said(seen, seen.zone, t),
    )
    return Screen(text, _rows(seen, t, before))


def _head(seen: Talk, t: Texts) -> list[Html]:
    if seen.name is None:
        return [t("💬 <b>№ {number}</b>: this member has erased their data.", number=format_number(seen.number))]
    name, number = seen.name, format_number(seen.number)
    level = tier_name(t, seen.tier)
    if seen.highest:
        return [t("💬 🏅 <b>{name}</b>, № {number}, {level}", name=name, number=number, level=level)]
    return [t("💬 <b>{name}</b>, № {number}, {level}", name=name, number=number, level=level)]


def _rating(seen: Talk, t: Texts) -> list[Html]:
    if seen.rating is None or seen.order_id is None:
        return [t("About: {about}", about=t.plain(ABOUT.get(seen.about, ABOUT["question"])))]
    order = str(seen.order_id)
    told = [t("🧾 Order № {order}: {stars}", order=order, stars=words.stars(seen.rating.stars))]
    told += [html(each) for each in _apart(seen.rating, t) if each]
    return [*told, t("“{words}”", words=seen.rating.words)] if seen.rating.words else told


def _apart(rating: RatingSeen, t: Texts) -> tuple[str, str]:
    """The reasons, and what food, courier and speed got of their own."""
    parts = [words.part(t, name, getattr(rating, name)) for name in PARTS if getattr(rating, name) is not None]
    return words.reasons(t, rating.reasons), " · ".join(parts)


def _standing(seen: Talk, t: Texts) -> list[Html]:
    told = []
    if seen.state is ConversationState.CLOSED:
        told.append(t("⚪️ Closed"))
    elif seen.due_at is None:
        told.append(t("🟢 Waits for the member"))
    elif seen.late:
        told.append(t("🔴 The answer was promised by {moment}", moment=t.moment(seen.due_at, seen.zone)))
    else:
        told.append(t("🟡 Answer by {moment}", moment=t.moment(seen.due_at, seen.zone)))
    if seen.taken:
        told.append(t("✋ Taken on by {name}", name=seen.taken[1]))
    return told + _sorry(seen, t)


def _sorry(seen: Talk, t: Texts) -> list[Html]:
    if seen.sorry is None:
        return []
    what = t.points(seen.sorry.points) if seen.sorry.points else named(seen.sorry.names, t.language)
    # NOTE: an apology somebody of the staff gave: {what} is "100 points" or "Miso soup".
    return [t("🎁 Given by {name}: {what}", name=seen.sorry.by, what=what)]


def _said(seen: Talk, zone: ZoneInfo, t: Texts) -> list[Html | str]:
    told: list[Html | str] = []
    for line in seen.lines.lines:
        who = t("🏪 <b>{name}</b>", name=line.by) if line.by else t("🙂 <b>{name}</b>", name=_name(seen.name, t))
        told.append(Html(f"{who} <i>{t.moment(line.at, zone)}</i>"))
        told += [t("📷 photo")] if line.photo else []
        told += [html(line.text)] if line.text else []
        told.append("")
    if told or (seen.rating and seen.rating.words):
        return told
    return [t("Nothing has been written yet.")]


def _rows(seen: Talk, t: Texts, before: int) -> Rows:
    older = (Button(t.plain("‹ Earlier"), OpenTalk(talk=seen.id, before=seen.lines.older)),) if seen.lines.older else ()
    newest = (Button(t.plain("Newest ›"), OpenTalk(talk=seen.id)),) if before else ()
    pictures = t.plain("📷 Photos ({n})", n=seen.photos)
    photos = (Button(pictures, TalkPhotos(talk=seen.id)),) if seen.photos else ()
    member = (Button(t.plain("👤 The member"), ShowMember(member=seen.member_id)),)
    acts = () if seen.state is ConversationState.CLOSED or seen.oneself else (*_again(seen, t), *_acts(seen, t))
    return ((*older, *newest), *acts, (*photos, *member), keys.back(t, ShowTalks()))


def _acts(seen: Talk, t: Texts) -> Rows:
    theirs = seen.taken[0] if seen.taken else 0
    label = t.plain("✋ Take it over") if theirs else t.plain("✋ I'll take it on")
    take = (Button(label, TakeTalk(talk=seen.id, seen=theirs)),) if theirs != seen.reader_id else ()
    answer = Button(t.plain("✍️ Answer"), TalkDo(do="answer", talk=seen.id), style="primary")
    close = Button(t.plain("☑️ Close"), TalkDo(do="close", talk=seen.id))
    return ((answer,), (*take, close), *_apologies(seen, t))


def _again(seen: Talk, t: Texts) -> Rows:
    """They wish for the same order once more."""
    if seen.about != "repeat" or not seen.order_id or not seen.can_place:
        return ()
    return ((Button(t.plain("➕ Place it as it was"), PlaceAgain(order=seen.order_id), style="primary"),),)


def _apologies(seen: Talk, t: Texts) -> Rows:
    """One button for what we propose, one for something else."""
    if not seen.most:
        return ()
    other = Button(t.plain("🎁 Something else"), TalkDo(do="sorry", talk=seen.id))
    if not seen.proposed:
        return ((other,),)
    said = t.plain("🎁 Apologise: {points}", points=t.points(seen.proposed))
    return ((Button(said, GivePoints(talk=seen.id, points=seen.proposed)), other),)


def ask_answer(seen: Talk, t: Texts) -> Screen:
    text = lines(
        t("✍️ <b>An answer to {name}</b>", name=_name(seen.name, t)),
        t("Write it here, or send a photo. It leaves at once."),
    )
    return Screen(text, (keys.back(t, OpenTalk(talk=seen.id)),))
