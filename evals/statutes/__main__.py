"""``python -m evals.statutes``."""

from evals.statutes.benchmark import main

raise SystemExit(main())
