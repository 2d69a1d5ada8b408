"""What every test can ask for; the fixtures themselves live in tests/support/."""

import gc

import structlog

# The default for terminals draws every exception with all its variables, which takes seconds.
structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])

pytest_plugins = ["tests.support.databases", "tests.support.talk", "tests.support.open_shop"]


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays to the end: half of the time of a run would go to collecting it."""
    gc.collect()
    gc.freeze()
