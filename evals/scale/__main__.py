"""``python -m evals.scale``."""

from evals.scale.report import main

raise SystemExit(main())
