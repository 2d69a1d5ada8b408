# run · test · check · bench · soak · texts, each a line or two; every target makes .venv by itself from the hash-pinned locks.
PYTHON ?= python3
BIN = .venv/bin
PYTEST = $(BIN)/python -m pytest

.PHONY: run test check bench soak texts venv locks
run: .venv/run.ok
	@$(BIN)/python -m bot

test: .venv/dev.ok
	@$(MAKE) --no-print-directory check
	$(PYTEST) -n 2 --dist loadgroup -q tests

check: .venv/dev.ok
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache
	$(BIN)/python -m tests.support.texts check && $(BIN)/python -m tests.support.locks check

bench: .venv/dev.ok
	@$(BIN)/python -m tests.bench

soak: .venv/dev.ok
	OKAERI_SOAK=1 $(PYTEST) -q --timeout 1800 tests/faults tests/db tests/journeys tests/http/api/test_openapi.py

texts: .venv/dev.ok
	$(BIN)/python -m tests.support.texts update

locks: .venv/dev.ok
	$(BIN)/python -m tests.support.locks update

venv: .venv/dev.ok

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.ok: requirements/run.lock requirements/build.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.lock -r requirements/run.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.ok: requirements/dev.lock requirements/build.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.lock -r requirements/dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/run.ok
