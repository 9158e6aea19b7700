"""Sentences on going on elsewhere: one-time links to our own page and to Telegram."""

from handlers import periods
from handlers.choice import Choice

FORM = Choice(label="在网页上填写", says="网页填表", control=True)

_ONCE = f"链接只能用一次，{int(periods.CODE.total_seconds() // 60)}分钟内有效，请不要转给别人。"

TO_PAGE = f"打开下面的链接，就能在网页上接着来，回答和草稿都在。{_ONCE}"
TO_TELEGRAM = f"打开下面的链接，就能在 Telegram 里接着来，回答和草稿都在。{_ONCE}"
FORM_HERE = "申报表在这一页上填写，包括身份证号、电话等栏目，也可以上传材料、下载打印。"
FORM_ELSEWHERE = (
    f"打开下面的链接，在我们自己的网页上填这份申报表，身份证号、电话等也在那里填，还可以上传材料、下载打印。{_ONCE}"
)
OPEN_PAGE = "在网页上接着来"
OPEN_TELEGRAM = "在 Telegram 里接着来"
OPEN_FORM = "打开申报表"

NO_BOT = "这里没有接 Telegram，只能在网页上用。"
NO_PAGE = "管理员还没有设置网页地址，现在不能换到网页上。"
NO_DRAFT = "现在没有可以填写的草稿。请先点“生成申报草稿”。"
PEN_AND_PAPER = "管理员还没有设置网页地址。身份证号、电话等栏目请留空，打印以后用笔填。"
USED_UP = "这个链接已经用过、过期了，或者不对。请回到原来的地方，重新要一个链接。"
OCCUPIED = (
    "没有换过来：您在这里已经有自己的回答、草稿、台账或提醒，为了不让别人看到，也不让它们丢掉，没有并到另一份对话里。"
    "请反过来做：在这里要一个链接（/web），到另一边打开。两边都有内容的，请先在不要的那一边全部删除（/erase），"
    "删除前可以下载（/mydata）。"
)
WRONG_PLACE = "这个链接是填申报表用的，要在浏览器里打开。"
GOING_ON = "好的，已经换过来了，接着来。"
