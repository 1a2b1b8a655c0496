# Prepares .venv and hands over to invoke (tasks.py), which has every command.
PYTHON ?= python3
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
# Python compiles what is imported when it is imported: to compile everything here takes a third of the time
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r

.PHONY: serve build test
serve build: .venv/.ready
test: .venv/.ready-to-test
serve build test:
	@$(BIN)/invoke $@

.venv/.ready: requirements.txt
	$(PYTHON) -m venv --clear .venv
	$(INSTALL) $<
	@touch $@

.venv/.ready-to-test: requirements-test.txt .venv/.ready
	$(INSTALL) $<
	@touch $@
