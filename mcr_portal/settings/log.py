"""How log lines are written: to standard error, without personal data."""

import logging

# PostgreSQL repeats the offending values in these parts of its messages.
TELLTALE = ("DETAIL:", "CONTEXT:", "QUERY:", "LINE ")


class DiscreetFormatter(logging.Formatter):
    """Drops the lines in which PostgreSQL quotes what a person typed."""

    def formatException(self, exc_info):  # noqa: N802 -- the library's name
        """The traceback without quoted values."""
        lines = super().formatException(exc_info).splitlines()
        return "\n".join(line for line in lines if not line.startswith(TELLTALE))


def configuration(level):
    """The logging dictionary for the given level."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "mcr_portal.settings.log.DiscreetFormatter",
                "format": "{asctime} {levelname} {name} {message}",
                "style": "{",
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            "django.db.backends": {"level": "WARNING"},
        },
    }
