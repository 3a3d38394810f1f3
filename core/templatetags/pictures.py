"""Template tags that draw pictures: {% bar_chart rows title=… %} and its kin."""

from django import template

from core import pictures
from core.qr import qr_svg

register = template.Library()
register.simple_tag(pictures.bar_chart, name="bar_chart")
register.simple_tag(pictures.funnel, name="funnel")
register.simple_tag(pictures.tile_map, name="tile_map")
register.simple_tag(qr_svg, name="qr_code")
