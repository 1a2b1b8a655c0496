# Prepares .venv and hands over to invoke (tasks.py), which has every command.
PYTHON ?= python3
READY := .venv/.ready

.PHONY: serve build test
serve build test: $(READY)
	@.venv/bin/invoke $@

$(READY): requirements.txt
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@
