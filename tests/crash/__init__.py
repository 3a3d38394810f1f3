"""Real processes, really killed: what the portal confirmed is there afterwards, and there once.

These tests run with all others (`make test`), each point a few times. For a long run:
`MCR_CRASH_ROUNDS=50 .venv/bin/python -m pytest tests/crash`.
"""
