"""A person at a browser: what they do in words, and what their browser must never see."""

import re

from playwright.sync_api import expect

PASSWORD = "demo-password-2026"  # noqa: S105 -- printed for everybody
DOMAIN = "demo.invalid"
HEAVIEST = 60_000
# What Chromium says about any answer with such a status, ours included.
STATUS_NOTICE = re.compile(
    r"Failed to load resource: the server responded with a status of 4\d\d"
)


class Person:
    """One tab of one person; everything suspicious is written down in `faults`."""

    def __init__(self, context, url, language):
        self.url = url
        self.language = language
        self.context = context
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.faults = []
        self.documents = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def _heard(self, message):
        if message.type not in ("error", "warning"):
            return
        if not STATUS_NOTICE.match(message.text):
            self.faults.append(f"console: {message.text}")

    def _asked(self, request):
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.faults.append(f"another host: {request.url}")
        fetched = request.resource_type in ("xhr", "fetch")
        # Suggestions while somebody types are the one thing that is fetched.
        if fetched and "/?part=suggestions" not in request.url:
            self.faults.append(f"a second request for the page: {request.url}")
        if request.is_navigation_request():
            self.documents.append(request.url)

    def _answered(self, response):
        asked = response.request
        part = response.status in (400, 404) and not asked.is_navigation_request()
        if part or response.status >= 500:
            self.faults.append(f"{response.status}: {asked.url}")

    # What a person does

    def opens(self, path):
        """Type an address; exactly one light page comes, in the reader's language."""
        self.documents.clear()
        response = self.page.goto(self.url + path)
        if len(self.documents) != 1:
            self.faults.append(f"{path} took these requests: {self.documents}")
        self.weighs(path, response)
        return response

    def weighs(self, path, response):
        """Write down a page that is too heavy for a weak line."""
        size = len(response.body())
        if size > HEAVIEST:
            self.faults.append(f"{path} weighs {size} bytes")

    def signs_in(self, name, *, at="/"):
        """Sign in with a demonstration account and land where one wanted to go."""
        self.page.goto(self.url + at)
        self.page.fill("[name=username]", f"{name}@{DOMAIN}")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main form button.btn-primary")
        expect(self.page.locator(".me")).to_be_attached()

    def chooses_language(self):
        """Choose one's own language in the menu of languages."""
        button = self.page.locator(f"button[name=language][value='{self.language}']")
        if self.page.locator(f"html[lang='{self.language}']").count():
            return
        self.page.locator("details.menu", has=button).locator("summary").click()
        button.click()
        self.reads_own_language()

    def reads_own_language(self):
        """The page says which language it is in."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def follows(self, selector):
        """Click a link that stands on the page, and read on in one's own language."""
        with self.page.expect_navigation():
            self.page.locator(selector).locator("visible=true").first.click()
        self.reads_own_language()

    def chooses_place(self, href):
        """Go to a place by the menu, which a phone folds away."""
        phone = self.page.locator(".menu-phone summary")
        if phone.is_visible():
            phone.click()
        self.follows(f"nav.side a[href='{href}']")

    def fills(self, **answers):
        """Answer questions of a form by the names of its fields."""
        for name, answer in answers.items():
            field = self.page.locator(f"main [name={name}]")
            self._answer(field, answer)

    def _answer(self, field, answer):
        kind = field.first.evaluate("field => field.type || field.tagName")
        if kind in ("checkbox", "radio"):
            field.locator(
                f"xpath=self::*[@value='{answer}' or @type='checkbox']"
            ).check()
        elif kind.startswith("select") and isinstance(answer, int):
            field.select_option(index=answer)
        elif kind.startswith("select"):
            field.select_option(answer)
        elif kind == "file":
            field.set_input_files(answer)
        else:
            field.fill(answer)

    def submits(self):
        """Press the button of the form; it is not refused."""
        self.presses()
        errors = self.page.locator("[data-error-summary]")
        assert not errors.count(), errors.inner_text()

    def presses(self):
        """Press the main button of the form on the page."""
        form = self.page.locator("main form:has(button.btn-primary, button.btn-danger)")
        with self.page.expect_navigation():
            form.locator("button.btn-primary, button.btn-danger").first.click()
        self.reads_own_language()

    def downloads(self, selector):
        """Take a file along; its bytes."""
        with self.page.expect_download() as coming:
            self.page.locator(selector).first.click()
        return coming.value.path().read_bytes()

    def sees(self, selector):
        """Something is there to be read."""
        expect(self.page.locator(selector).first).to_be_visible()

    def leaves(self):
        """Close the tab; nothing suspicious may have happened in it."""
        self.context.close()
        assert not self.faults, "\n".join(self.faults)
