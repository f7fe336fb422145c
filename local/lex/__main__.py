"""``python -m local.lex``: the same as ``omnilex lex``."""

import sys

from local.lex.cli import main

if __name__ == "__main__":
    sys.exit(main())
