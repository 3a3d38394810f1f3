"""Measurements of the portal against the yardstick: `make bench` (docs/benchmark.md)."""
