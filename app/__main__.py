"""`python -m app` is `khcn`."""

import sys

from app.cli import main

sys.exit(main())
