"""Saying in one sentence why something cannot be done."""

import errno
import functools
import sys

FULL_DISK = (
    "The disk is full: free some space (the portal wants about 500 MB) and start again."
)


class Refusal(Exception):  # noqa: N818 -- an answer, not a fault
    """A sentence for the person at the terminal."""


def spoken(main):
    """Make a command answer refusals and a full disk with a sentence and status 1."""

    @functools.wraps(main)
    def command(*args, **kwargs):
        try:
            return main(*args, **kwargs)
        except Refusal as refusal:
            sentence = str(refusal)
        except OSError as error:
            sentence = _sentence_for(error)
        print(sentence, file=sys.stderr)
        return 1

    return command


def _sentence_for(error):
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL_DISK
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"This account may not write to or use {error.filename}."
    raise error
