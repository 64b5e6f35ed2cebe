"""``python -m evals.readers``."""

from evals.readers.report import main

raise SystemExit(main())
