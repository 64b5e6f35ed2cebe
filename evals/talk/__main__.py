"""``python -m evals.talk``."""

import sys

from evals.talk.report import main

sys.exit(main())
