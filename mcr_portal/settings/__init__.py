"""Settings: what all installations share in `base`, and three small files over it."""
