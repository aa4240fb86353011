# Two commands: `make demo` typesets every CV of cv/, `make test` runs every test.
# Both install what is missing first, and are quick when nothing is.

.PHONY: demo test clean setup setup-test

VENV := .venv
BIN := $(VENV)/bin

demo: setup
	@$(BIN)/texcv render cv/*.yaml -o output

test: setup-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto --cov --cov-report=term

clean:
	rm -rf $(VENV) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

setup:
	@sh scripts/setup.sh

setup-test:
	@sh scripts/setup.sh test
