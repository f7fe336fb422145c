"""What is asked of every page and every state: axe finds nothing, nothing scrolls sideways."""

from typing import Any

from playwright.sync_api import Page

from tests.e2e.running import ROOT

AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MODES: dict[str, dict[str, Any]] = {
    "light, wide": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark, a phone": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "forced colours": {"viewport": {"width": 768, "height": 900}, "forced_colors": "active"},
}


def look(page: Page, what: str, within: str = "html") -> list[str]:
    """Everything that is wrong with the page, or a part of it, as it stands."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text())
    run = "([part, tags]) => axe.run(part, {runOnly: tags, resultTypes: ['violations']})"
    found = [
        f"{what}: {one['id']}: {[node['target'] for node in one['nodes']]}"
        for one in page.evaluate(run, [within, TAGS])["violations"]
    ]
    sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found + ([f"{what}: {sideways} px wider than the window"] if sideways > 0 else [])


def watch_policy(page: Page) -> list[str]:
    """What the browser reports against the content security policy from now on."""
    reported: list[str] = []
    page.on(
        "console",
        lambda line: (
            reported.append(line.text)
            if "Content Security Policy" in line.text or "Trusted" in line.text
            else None
        ),
    )
    return reported
