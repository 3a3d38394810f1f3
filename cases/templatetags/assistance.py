"""How amounts of assistance are written."""

from django import template

from cases.tables_assistance import money, quantity

register = template.Library()
register.filter(money)
register.filter("amount", quantity)
