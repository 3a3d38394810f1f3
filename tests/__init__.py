"""Tests of the house as a whole: its plan, its two walls, who may do what, and that these tests notice a breach."""
