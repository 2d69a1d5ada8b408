"""Inviting friends: the link, what it brings, and who came by it."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode

from bot.i18n import Html, Texts, lines
from bot.pictures.invite import InviteFace, invite_png
from bot.rules import deep_links, words
from bot.rules.referral import WAYS, shared
from bot.rules.timing import local_date
from bot.telegram.customer.callbacks import Invite, InvitePicture, Points
from bot.telegram.screen import Button, Picture, Screen
from bot.telegram.shared import keys
from bot.usecases.program import Rules
from bot.usecases.referral import FriendLine, Invitation
from db.enums import ReferralState


def link_of(result: Invitation, username: str, way: str = "link") -> str:
    """The member's own link, as it is passed on by this way."""
    return deep_links.url(username, deep_links.build("referral", shared(result.code, way)))


def share_words(t: Texts, rules: Rules) -> str:
    """What goes along with the link when it is passed on."""
    points, own = t.points(rules.program.referral_friend), words.own(rules.program, t.language, "invite")
    if own:
        return words.filled(own, shop=rules.program.name, points=points)
    return t.plain(
        # NOTE: one friend writes this to another, and the link follows. {brand} is the shop, {points} "100 points".
        "{brand}: join by my link, and {points} are yours with your first order!",
        brand=rules.program.name,
        points=points,
    )


def invite(result: Invitation, t: Texts, rules: Rules, *, username: str, now: datetime) -> Screen:
    link = link_of(result, username)
    passed_on = {"url": link_of(result, username, "button"), "text": share_words(t, rules)}
    share = "https://t.me/share/url?" + urlencode(passed_on)
    text = lines(
        t("🎁 <b>Invite a friend</b>"),
        "",
        *_terms(result, t, rules),
        "",
        t("Your link:"),
        t("<code>{link}</code>", link=link),
        "",
        *(_brought(result, t, rules, now) if result.tally.opened else [_nobody_yet(t)]),
    )
    rows = (
        (Button(t.plain("Send to a friend"), url=share),),
        (Button(t.plain("Copy the link"), copy=link), Button(t.plain("As a picture"), InvitePicture())),
        (Button(t.plain("💰 My points"), Points()), *keys.home(t)),
    )
    return Screen(text, rows)


def _terms(result: Invitation, t: Texts, rules: Rules) -> list[Html]:
    program = rules.program
    told = [
        t(
            # NOTE: {yours} and {theirs} are like "200 points", {money} like "1 000 ₽".
            "<b>{yours}</b> for you and <b>{theirs}</b> for your friend, "
            "when the friend's first order of {money} or more is delivered.",
            yours=t.points(program.referral_inviter),
            theirs=t.points(program.referral_friend),
            money=t.money(program.referral_min_net_minor, program.currency),
        )
    ]
    if result.paid_this_month >= program.referral_monthly_cap:
        told.append(t("You have reached this month's limit of gifts. Your friends still get theirs."))
    return told


def _nobody_yet(t: Texts) -> Html:
    return t("Nobody has opened it yet. Who would enjoy this, too?")


def _brought(result: Invitation, t: Texts, rules: Rules, now: datetime) -> list[Html]:
    tally = result.tally
    told = [
        t.plural("{n} person has opened it.", "{n} people have opened it.", tally.opened),
        t.plural("{n} friend has joined.", "{n} friends have joined.", tally.joined),
        *_ways(tally.ways, t),
        t("It has brought you <b>{points}</b>.", points=t.points(tally.points)),
    ]
    return [*told, *([Html("")] if result.friends else []), *(_friend(line, t, rules, now) for line in result.friends)]


def _ways(ways: Mapping[str, int], t: Texts) -> list[Html]:
    """Which way of passing the link on brings friends, where there is something to compare."""
    if not set(ways) - {"link"}:
        return []
    return [
        t(
            # NOTE: how many friends came by each way of passing the link on; all three are numbers.
            "By the link: {link}, by “Send to a friend”: {button}, by the picture: {picture}.",
            **{way: ways.get(way, 0) for way in WAYS.values()},
        )
    ]


def _friend(line: FriendLine, t: Texts, rules: Rules, now: datetime) -> Html:
    # NOTE: instead of the name of somebody who has left the programme.
    name = line.name or t.plain("A friend")
    # NOTE: a line of a list: "• Bob: +200 points"
    return t("• <b>{name}</b>: {state}", name=name, state=_state(line, t, rules, now))


def _state(line: FriendLine, t: Texts, rules: Rules, now: datetime) -> str:
    """A friend's state as the end of a line."""
    if line.state is ReferralState.PAID:
        return t.points(line.points, signed=True) if line.points else t.plain("counted, above this month's limit")
    if line.state is ReferralState.REVIEW:
        return t.plain("the shop is having a look")
    if line.state is ReferralState.REFUSED:
        return t.plain("did not count")
    if line.state is ReferralState.EXPIRED or now >= line.expires_at:
        return t.plain("no order in time")
    # NOTE: the friend's first order is awaited until {date}.
    return t.plain("first order awaited until {date}", date=t.date(local_date(line.expires_at, rules.zone)))


def picture(face: InviteFace, t: Texts) -> Screen:
    """The invitation to forward, or to be scanned from the phone."""
    text = lines(
        t("🎁 <b>Your invitation</b>"),
        t("Forward it, or let your friend scan it from your phone."),
        t("<code>{link}</code>", link=face.link),
    )
    key = f"invite:{sha256(repr(face).encode()).hexdigest()[:40]}"
    return Screen(text, (keys.back(t, Invite()),), picture=Picture(key, lambda: invite_png(face)))


def face_of(result: Invitation, t: Texts, rules: Rules, *, username: str, logo: bytes | None) -> InviteFace:
    """Everything that is drawn, in the words of the one who invites."""
    program = rules.program
    return InviteFace(
        brand=program.name,
        headline=_headline(result, t, program.name),
        # NOTE: on the invitation: {points} is "100 points".
        reward=t.plain("{points} with your first order", points=t.points(program.referral_friend)),
        footer=deep_links.url(username).removeprefix("https://"),
        link=link_of(result, username, "picture"),
        primary=program.primary,
        accent=program.accent,
        logo=logo,
    )


def _headline(result: Invitation, t: Texts, brand: str) -> str:
    # NOTE: on a picture passed on to a friend: {name} invites them to the shop {brand}.
    return t.plain("{name} invites you to {brand}", name=result.name, brand=brand)
