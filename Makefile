# Everything one types here. On a fresh Debian machine with Python 3.11: `make run`, `make test`.
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: run test check bench model soak lock clean

run: .venv/run ## start Waybill with a demo shop on this machine
	@$(BIN)/waybill demo

test: .venv/dev ## all tests; none may be skipped
	@sh tests/needs.sh
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -q

check: .venv/dev ## format, lint, types, walls; seconds
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv/dev ## what a turn costs, beside a bare handler in the same run
	@$(BIN)/python -m bench

model: .venv/dev ## train what understands people, from the text in bench/training; minutes, the same bytes each time
	@$(BIN)/python -m bench.training

soak: .venv/dev ## the long forms: thousands of cases, hundreds of kills
	@sh tests/needs.sh
	@WAYBILL_TEST_SOAK=1 $(BIN)/python -m pytest -n 2 --dist loadgroup -q

lock: ## pin every dependency anew
	@uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
	  --python-version 3.11 -q -o requirements.lock
	@uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	  --no-header --python-version 3.11 -c requirements.lock -q -o requirements-dev.lock

clean: ## forget the environment and the demo
	@rm -rf .venv .waybill .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -m venv .venv || { echo "Python 3.11 with venv is needed: apt-get install python3.11-venv"; exit 1; }

.venv/run: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what Waybill needs …"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/dev: requirements-dev.lock .venv/run
	@echo "Installing what the tests need …"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
