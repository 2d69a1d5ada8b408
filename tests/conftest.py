"""What every test can ask for; the fixtures themselves live in tests/support/."""

import gc

import pytest
import structlog

# The default for terminals draws every exception with all its variables, which takes seconds.
structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])

pytest_plugins = ["tests.support.databases", "tests.support.talk", "tests.support.open_shop"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rooms of the longest tests come first: no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.path.parent.name not in ("journeys", "operations", "faults"))


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays to the end: half of the time of a run would go to collecting it."""
    gc.collect()
    gc.freeze()
