"""What Lighthouse says of each page on a phone: the built pages, with the mock server as their API.

Its performance is reckoned from how long this machine took, so it wants the machine to itself.
The first time takes Lighthouse from npm, as locked in frontend/lighthouse.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PAGES = Path(__file__).parents[1] / "frontend"
FOLDER = PAGES / "lighthouse"
ROW = "{name:<20}{performance:>13}{accessibility:>15}{best_practices:>16}"
FIGURES = "{moves_by:>10.3f}{blocked_ms:>12.0f}{largest_paint_s:>17.1f}"
HEADING = (
    "performance",
    "accessibility",
    "best practices",
    "moves by",
    "blocked ms",
    "largest paint s",
)


def main() -> None:
    if not (PAGES / "dist/index.html").exists():
        sys.exit("Build the pages first: make setup")
    if not (FOLDER / "node_modules").exists():
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FOLDER, check=True
        )
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    environment = {**os.environ, "CHROMIUM": chromium}
    print("{:<20}{:>13}{:>15}{:>16}{:>10}{:>12}{:>17}".format("page", *HEADING))
    with subprocess.Popen(
        ["node", "run.mjs"], cwd=FOLDER, env=environment, stdout=subprocess.PIPE, text=True
    ) as looked:
        for line in looked.stdout or ():
            print((ROW + FIGURES).format(**json.loads(line)), flush=True)
    sys.exit(looked.returncode)


if __name__ == "__main__":
    main()
