"""The people and families of these tests."""

from cases.tests.doubles import across, milena, twice, village  # noqa: F401 -- pytest finds fixtures by their names
from cases.tests.merging import *  # noqa: F403 -- pytest finds fixtures by their names
from cases.tests.registers import as_system, here  # noqa: F401 -- pytest finds fixtures by their names
from cases.tests.transferring import blerim, home  # noqa: F401 -- pytest finds fixtures by their names
from people import *  # noqa: F403 -- pytest finds fixtures by their names
