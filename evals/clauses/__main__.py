"""``python -m evals.clauses``."""

from evals.clauses.report import main

raise SystemExit(main())
