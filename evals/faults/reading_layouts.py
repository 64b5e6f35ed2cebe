"""More texts as people have them: several in one file, tables, pages, columns, wrapped lines."""

from __future__ import annotations

from evals.faults.reading_texts import ALL, DAMAGED, LIST, LISTS, MARKS, ONE, THREE, TITLE, Reading

SEVERAL = (
    Reading(
        "旧条文附在末尾",
        f"{ONE}第二条 商户查看。\n{THREE}第二条 商户每季查看。（原条文）",
        told=5,
    ),
    Reading("中间重复一条", f"{ONE}第二条 商户查看。\n第二条 店主报告。\n{THREE}", told=4),
    Reading("重复的项", "第一条 应当：\n（一）甲；\n（一）乙；\n（二）丙。\n第二条 完。", told=2),
    Reading(
        "两部法规在一个文件",
        f"{ONE}第二条 商户查看。\n\n某镇消火栓管理办法\n第一条 为了管好消火栓。\n第二条 商户不得遮挡。",
        "art1 art2 annex1.art1 annex1.art2",
    ),
    Reading(
        "附件有自己的条",
        f"{ONE}第二条 商户查看。\n附件：\n检查规程\n第一条 看压力。\n第二条 看铅封。",
        "art1 art2 annex1.art1 annex1.art2",
    ),
    Reading(
        "通知带着规定",
        f"关于印发《某镇灭火器管理办法》的通知\n各村：\n现印发给你们，请遵照执行。\n某镇人民政府\n2024年5月1日\n{TITLE}\n{ONE}第二条 商户查看。",
        "art1 art2",
    ),
    Reading(
        "修改决定",
        "一、将第三条修改为：“第三条　商户每季查看。”\n二、删去第五条。\n本决定自公布之日起施行。",
        "art1 art2 art2.para2",
    ),
    Reading(
        "分编里的章连着编号",
        "第一编 通则\n第一分编 一般\n第一章 甲\n第一条 子。\n第二分编 特别\n第二章 乙\n第二条 丑。\n第二编 分则\n第一章 丙\n第三条 寅。",
        ALL,
    ),
)
LAYOUT = (
    Reading(
        "目录有点线",
        f"目　录\n第一章 总则......1\n第二章 附则......2\n第一章 总则\n{ONE}第二章 附则\n第二条 完。",
        "art1 art2",
        absent="......",
    ),
    Reading(
        "目录用制表符",
        f"目录\n第一章 总则\t1\n第二章 附则\t3\n\n第一章 总则\n{ONE}第二章 附则\n第二条 完。",
        "art1 art2",
    ),
    Reading(
        "目录列到条",
        f"目次\n第一条 目的…………1\n第二条 职责…………2\n\n{ONE}第二条 完。",
        "art1 art2",
        absent="…",
    ),
    Reading(
        "页码",
        f"{ONE}第二条 商户应当每月查看灭火器的压力表，\n— 1 —\n发现失压的立即更换。\n- 2 -\n{THREE}",
        ALL,
        absent="—",
        present="压力表，发现失压",
    ),
    Reading(
        "第几页共几页",
        f"{ONE}第 1 页 共 3 页\n第二条 商户查看。\n第 2 页 共 3 页\n{THREE}",
        ALL,
        absent="页",
    ),
    Reading(
        "只有数字的页码",
        f"{ONE}1\n第二条 商户应当每月查看，\n2\n并且记录。\n{THREE}3\n",
        ALL,
        absent="123",
    ),
    Reading(
        "页眉是标题",
        f"{ONE}第二条 商户应当每月查看，\n\x0c{TITLE}\n并且记录。\n\x0c{TITLE}\n{THREE}",
        ALL,
        present="查看，并且",
    ),
    Reading(
        "公文版头和版记",
        f"{ONE}第二条 商户查看。\n抄送：各村民委员会。\n某镇人民政府办公室　　2024年5月2日印发",
        "art1 art2",
    ),
    Reading(
        "HTML 残留",
        "第一条&nbsp;&nbsp;为了安全。<br>每人有责。\n<p>第二条&#12288;商户<b>每月</b>查看。</p>",
        "art1 art1.para2 art2",
        absent="&<",
    ),
    Reading(
        "表格",
        "第一条 配置按下表：\n面积\t具数\n一百平方米\t2\n二百平方米\t4\n第二条 完。",
        "art1 art2",
        present="一百平方米 2\n",
    ),
    Reading(
        "Markdown 表",
        "第一条 配置按下表：\n| 面积 | 具数 |\n| --- | --- |\n| 百米 | 2 |\n第二条 完。",
        "art1 art2",
        absent="---".replace("-", "–"),
    ),
    Reading(
        "两栏",
        "".join(
            f"{a}　　　　　{b}\n"
            for a, b in (
                ("第一条 为了加强灭火器的管理，", "第三条 村民发现火情应当报警，"),
                ("保护村民的生命财产安全，制定", "任何人不得阻拦他人报警，也不"),
                ("本办法，结合本镇实际情况。", "得谎报火警，违者给予批评。"),
                ("第二条 商户应当配齐灭火器，", "第四条 本办法由镇政府负责解"),
                ("每月查看压力，做好检查记录。", "释，自公布之日起正式施行吧。"),
            )
        ),
        told=2,
    ),
    Reading(
        "满行以句号结尾",
        "第一条 商户应当在营业场所显著的位置配齐灭火器，\n每月查看一次并如实记录。\n第二条 镇政府有关部门应当每季度组织一次抽查检查。\n抽查的结果向村民公布，履行下列职责：\n（一）核对商户记录，查看灭火器压力并现场进行试喷。\n发现失压立即更换。\n（二）宣传使用的方法。",
        "art1 art2 art2.item1 art2.item2",
    ),
    Reading(
        "行首提到本条的项",
        "第一条 商户应当：\n（一）配齐；\n（二）违反前面所说的情形并且属于屡教不改，或者有第\n（一）项行为的，停业。\n第二条 完。",
        LIST,
    ),
    Reading(
        "续行以条号开头带空格",
        "第一条 商户除了应当遵守\n第二条 的要求外，还要记录。\n第二条 村民报警。\n第三条 完。",
        ALL,
    ),
    Reading(
        "标题分两行",
        "第一章 商户、村民、\n游客\n第一条 子。\n第二章 附则\n第二条 丑。",
        "art1 art2",
    ),
)

READINGS = (*MARKS, *DAMAGED, *LISTS, *SEVERAL, *LAYOUT)
