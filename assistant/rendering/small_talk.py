"""What is said to somebody who asks nothing of the documents: a friendly line that is true."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answering.parts import SmallTalkSaid

#: Kind → the line; ``{names}`` are the documents, ``{listed}`` the same with their status, ``{like}`` an
#: example of a question or nothing.
_LINES: Mapping[str, str] = {
    "greeting": "您好！我按{names}的条文回答问题，直接问就行{like}。",
    "thanks": "不客气。还有要问的，接着问就行。",
    "bye": "再见。以后有要查的规定再来问。",
    "praise": "谢谢。回答所依据的条款都列在下面，用之前请对照原文。",
    "complaint": "抱歉没有答到点子上。请换个说法，写明是谁、什么事、想知道什么{like}；也可以直接问第几条。",
    "who": "我是一个按条文回答问题的程序，不是真人，也不是主管部门；回答里的条文逐字取自{names}。",
    "ability": "您可以问：谁负责、要做什么、能不能、多少钱、多少天、不做会怎样，也可以问第几条写了什么；我从{names}里找出条文来回答{like}。",
    "documents": "现在收录 {count} 部：{listed}。",
    "right": "回答里的条文逐字取自收录的文本，挑哪几条、怎么归纳由程序决定，可能有漏。要紧的事请对照公布的正式文本，或者向主管部门核实。",
    "source": "还没有可以说明依据的回答。每个回答下面都列出所依据的条款和原文{like}。",
    "privacy": "我是程序，查条文时只用本机收录的文件；提问不收费、不用报姓名。提问会不会被记下、有没有接语言模型服务，由架设的人设定，请向他们了解。",
    "mood": "辛苦了。有要查的规定就告诉我。",
    "filler": "好的。想到要问的，接着问就行。",
    "before": "您还没有问过关于条文的问题{like}。",
    "repeat": "还没有可以重说的回答，请先问一个问题{like}。",
    "orders": "我只按条文回答问题，不扮演别人，不作承诺，也不能改动条文。要查规定，直接问就行{like}。",
    "test": "收到，我在。可以问一个关于条文的问题试试{like}。",
}


def small_talk_message(said: SmallTalkSaid, like: str) -> str:
    """The line for a kind.

    Args:
        said: see there.
        like: ，例如「…」; empty for no example.
    """
    if said.among and said.kind == "documents":
        return f"现在收录 {said.among} 部，在文件清单里可以按名称找。"
    names = "、".join(f"《{title}》" for title, _ in said.documents)
    return _LINES[said.kind].format(
        names=f"收录的 {said.among} 部法规" if said.among else names,
        listed="、".join(f"《{title}》（{status}）" for title, status in said.documents),
        count=len(said.documents),
        like=like,
    )
