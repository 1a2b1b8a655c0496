"""Checks the links to other sites, on demand: `invoke links`. A build never does."""
