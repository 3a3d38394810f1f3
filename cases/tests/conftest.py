"""The people and families of these tests."""

from people import *  # noqa: F403 -- pytest finds fixtures by their names
