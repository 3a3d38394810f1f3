"""What waits for somebody: `declared` lists the kinds, `kind` reads them, `registry` and `procedure` say what they are.

To add a kind, declare a `Kind` in one of the two and put it into `declared.KINDS`: the page "My work", its counts,
the first page and the calendar follow, and tests/test_waiting.py tries it with everybody of two municipalities.
"""
