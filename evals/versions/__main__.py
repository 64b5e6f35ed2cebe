"""``python -m evals.versions``."""

from evals.versions.report import main

raise SystemExit(main())
