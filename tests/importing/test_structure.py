"""Documents of every usual build become provisions that can be cited as people cite them."""

from tests.importing.made import marked_up, odd, shown, text


def test_chapters_articles_items_and_paragraphs() -> None:
    assert shown(
        text("""\
        某市工坊管理办法
        第一章 总则
        第一条 为了试验，制定本办法。
        第二条 申请应当具备下列条件：
        （一）有场地：
        1.自有的；
        2.租用的。
        （二）有人员。
        达不到的，可以说明理由。
        第三条之一 有下列情形的，不予认定：
        （一）作假的。
        """)
    ) == [
        "文件头（正文标题） | 某市工坊管理办法",
        "第一章 | 第一章 总则",
        "第一条 | 第一条 为了试验，制定本办法。",
        "第二条 | 第二条 申请应当具备下列条件：",
        "第二条（一） | （一）有场地：",
        "第二条（一）1 | 1.自有的；",
        "第二条（一）2 | 2.租用的。",
        "第二条（二） | （二）有人员。",
        "第二条第2款 | 达不到的，可以说明理由。",
        "第三条之一 | 第三条之一 有下列情形的，不予认定：",
        "第三条之一（一） | （一）作假的。",
    ]


def test_a_list_belongs_to_the_paragraph_that_introduces_it() -> None:
    found = text("""\
        某办法
        第一条 单位应当：
        （一）登记；
        （二）公示。
        有下列情形之一的，免于登记：
        （一）试办的；
        （二）停办的。
        """)
    assert [one.label for one in found.provisions.all if one.kind == "item"] == [
        "第一条（一）",
        "第一条（二）",
        "第一条第2款（一）",
        "第一条第2款（二）",
    ]
    found_again = found.provisions.find("第一条第二款第（一）项")
    assert found_again is not None
    assert found_again.text == "（一）试办的；"


def test_words_between_two_items_belong_to_the_first() -> None:
    assert shown(
        text("""\
        某通知
        一、程序
        （一）受理。
        材料包括：
        1.申报表；
        2.证明。
        （二）评审。
        """)
    )[1:] == [
        "一 | 一、程序",
        "一（一） | （一）受理。",
        "一（一）第2款 | 材料包括：",
        "一（一）第2款1 | 1.申报表；",
        "一（一）第2款2 | 2.证明。",
        "一（二） | （二）评审。",
    ]


def test_books_chapters_and_sections_within_each_other() -> None:
    labels = [
        one.label
        for one in text("""\
        某法典
        第一编 总则
        第一章 原则
        第一节 目的
        第一条 甲。
        第二编 分则
        第一章 合同
        第二条 乙。
        """).provisions.all
    ][1:]
    assert labels == [
        "第一编",
        "第一编第一章",
        "第一编第一章第一节",
        "第一条",
        "第二编",
        "第二编第一章",
        "第二条",
    ]


def test_a_notice_that_brings_rules() -> None:
    found = text("""\
        某市人力资源和社会保障局文件
        某人社〔2024〕12号
        关于印发《某市工坊管理办法（试行）》的通知
        各区人力资源和社会保障局：
        现将《某市工坊管理办法（试行）》印发给你们，请遵照执行。
        附件：1.申报表
        2.评分表
        某市人力资源和社会保障局
        2024年3月5日
        某市工坊管理办法（试行）
        第一条 甲。
        第二条 本办法自2024年4月1日起施行，有效期3年。由某市人力资源和社会保障局负责解释。
        附件1
        申报表
        姓名要写全。
        """)
    assert [line.split(" | ")[0] for line in shown(found)] == [
        "文件头（发文机关）",
        "文件头（文号）",
        "文件头（标题）",
        "文件头（主送）",
        "文件头（通知）",
        "文件头（附件目录）",
        "文件头（落款）",
        "文件头（日期）",
        "文件头（正文标题）",
        "第一条",
        "第二条",
        "附件1",
        "附件1第1段",
    ]
    identity = found.found
    assert identity.title == "某市工坊管理办法（试行）"
    assert identity.number == "某人社〔2024〕12号"
    assert identity.issuers == ("某市人力资源和社会保障局",)
    assert str(identity.issued) == "2024-03-05"
    assert str(identity.effective) == "2024-04-01"
    assert str(identity.until) == "2027-03-31"
    assert identity.trial
    assert identity.region == "某市"
    assert identity.interpreter is not None
    assert identity.interpreter[0] == "某市人力资源和社会保障局"
    assert odd(found, "annex_missing") == [(6, "提到附件2，文件里没有：附件：1.申报表\n2.评分表")]


def test_sections_are_units_where_there_are_no_articles_and_items_where_there_are() -> None:
    units = text("某规定\n一、甲。\n再说甲。\n二、乙。\n")
    assert [one.label for one in units.provisions.all][1:] == ["一", "一第2款", "二"]
    assert odd(units, "no_articles")
    items = text("某规定\n第一条 下列事项：\n一、甲；\n二、乙。\n第二条 丙。\n")
    assert [one.label for one in items.provisions.all][1:] == ["第一条", "第一条第1项", "第一条第2项", "第二条"]


def test_sections_that_head_articles_are_headings() -> None:
    labels = [one.label for one in text("某规定\n一、总则\n第一条 甲。\n二、附则\n第二条 乙。\n").provisions.all]
    assert labels[1:] == ["一", "第一条", "二", "第二条"]


def test_a_table_of_contents_is_kept_apart_from_the_chapters() -> None:
    found = text("""\
        某办法
        目　录
        第一章 总则
        第二章 附则
        第一章 总则
        第一条 甲。
        第二章 附则
        第二条 乙。
        """)
    kinds = [(one.kind, one.label) for one in found.provisions.all]
    assert kinds[1:] == [
        ("contents", "文件头（目录）"),
        ("chapter", "第一章"),
        ("article", "第一条"),
        ("chapter", "第二章"),
        ("article", "第二条"),
    ]


def test_the_name_of_a_chapter_whose_number_is_missing() -> None:
    found = text("某条例\n第一条 甲。\n基础测绘\n第二条 乙。\n第三条 丙：\n人员\n第四条 丁。\n")
    assert [one.label for one in found.provisions.all][1:] == [
        "第一条",
        "“基础测绘”部分",
        "第二条",
        "第三条",
        "第三条第2款",
        "第四条",
    ]
    assert odd(found, "heading") == [(3, "没有编号的标题，当作章名：基础测绘")]


def test_numbers_that_begin_again_in_every_chapter_are_told_apart() -> None:
    found = text("某制度\n第一章 甲\n第一条 一。\n第二条 二。\n第二章 乙\n第一条 三。\n（一）四。\n第二条 五。\n")
    assert [one.label for one in found.provisions.all if one.kind in {"article", "item"}] == [
        "第一条",
        "第二条",
        "第二章第一条",
        "第二章第一条（一）",
        "第二章第二条",
    ]
    assert len({one.eid for one in found.provisions.all}) == len(found.provisions.all)
    assert [line for line, _ in odd(found, "repeat")] == [6, 6, 8]


def test_annexes_count_for_themselves() -> None:
    found = text("某办法\n第一条 甲。\n附件一 清单\n一、乙\n二、丙\n附件二 规则\n第一条 丁。\n")
    assert [one.label for one in found.provisions.all][1:] == [
        "第一条",
        "附件1",
        "附件1一",
        "附件1二",
        "附件2",
        "附件2第一条",
    ]
    assert found.provisions.find("附件一") is not None
    assert odd(found, "repeat") == []


def test_an_annex_without_a_number_and_its_name_on_the_next_line() -> None:
    found = text("某办法\n第一条 甲。\n附：\n单位名单\n\n北京单位。\n上海单位。\n")
    assert shown(found)[2:] == ["附件1 | 附：\n单位名单", "附件1第1段 | 北京单位。", "附件1第2段 | 上海单位。"]


def test_a_preamble_before_the_first_article() -> None:
    found = text("某解释\n为正确适用法律，制定本解释。\n第一条 甲。\n")
    assert shown(found)[1] == "文件头（序言） | 为正确适用法律，制定本解释。"
    assert odd(found, "preamble") == [(2, "第一条前面有1段序言或说明，收在文件头：为正确适用法律，制定本解释。")]


def test_what_follows_the_last_article() -> None:
    found = text("某办法\n第一条 甲。\n1998年发布的《某办法》同时废止。\n某市人民政府\n2024年1月2日\n")
    assert shown(found)[2:] == [
        "第一条第2款 | 1998年发布的《某办法》同时废止。",
        "文件头（落款） | 某市人民政府",
        "文件头（日期） | 2024年1月2日",
    ]
    assert [name for name, _ in found.found.predecessors] == ["《某办法》"]
    assert [line for line, _ in odd(found, "tail")] == [3]


def test_a_text_without_any_number_becomes_paragraphs_and_is_told() -> None:
    found = text("某公告\n从今天起休息。\n明天开工。\n")
    assert shown(found)[1:] == ["正文第1段 | 从今天起休息。", "正文第2段 | 明天开工。"]
    assert odd(found, "no_units")


def test_tables_stand_where_they_are() -> None:
    found = marked_up("""\
        # 某办法

        第一条 标准如下：

        | 等级 | 金额 |
        |---|---|
        | 甲等 | 5万元 |
        | 乙等 | 3万元 |

        第二条 乙。
        """)
    assert shown(found)[1:] == [
        "第一条 | 第一条 标准如下：",
        "第一条“等级”部分 | 等级\n金额",
        "第一条第1行（甲等） | 甲等\n5万元",
        "第一条第2行（乙等） | 乙等\n3万元",
        "第二条 | 第二条 乙。",
    ]
    assert odd(found, "table") == [(5, "这里有表格，每行按一条收录：等级 | 金额")]
