"""``/sim/users``: people, what they do with their phones, and what they see."""

import base64
import binascii
import mimetypes
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from bot.sandbox import phones
from bot.sandbox.keyboards import Json
from bot.sandbox.paying import PATIENCE, gave_up
from bot.sandbox.phones import Card, Impossible
from bot.sandbox.records import Kept, Person, Phone, StoredFile
from bot.sandbox.screen import person_of, screen_of
from bot.sandbox.sim import asked
from bot.sandbox.world import World

router = APIRouter(prefix="/sim/users", tags=["people"])

_LONGEST_WAIT = 60.0


def world_of(request: Request) -> World:
    world: World = request.app.state.world
    return world


def phone_of(user_id: int, request: Request) -> Phone:
    phone = world_of(request).phones.get(user_id)
    if phone is None:
        raise HTTPException(404, f"nobody here has the id {user_id}")
    return phone


Stage = Annotated[World, Depends(world_of)]
Mine = Annotated[Phone, Depends(phone_of)]


def _sent(kept: Kept) -> Json:
    return {"message_id": kept.body["message_id"]}


@router.get("")
async def everybody(world: Stage) -> list[Json]:
    return [person_of(world.phones[person.id]) for person in world.present()]


@router.post("", status_code=201)
async def add(world: Stage, body: asked.NewPerson) -> Json:
    """A new phone appears beside the others."""
    number = body.id or world.new_person_id()
    return person_of(world.add(Person(number, body.name, body.language, body.note), body.phone))


@router.patch("/{user_id}")
async def change(world: Stage, phone: Mine, body: asked.ChangedPerson) -> Json:
    """Another name, or another language of the telephone."""
    person = phone.person
    phone.person = replace(
        person,
        first_name=body.name or person.first_name,
        language_code=body.language or person.language_code,
    )
    world.tell({"kind": "people"})
    world.changed(phone)
    return person_of(phone)


@router.get("/{user_id}/chat")
async def chat(world: Stage, phone: Mine, after: int = -1, wait: float = 0, limit: int = 500) -> Json:
    """What this person sees now, the newest ``limit`` messages.

    With ``after`` (a ``seq``) and ``wait``: as soon as something is newer than that, at most ``wait`` seconds later.
    """
    if wait and phone.seq <= after:
        await world.until(lambda: phone.seq > after, min(wait, _LONGEST_WAIT))
    return screen_of(world, phone, limit)


@router.post("/{user_id}/say")
async def say(world: Stage, phone: Mine, body: asked.Said) -> Json:
    return _sent(phones.say(world, phone, body.text))


@router.post("/{user_id}/press")
async def press(world: Stage, phone: Mine, body: asked.Press) -> Json:
    """``kind`` tells what the button did: callback, message, url, copy or other; ``value`` is what it carried."""
    if body.row is not None and body.column is not None and body.message_id is not None:
        done = phones.press_at(world, phone, body.message_id, body.row, body.column)
    elif body.text:
        done = phones.press(world, phone, body.text, body.message_id)
    else:
        raise Impossible("say which button: text, or message_id with row and column")
    return {"kind": done.kind, "value": done.value, "update_id": (done.update or {}).get("update_id")}


@router.post("/{user_id}/pay")
async def pay(world: Stage, phone: Mine, body: asked.Paid | None = None) -> Json:
    """Pays an invoice, and waits for what the bot says: ``state`` is "paid", "refused" (``error`` says why) or "silent"
    when it has said nothing for ten seconds."""
    body = body or asked.Paid()
    if body.message_id is not None and body.message_id not in phone.messages:
        raise Impossible("this message is gone")
    kept = phone.messages[body.message_id] if body.message_id is not None else None
    checkout = phones.pay(world, phone, kept, body.link)
    await world.until(lambda: checkout.state != "asked", PATIENCE)
    gave_up(world, checkout)
    return {"state": checkout.state, "error": checkout.error}


@router.post("/{user_id}/contact")
async def contact(world: Stage, phone: Mine, body: asked.SharedContact | None = None) -> Json:
    body = body or asked.SharedContact()
    sender = world.phones.get(body.of or 0) if body.forwarded else None
    return _sent(phones.contact(world, phone, _card(world, phone, body), forwarded_from=sender))


def _card(world: World, phone: Phone, body: asked.SharedContact) -> Card:
    if body.foreign:
        return Card(body.phone or "+48600000000", body.name or "Somebody")
    if body.of is None and body.phone:
        phone.phone_number = body.phone
    owner = phone if body.of is None else world.phones.get(body.of)
    if owner is None:
        return Card(body.phone or "+48600000000", body.name or "Somebody", body.of)
    card = Card.of(owner, plus=body.plus)
    return replace(card, phone_number=body.phone or card.phone_number, first_name=body.name or card.first_name)


@router.post("/{user_id}/photo")
async def photo(world: Stage, phone: Mine, request: Request) -> Json:
    """A picture: ``base64``, multipart ``file``, or the one that ``of_user`` sees in ``of_message``."""
    file, caption = await _file(world, request, "picture.png")
    return _sent(phones.photo(world, phone, file, caption))


@router.post("/{user_id}/document")
async def document(world: Stage, phone: Mine, request: Request) -> Json:
    """A file, given like a picture."""
    file, caption = await _file(world, request, "file.bin")
    return _sent(phones.document(world, phone, file, caption))


async def _file(world: World, request: Request, name: str) -> tuple[StoredFile, str]:
    if request.headers.get("content-type", "").startswith("multipart/"):
        async with request.form() as form:
            upload = form.get("file")
            if not isinstance(upload, UploadFile):
                raise HTTPException(422, "the form has no file")
            content, name = await upload.read(), upload.filename or name
            return _stored(world, content, name), str(form.get("caption") or "")
    try:
        body = asked.SentFile.model_validate(await request.json())
        content = base64.b64decode(body.base64, validate=True)
    except (ValueError, ValidationError, binascii.Error) as error:
        raise HTTPException(422, str(error)) from None
    if body.of_user is None:
        return _stored(world, content, body.name), body.caption
    seen_by = world.phones.get(body.of_user)
    if seen_by is None:
        raise HTTPException(404, f"nobody here has the id {body.of_user}")
    return phones.picture_in(world, seen_by, body.of_message or 0), body.caption


def _stored(world: World, content: bytes, name: str) -> StoredFile:
    return world.keep_file(content, name, mimetypes.guess_type(name)[0] or "application/octet-stream")


@router.post("/{user_id}/open")
async def open_link(world: Stage, phone: Mine, body: asked.OpenedLink) -> Json:
    """Opens ``t.me/<bot>?start=…`` and presses Start."""
    return _sent(phones.open_link(world, phone, body.link))


@router.post("/{user_id}/block")
async def block(world: Stage, phone: Mine) -> Json:
    phones.block(world, phone)
    return person_of(phone)


@router.post("/{user_id}/unblock")
async def unblock(world: Stage, phone: Mine) -> Json:
    phones.unblock(world, phone)
    return person_of(phone)


@router.post("/{user_id}/deactivate")
async def deactivate(world: Stage, phone: Mine) -> Json:
    """The account is deleted: writing to it answers ``user is deactivated``."""
    phone.deactivated = True
    world.changed(phone)
    return person_of(phone)


@router.post("/{user_id}/raw")
async def raw(world: Stage, phone: Mine, body: asked.RawUpdate) -> Json:
    """Any update from this person; ``from``, ``chat``, ``date`` and ``message_id`` are filled in where missing."""
    own = {"from": phone.user, "chat": phone.chat, "date": world.now(), "message_id": 0}
    filled = {
        kind: {**(own if kind.endswith("message") else {"from": phone.user}), **value}
        if isinstance(value, dict)
        else value
        for kind, value in body.items()
    }
    return world.mailbox.post_raw(filled)
