"""How dates and numbers are written and read, one folder per language."""
