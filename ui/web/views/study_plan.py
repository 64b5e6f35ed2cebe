"""A study plan on the page: what is read on which day, with the way to its self-test. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.training.plan import StudyPlan
from ui.documents.training.study_plan import NO_TEST, DatedRow, list_dates, sum_up_plan
from ui.web.templating import part
from ui.web.views.markup import Links
from ui.web.views.training_form import TrainingQuery


@dataclass(frozen=True, slots=True)
class _ShownDay:
    """A date as the page shows it.

    Attributes:
        row: what there is to do on it.
        test: address of its self-test; empty for none.
        kept: under which name browsers keep that self-test.
    """

    row: DatedRow
    test: str
    kept: str


def render_plan(query: TrainingQuery, plan: StudyPlan, links: Links) -> Markup:
    """The plan with its days."""
    shown = []
    for row in list_dates(plan):
        test = row.day.test if row.day is not None else None
        asked = replace(query, choice=test or query.choice, plan=None, paper="A")
        address = asked.address(test=True) if test else ""
        shown.append(_ShownDay(row, address, f"A:{asked.query()}"))
    return part("training/plan", "plan", query, plan, sum_up_plan(plan), shown, links, NO_TEST)
