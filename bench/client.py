"""One request at a time through the WSGI application, timed and its SQL counted."""

import io
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from mcr_portal.wsgi import application

SECRET = "benchbenchbenchbenchbenchbench32"


@dataclass
class Answer:
    """What came back, how long it took and what it asked the database."""

    status: int
    body: str
    seconds: float
    location: str = ""
    queries: list = field(default_factory=list)


def sign_in(user):
    """A session as the sign-in page would make it; the value of its cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def fetch(path, session="", data=None, *, counting=False):
    """Ask for one page, or post to it."""
    environ = _environ(path, session, data)
    queries = []

    def note(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    if not counting:
        return _timed(environ, queries)
    with connection.execute_wrapper(note):
        return _timed(environ, queries)


def _timed(environ, queries):
    said = {}

    def start_response(status, headers, exc_info=None):
        said.update(status=int(status[:3]), headers=dict(headers))

    began = time.perf_counter()
    response = application(environ, start_response)
    body = b"".join(response)
    response.close()
    seconds = time.perf_counter() - began
    location = said["headers"].get("Location", "")
    return Answer(said["status"], body.decode(), seconds, location, queries)


def _environ(path, session, data):
    path, _mark, query = path.partition("?")
    body = b"" if data is None else urlencode(data).encode()
    cookies = [f"{settings.CSRF_COOKIE_NAME}={SECRET}"]
    if session:
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session}")
    return {
        "REQUEST_METHOD": "GET" if data is None else "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": "; ".join(cookies),
        "HTTP_ACCEPT_LANGUAGE": "en",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
