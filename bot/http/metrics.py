"""/metrics for Prometheus: counts and ages, never a person."""

from collections.abc import Callable, Iterable

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.http.health import Open, waiting
from bot.usecases.vitals import Ages, Vitals


def router(shop: Callable[[], Open | None]) -> APIRouter:
    routes = APIRouter(tags=["operation"])
    text = {200: {"content": {"text/plain": {}}, "description": "Prometheus' text format."}}

    @routes.get("/metrics", summary="Counts and ages", responses=text, response_class=Response)  # type: ignore[arg-type]
    async def tell() -> Response:
        """Updates by kind and outcome, messages by lane and state, what waits longest, and what is up."""
        registry = CollectorRegistry()
        registry.register(await _looked_at(shop()))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return routes


async def _looked_at(shop: Open | None) -> "Snapshot":
    if shop is None or shop.vitals.phase != "open":
        return Snapshot(shop.vitals if shop else Vitals(), None)
    try:
        return Snapshot(shop.vitals, await waiting(shop))
    except Exception:  # that is a figure, too
        return Snapshot(shop.vitals, None)


class Snapshot(Collector):
    """The figures of one moment; *ages* is None when the database did not answer."""

    def __init__(self, vitals: Vitals, ages: Ages | None) -> None:
        self._vitals, self._ages = vitals, ages

    def collect(self) -> Iterable[Metric]:
        updates = CounterMetricFamily("okaeri_updates", "Updates dealt with.", labels=["kind", "outcome"])
        messages = CounterMetricFamily("okaeri_messages", "Attempts to send a message.", labels=["lane", "state"])
        for family, counted in ((updates, self._vitals.updates), (messages, self._vitals.messages)):
            for labels, count in counted.items():
                family.add_metric(labels, count)
        yield from (updates, messages)
        yield from self._gauges()

    def _gauges(self) -> Iterable[Metric]:
        up = GaugeMetricFamily("okaeri_up", "1 where a part works.", labels=["part"])
        polling, sending = self._vitals.polling is None, self._vitals.sending is None
        parts = {"bot": self._vitals.phase == "open", "receiving": polling, "sending": sending}
        for part, works in {**parts, "database": self._ages is not None}.items():
            up.add_metric([part], works)
        yield up
        if self._ages:
            for name, age in (("update", self._ages.update), ("message", self._ages.message)):
                yield GaugeMetricFamily(f"okaeri_oldest_{name}_seconds", f"How long the oldest {name} waits.", age or 0)
