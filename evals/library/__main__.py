"""``python -m evals.library``."""

import sys

from evals.library.report import main

sys.exit(main())
