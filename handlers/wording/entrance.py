"""Sentences on the way into the desk."""

from handlers import periods

OPEN = "打开工作台"
HERE = (
    f"这是您登录工作台的链接，只能用一次，{int(periods.CODE.total_seconds() // 60)}分钟内有效。"
    "请不要转给别人：谁打开，谁就以您的名义登录。"
)
SENT = "登录链接已经单独发给您。没有收到的话，请先打开和我的对话、点“开始”，再发一次 /desk。"
NOT_LISTED = "您还不在工作人员名单里，不能登录工作台。请管理员先把您加进名单。"
NO_PAGE = "管理员还没有设置网页地址，请管理员直接给您一个登录链接。"
