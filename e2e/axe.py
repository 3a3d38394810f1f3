"""What an inspector checks on a page: axe, and that nothing hangs over the edge of a phone."""

from axe_playwright_python.base import AXE_SCRIPT

RUN = """rules => axe.run(document, {
    resultTypes: ["violations"], preload: false,
    ...(rules ? {runOnly: {type: "rule", values: rules}} : {}),
}).then(found => found.violations.map(
    fault => fault.id + ": " + fault.help + " — " + fault.nodes.slice(0, 3).map(
        node => node.target.join(" ") + " " + node.html.slice(0, 160)).join(" | ")))"""
# What hangs over the right edge although the page itself does not scroll sideways is cut off.
OVERHANGING = """() => {
    const root = document.documentElement, found = [];
    if (root.scrollWidth > root.clientWidth) found.push("scrolls to " + root.scrollWidth);
    for (const part of document.querySelectorAll("body *")) {
        if (!part.checkVisibility() || part.closest(".visually-hidden, .skip, svg")) continue;
        const box = part.getBoundingClientRect();
        if (!box.width || !box.height) continue;
        if (box.right > root.clientWidth + 1 || box.left < -1)
            found.push(part.tagName + "." + part.className + ": " + part.innerText?.slice(0, 40));
    }
    return found.slice(0, 5);
}"""


# Rows of a table are alike, and the contrast of fifty takes axe many seconds.
KEEP_SOME_ROWS = """() => document.querySelectorAll("tbody").forEach(
    body => [...body.rows].slice(8).forEach(row => row.remove()))"""


def violations(page, *rules):
    """Every violation that axe finds on the page as it stands now, of long tables in their first rows."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(KEEP_SOME_ROWS)
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, list(rules) or None)


def overhang(page):
    """What does not fit into the width of the page."""
    return page.evaluate(OVERHANGING)
