# Four commands: `make demo` typesets every CV of cv/, `make test` runs every test, `make coverage` says what the tests
# don't reach (they take three times as long for that), and `make bench` measures texcv against its peers. They install
# what is missing first, and are quick at that when nothing is.

.PHONY: demo test coverage bench clean setup setup-test setup-bench

VENV := .venv
BIN := $(VENV)/bin

demo: setup
	@$(BIN)/texcv render cv/*.yaml -o output

test: setup-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto

coverage: setup-test
	@$(BIN)/pytest -n auto --cov --cov-report=term

# RUNS=9: rounds; QUICK=1: only to see that it runs.
bench: setup-bench
	@$(BIN)/python bench/run.py $(if $(RUNS),--runs $(RUNS)) $(if $(QUICK),--quick)

clean:
	rm -rf $(VENV) build dist bench/.peers bench/.quick .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

setup:
	@sh scripts/setup.sh

setup-test:
	@sh scripts/setup.sh test

setup-bench:
	@sh scripts/setup.sh bench
