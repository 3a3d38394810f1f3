"""Everybody who appears in the tests of cases."""

from people import *  # noqa: F403 -- fixtures are found by their names
