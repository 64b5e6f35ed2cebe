"""Fault trials: a training room whose phones make up participants, mistype, look for the key; and many
who ask for packs at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from evals.faults.office import Office, OfficeReply, serving
from evals.faults.trial import Trial

_CHOICE = "scope=%E6%B6%88%E9%98%B2%E8%BD%A6%E9%80%9A%E9%81%93&seed=3&questions=5"
_SCOPE = "消防车通道"
#: Answers of other views are this quick at least, while something else is slow.
_QUICK = 3.0


@contextmanager
def _room(folder: Path) -> Iterator[tuple[Office, str, str]]:
    """A server without logins, with a session open."""
    with serving(folder, "--no-auth") as office:
        code, secret = office.group(_CHOICE)
        yield office, code, secret


def _made_up(folder: Path) -> str | None:
    """One phone answers as 999 participants; then a real one comes from the same address."""
    with _room(folder) as (office, code, secret):
        with ThreadPoolExecutor(8) as pool:
            sent = list(pool.map(lambda who: office.reply(code, f"{who:032}"), range(999)))
        seat = office.ask(f"group/{code}").value["seat"]
        real = office.reply(code, seat)
        live = office.ask(f"group/{code}/live", secret=secret)
    taken = sum(said.status == 200 for said in sent)
    if taken > 100:
        return f"一部手机充作 {taken} 人"
    if real.status != 200:
        return f"真的学员进不来：{real.message}"
    people = live.value.get("participants")
    return None if people == taken + 1 else f"记下 {taken + 1} 人，看到 {people} 人"


def _full_room(folder: Path) -> str | None:
    """120 phones behind one address, each opens the paper and answers."""
    with _room(folder) as (office, code, secret):

        def come(_: int) -> int:
            return office.reply(code, office.ask(f"group/{code}").value["seat"]).status

        with ThreadPoolExecutor(12) as pool:
            statuses = list(pool.map(come, range(120)))
        live = office.ask(f"group/{code}/live", secret=secret)
    lost = sum(status != 200 for status in statuses)
    return None if not lost and live.value["participants"] == 120 else f"{lost} 人没有记上"


def _wrong_codes(folder: Path) -> str | None:
    """The room tries codes without end; who leads, who answers and who is in the room go on."""
    with _room(folder) as (office, code, secret):
        seat = office.ask(f"group/{code}").value["seat"]
        office.reply(code, seat)
        wrong = [office.ask(f"group/{'ABCDEF'[n % 6] * 6}").status for n in range(100)]
        wrong += [office.ask(f"group/{'ABCDEF'[n % 6] * 6}/live").status for n in range(20)]
        goes_on = {
            "看结果": office.ask(f"group/{code}/live", secret=secret).status,
            "再开一场": office.ask("group", {"choice": "seed=9"}).status,
            "学员改答案": office.reply(code, seat).status,
            "同屋的人打开": office.ask(f"group/{code}").status,
            "结束": office.ask(f"group/{code}/close", {}, secret=secret).status,
        }
    if 429 not in wrong:
        return "试错代码没有受限"
    stuck = [what for what, status in goes_on.items() if status != 200]
    return f"被试错的人连累：{'、'.join(stuck)}" if stuck else None


def _key(folder: Path) -> str | None:
    """Where nobody logs in, every way to the key of what a group answers just now."""
    with _room(folder) as (office, code, secret):
        leaks = [name for name, said in _ways(office) if _tells(said)]
        own, own_secret = office.group(_CHOICE)
        host = office.ask(f"group/{code}/live", secret=secret)
        office.ask(f"group/{code}/close", {}, secret=secret)
        office.ask(f"group/{own}/close", {}, secret=own_secret)
        after = [name for name, said in _ways(office) if not _tells(said)]
    if host.status != 200:
        return f"主持人自己看不到：{host.message}"
    if leaks:
        return f"作答时从这里得到答案：{'、'.join(leaks)}"
    return f"结束以后还不给：{'、'.join(after)}" if after else None


def _ways(office: Office) -> Iterator[tuple[str, OfficeReply]]:
    asked = {"scope": [_SCOPE], "seed": 3, "questions": 5}
    yield "接口 training", office.ask("api/v1/training", asked)
    wider = asked | {"questions": 19, "seed": 4}
    yield "同一范围的另一套", office.ask("api/v1/training", wider)
    yield "培训页", office.ask(f"view/train?{_CHOICE}")
    yield "自测", office.ask(f"view/train.json?{_CHOICE}")
    yield "下载", office.ask(f"download/train/9?{_CHOICE}")
    question = f"出 5 道关于{_SCOPE}的题（第 3 套，要答案）"
    yield "问答", office.ask("api/v1/ask", {"question": question})


def _tells(said: OfficeReply) -> bool:
    """Whether a response holds keys."""
    return said.status == 200 and any(
        word in str(said.value) for word in ("key_text", "显示答案", "答案：")
    )


def _many_packs(folder: Path) -> str | None:
    """45 packs asked for at once: what else is asked for is answered meanwhile."""
    with serving(folder) as office:
        office.ask("view/train?seed=1&questions=5")  # what all packs share is read once
        paths = [f"view/train?seed={n}&questions=20&scope={quote(_SCOPE)}" for n in range(2, 47)]
        with ThreadPoolExecutor(45) as pool:
            making = [pool.submit(office.ask, path) for path in paths]
            time.sleep(0.5)
            slowest = {
                path: max(office.ask(path).seconds for _ in range(3))
                for path in ("readyz", "healthz", "view/duties", "view/train", "api/v1/status")
            }
            still = sum(not one.done() for one in making)
            statuses = [one.result().status for one in making]
    late = {path: round(s, 1) for path, s in slowest.items() if s > _QUICK}
    if late:
        return f"{still} 套还在做的时候等了：{late} 秒"
    return None if still and set(statuses) == {200} else f"没有做完：{statuses}"


def _freed(folder: Path) -> str | None:
    """Large packs with all their files: the memory they took is given back."""
    with serving(folder) as office:
        office.ask("download/train.zip?seed=1&questions=5")
        before, highest, done = _megabytes(office), [0.0], threading.Event()

        def watch() -> None:
            while not done.wait(0.2):
                highest[0] = max(highest[0], _megabytes(office))

        looking = threading.Thread(target=watch)
        looking.start()
        statuses = [
            office.ask(f"download/train.zip?seed={n}&questions=60").status for n in range(2, 6)
        ]
        done.set()
        looking.join()
        kept = _megabytes(office) - before
    if set(statuses) != {200}:
        return f"没有做完：{statuses}"
    return None if kept < 40 else f"四套大的做完，多占 {kept:.0f} MB（最高 {highest[0]:.0f} MB）"


def _megabytes(office: Office) -> float:
    pages = int(Path(f"/proc/{office.process}/statm").read_text().split()[1])
    return pages * 4096 / (1 << 20)


def _trial(name: str, promise: str, run: Callable[[Path], str | None]) -> Trial:
    return Trial("server", name, promise, run, slow=True)


TRIALS: tuple[Trial, ...] = (
    _trial("一部手机充作 999 人", "占不满一场，真的学员照样进来", _made_up),
    _trial("120 部手机同一个地址", "一个答案也不丢", _full_room),
    _trial("屋里不停试错代码", "主持人、学员、同屋的人照常", _wrong_codes),
    _trial("不设登录时找答案", "作答结束以前，哪里也不给这些题的答案", _key),
    _trial("同时要 45 套培训材料", "别的页面三秒以内", _many_packs),
    _trial("大的培训材料", "做完以后内存还给系统", _freed),
)
