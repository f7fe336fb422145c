"""``python -m local`` is `omnilex`."""

import sys

from local.cli import main

sys.exit(main())
