"""Materials added on the page of a draft that has been handed in."""

from __future__ import annotations

import pytest

from tests.web.bench import Browser


@pytest.fixture
def handed_in(browser: Browser) -> str:
    """The page of a draft that staff have."""
    for text in ("萧山", "生成申报草稿", "同意，开始写", "以后再说"):
        browser.say(text)
    link = browser.open("/drafts").tree.xpath("//a[starts-with(@href, '/drafts/')]/@href")[0]
    assert isinstance(link, str)
    page = browser.open(link)
    edition = page.tree.xpath("//input[@name='edition']/@value")[0]
    browser.post(f"{link}/consent", {"key": "c" * 32, "kind": "sensitive", "edition": edition, "granted": "yes"})
    rev = browser.open(f"{link}/review").tree.xpath("//input[@name='rev']/@value")[0]
    browser.post(link, {"key": "e" * 32, "rev": rev, "do": "submit"})
    return link


def test_what_staff_have_takes_files_and_nothing_else(browser: Browser, handed_in: str) -> None:
    page = browser.open(handed_in)
    assert "内容现在不能改" in page.text
    assert page.texts("//section[@id='papers']/h2") == ["补交材料"]
    assert page.tree.xpath("//form[@class='adding']/@action") == [f"{handed_in}/files"]
    assert not page.tree.xpath("//textarea")
