"""Journeys through the running portal in a real browser; nothing here touches the database."""
