"""``python -m evals.laws``."""

from evals.laws.report import main

raise SystemExit(main())
