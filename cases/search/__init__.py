"""The search of the registry: one box for names in any script and order, numbers, years and places.

`query` reads what was typed, `candidates` fetches who may be meant, `ranking` weighs them (for a file as for the
registry), `births` adds who was born on a day, `found` says who and why; `filtering` narrows a list of requests,
`elsewhere` asks other offices.
"""

from cases.search.filtering import matching
from cases.search.found import Found, search
from cases.search.query import read

__all__ = ["Found", "matching", "read", "search"]
