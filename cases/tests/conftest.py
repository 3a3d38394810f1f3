"""The people and families of these tests."""

from cases.tests.merging import *  # noqa: F403 -- pytest finds fixtures by their names
from people import *  # noqa: F403 -- pytest finds fixtures by their names
