"""A browser of a few lines: cookies, the fields of a form, and posts that can be repeated."""

import contextlib
import copy
import http.client
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar

PATIENCE = 30
LOST = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Answer:
    """What the client was told; status 0 when it was told nothing."""

    status: int
    text: str = ""
    location: str = ""
    retry_after: str = ""


NOTHING = Answer(0)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class _Fields(HTMLParser):
    """What somebody would send who answers every question with the first thing offered."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self.area = self.select = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag == "option" and self.select:
            self._option(given)
        elif tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            self.forms[-1][name] = ""
        elif tag == "input" and name and _counts(given):
            self.forms[-1][name] = given.get("value", "on")

    def _option(self, given):
        if "selected" in given or not self.forms[-1].get(self.select):
            self.forms[-1][self.select] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.select = None

    def handle_data(self, text):
        if self.area:
            self.forms[-1][self.area] += text


def _counts(given):
    return given.get("type") not in {"checkbox", "radio"} or "checked" in given


class Browser:
    """One signed-in person; `same()` is another window of the same session."""

    def __init__(self, address):
        self.address = address
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(
            _Stay, urllib.request.HTTPCookieProcessor(self.jar)
        )

    def same(self):
        """Another window: the same cookies, its own connections."""
        twin = Browser(self.address)
        for cookie in self.jar:
            twin.jar.set_cookie(copy.copy(cookie))
        return twin

    def get(self, path):
        """Fetch a page."""
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path, fields, **headers):
        """Post a form; the same fields may be posted again."""
        body = urllib.parse.urlencode(fields).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask(urllib.request.Request(self.address + path, body, named))

    def _ask(self, request):
        try:
            with self.opener.open(request, timeout=PATIENCE) as response:
                return _answer(response)
        except urllib.error.HTTPError as error:
            with error, contextlib.suppress(*LOST):
                return _answer(error)
        except LOST:
            pass
        return NOTHING

    def form(self, path):
        """The fields of the form on a page, as they stand there."""
        answer = self.get(path)
        assert answer.status == 200, (path, answer.status)
        return fields_of(answer)

    def sign_in(self, email, password):
        """Sign in; the answer of the sign-in page."""
        page = self.get("/account/sign-in/")
        found = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page.text)
        assert found, page
        secret = {"csrfmiddlewaretoken": found.group(1)}
        names = {"username": email, "password": password}
        return self.post("/account/sign-in/", secret | names)


def fields_of(answer):
    """The fields of the form on a page that was fetched."""
    reader = _Fields()
    reader.feed(answer.text)
    reader.close()
    return next(form for form in reader.forms if "form_token" in form)


def _answer(response):
    return Answer(
        response.status,
        response.read().decode(),
        response.headers.get("Location", ""),
        response.headers.get("Retry-After", ""),
    )
