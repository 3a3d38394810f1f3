"""The centres known from public sources, each with its source; the ministry supplies the current list.

Sources: docs/DATA-SOURCES.md.
"""

from pathlib import Path

from collective_centers.models import CollectiveCentre
from core.reference_data import register

register(
    CollectiveCentre,
    Path(__file__).parent / "data" / "centres.csv",
    key=("reference",),
)
