"""What runs inside Pelican: one package per capability, each with a pure core."""
