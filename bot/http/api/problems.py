"""Refusals as problem documents: the code the chat knows, its sentence, and a status."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from bot.http.api.schemas.shared import Problem
from bot.i18n import Catalogue, Texts
from bot.rules.errors import RuleBroken
from bot.telegram import refusals
from bot.usecases.errors import Refused
from db.session import TryAgain

MEDIA = "application/problem+json"
HEADINGS: Mapping[int, str] = {
    400: "The request makes no sense",
    401: "No key, or none that is good",
    403: "Not allowed",
    404: "There is no such thing",
    405: "Not done here",
    408: "Too slow",
    409: "Not now",
    413: "Too large",
    422: "Something in it is wrong",
    429: "Too many requests",
    503: "Try again in a moment",
}
STATUSES: Mapping[str, int] = {
    "access.denied": 403,
    "outlet.not_yours": 403,
    "partner.not_yours": 403,
    "command.key_reused": 422,
    "api.key_missing": 400,
    "api.no_key": 401,
    "api.too_many": 429,
    "api.busy": 503,
    "api.invalid": 422,
    "api.currency": 422,
    "consent.from_the_future": 422,
    "event.too_many": 422,
    "api.too_large": 413,
    "api.too_slow": 408,
}


def status_of(code: str) -> int:
    """404 for what does not exist, 409 for what cannot be done now, unless the table says otherwise."""
    return STATUSES.get(code) or (404 if code.endswith((".unknown", "_unknown")) else 409)


def document(refusal: Refused | RuleBroken, t: Texts, status: int | None = None) -> tuple[int, bytes]:
    """The status and the body that say why not."""
    status = status or status_of(refusal.code)
    said = {
        "type": f"/docs#{refusal.code}",
        "title": HEADINGS[status],
        "status": status,
        "code": refusal.code,
        "detail": refusals.sentence(refusal, t),
        "facts": refusal.facts,
    }
    return status, json.dumps(said, ensure_ascii=False, default=str).encode()


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses`: these, besides those every route may give."""
    common = (401, 403, 422, 429, 503)
    return {
        status: {
            "model": Problem,
            "description": HEADINGS[status],
            "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*common, *statuses})
    }


def sentences() -> dict[str, str]:
    """What each code says, in English, its gaps unfilled."""
    return {code: refusal.sentence for code, refusal in refusals.REFUSALS.items()}


def install(app: FastAPI, catalogue: Catalogue) -> None:
    """Whatever goes wrong under /api is answered by a problem document."""
    app.state.catalogue = catalogue
    handlers = {Refused: _refused, RuleBroken: _broken, TryAgain: _busy}
    handlers |= {RequestValidationError: _invalid, HTTPException: _plain}
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def respond(
    request: Request,
    refusal: Refused | RuleBroken,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem document, in the caller's language."""
    status, body = document(refusal, texts_for(request, request.app.state.catalogue), status)
    return Response(body, status, headers, MEDIA)


async def _refused(request: Request, error: Any) -> Response:
    headers = {"Retry-After": str(error.facts["seconds"])} if error.code == "api.too_many" else None
    if error.code == "api.no_key":
        headers = {"WWW-Authenticate": "Bearer"}
    return respond(request, error, headers=headers)


async def _broken(request: Request, error: Any) -> Response:
    return respond(request, error, 422)


async def _busy(request: Request, error: Any) -> Response:
    return respond(request, Refused("api.busy"), headers={"Retry-After": "1"})


async def _invalid(request: Request, error: Any) -> Response:
    where = [".".join(str(part) for part in each["loc"]) + ": " + each["msg"] for each in error.errors()]
    if any(each["loc"] == ("header", "Idempotency-Key") and each["type"] == "missing" for each in error.errors()):
        return respond(request, Refused("api.key_missing"))
    return respond(request, Refused("api.invalid", fields=where[:20]))


async def _plain(request: Request, error: Any) -> Response:
    if not request.url.path.startswith("/api"):
        return Response(str(error.detail), error.status_code, error.headers)
    code = {404: "api.not_here", 405: "api.not_done"}.get(error.status_code, "api.invalid")
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
    return respond(request, Refused(code), error.status_code, headers)


def _allowed(request: Request) -> str:
    """What can be done at this address, by all routes that lead there."""
    leading = [route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE]
    return ", ".join(sorted({method for route in leading for method in getattr(route, "methods", None) or ()}))


def texts_for(request: Request, catalogue: Catalogue) -> Texts:
    """In the first language of Accept-Language that we speak, else English."""
    for part in request.headers.get("accept-language", "").split(","):
        language = part.split(";")[0].strip().lower()[:2]
        if language in catalogue.languages:
            return catalogue.texts(language)
    return catalogue.texts("en")
