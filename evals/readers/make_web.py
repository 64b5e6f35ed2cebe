"""A web page of a law, with what a government's site puts around it, and a text as old programs save it."""

from __future__ import annotations

from html import escape

from evals.readers.laws import Law

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_某市人民政府</title>
<style>.a{{color:red}}</style><script>var n = "第一条 假的";</script></head>
<body><div class="top-bar"><a href="/">首页</a> | <a href="/login">登录</a></div>
<div id="nav"><ul><li><a href="/zw">政务公开</a></li><li><a href="/fw">办事服务</a></li></ul></div>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/fg">法规规章</a> &gt; 正文</div>
<div class="content"><h1>{title}</h1>
<div class="info">发布时间：2024-05-06　来源：法制办　浏览次数：<span>1024</span></div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a> <a href="#">打印本页</a></div>
<div class="TRS_Editor">{body}</div>
<div class="related">相关阅读<ul><li><a href="/1">《{title}》解读</a></li></ul></div></div>
<div class="footer"><p>主办：某市人民政府办公室</p><p>京ICP备00000000号　京公网安备 11000000000000号</p></div>
</body></html>
"""


def make_page(law: Law) -> bytes:
    """The page, in UTF-8; paragraphs are set in by blanks, as editors of such sites do."""
    body = "".join(f"<p>&emsp;&emsp;{escape(line)}</p>\n" for line in law.lines)
    return _PAGE.format(title=escape(law.title), body=body).encode()


def make_gbk(law: Law) -> bytes:
    """The text in GBK with the line breaks of Windows."""
    return law.text.replace("\n", "\r\n").encode("gb18030")
