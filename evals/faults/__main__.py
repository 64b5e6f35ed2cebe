"""`python -m evals.faults [GROUP…] [--fast]`: run the fault trials, print what held and what fell."""

import argparse
import sys
from collections import Counter

from evals.faults.table import TRIALS
from evals.faults.trial import GROUPS, try_all


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen trials and print one line each; 1 when any fell."""
    parser = argparse.ArgumentParser(prog="python -m evals.faults", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help="、".join(GROUPS))
    parser.add_argument("--fast", action="store_true", help="只做两秒以内的")
    chosen = parser.parse_args(arguments)
    unknown = [group for group in chosen.groups if group not in GROUPS]
    if unknown:
        parser.error(f"没有这一组：{'、'.join(unknown)}；有 {'、'.join(GROUPS)}")
    trials = [
        trial
        for trial in TRIALS
        if (not chosen.groups or trial.group in chosen.groups) and not (chosen.fast and trial.slow)
    ]
    held: Counter[str] = Counter()
    fell: Counter[str] = Counter()
    for outcome in try_all(trials):
        trial = outcome.trial
        (fell if outcome.fell else held)[trial.group] += 1
        print(
            f"{'fell' if outcome.fell else 'held'}  {trial.group:8} {trial.name}  {outcome.seconds:.1f} s"
        )
        if outcome.fell:
            print(f"      应当：{trial.promise}\n      实际：{outcome.fell}", flush=True)
    print()
    for group, words in GROUPS.items():
        if held[group] + fell[group]:
            print(f"{words}：{held[group]} held, {fell[group]} fell")
    print(f"合计：{held.total()} held, {fell.total()} fell")
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main())
