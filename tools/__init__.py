"""What runs around Pelican, called by tasks.py."""
