"""Leads the addresses that pages had before to those that they have now."""
