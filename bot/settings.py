"""Settings: from the environment, or from a ``.env`` file in the folder that the program is started in.

Each field is described by what to write there; that description is all that a refusal shows, so that neither a
secret nor a validator's jargon reaches the screen. ``.env.example`` lists every field.
"""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from email_validator import validate_email
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.mail import PORTS, Post
from handlers.cases.states import WITHDRAWABLE
from handlers.sla import Sla
from storage.master_key import default_path

ENV_FILE = ".env"
_TOKEN = re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{30,64}")
_LINE = re.compile(r"\s*(?:#.*|(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=.*)?")
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsError(Exception):
    """A setting is malformed or unsafe. The message is Chinese, names every such setting and what to write there."""


class Settings(BaseSettings):
    """What an operator decides. Read it with :func:`read_settings`, which explains what is wrong."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    telegram_bot_token: SecretStr | None = Field(
        default=None,
        description="应是 @BotFather 给的完整令牌，形如“数字:35位字母和数字”，前后没有空格；不用 Telegram 就留空",
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org",
        description="应是 Telegram 接口的网址，以 https:// 开头，末尾不带路径；只有本机地址可以用 http://",
    )
    database: Path = Field(
        default=Path("var/assistant.db"),
        description="应是数据库文件的路径，例如 var/assistant.db，不能是文件夹",
    )
    master_key: Path | None = Field(
        default=None,
        description="应是主密钥文件的路径，要在数据文件夹以外，不能是文件夹；放在数据文件夹旁边就留空",
    )
    regulations: Path | None = Field(
        default=None,
        description="应是放自己添加的规定的文件夹，例如 var/regulations，不能是文件；不另放就留空",
    )
    staff_chat: int | None = Field(
        default=None,
        description="应是工作人员群的数字编号，例如 -1001234567890；没有工作人员群就留空",
    )
    staff_ids: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(),
        description="应是工作人员的 Telegram 数字编号，用逗号隔开，例如 123456789,987654321；不能写用户名",
    )
    sla: Annotated[Sla, NoDecode] = Field(
        default=Sla(days={"submitted": 3, "accepted": 10}),
        validate_default=True,
        description="应是各状态最多几个工作日，例如 submitted:3,accepted:10；状态可以写 submitted（等待受理）、"
        "accepted（已受理）、to_correct（需补正）、recommended（建议通过）；不要期限就写 off",
    )
    digest_hour: int = Field(
        default=9,
        ge=0,
        le=23,
        description="应是每个工作日几点发日报，0 到 23 之间的数字",
    )
    smtp_url: SecretStr | None = Field(
        default=None,
        description="应是发邮件的服务器，形如 smtp://用户:密码@主机:587 或 smtps://用户:密码@主机:465；不发邮件就留空",
    )
    mail_from: str | None = Field(default=None, description="应是发件人的邮箱地址；不发邮件就留空")
    mail_to: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="应是收日报和超期提醒的邮箱地址，用逗号隔开；不发邮件就留空",
    )
    operator: str | None = Field(
        default=None,
        max_length=200,
        description="应是运行本助手的单位和联系方式，例如“萧山区人力社保局，电话 0571-82812345”，最多200个字",
    )
    public_url: str | None = Field(
        default=None,
        description="应是别人打开网页的网址，以 https:// 开头，末尾不带路径；只有本机地址可以用 http://；没有就留空",
    )
    host: str = Field(
        default="127.0.0.1",
        description="应是网页监听的地址，例如 127.0.0.1；要让别的机器访问（例如 0.0.0.0），"
        "必须同时把 PUBLIC_URL 设为 https:// 开头的网址",
    )
    port: int = Field(
        default=8000,
        ge=1,
        le=65_535,
        description="应是网页监听的端口，1 到 65535 之间的数字",
    )
    telegram_webhook: bool = Field(
        default=False,
        description="应是 on 或 off：on 由 Telegram 主动送来消息，要求 PUBLIC_URL 以 https:// 开头；off 由程序去取",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="应是 DEBUG、INFO、WARNING、ERROR 之一",
    )

    @property
    def post(self) -> Post | None:
        """Who sends the mail; None where the settings do not say all that is needed for it."""
        if self.smtp_url is None or self.mail_from is None or not self.mail_to:
            return None
        return Post.at(self.smtp_url.get_secret_value(), self.mail_from)

    @property
    def key(self) -> Path:
        """The master key's file."""
        return self.master_key or default_path(self.database)

    @property
    def address(self) -> str:
        """Where browsers find the web page."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @field_validator("telegram_bot_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError
        return token

    @field_validator("telegram_api_url", "public_url")
    @classmethod
    def _is_private_on_its_way(cls, url: str | None) -> str | None:
        """The token, the cookies and all that people say travel there, so plain http may not leave this machine."""
        if url is None:
            return None
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL_HOSTS)
        if not safe or not parts.hostname or parts.username or parts.query or parts.fragment or parts.path.strip("/"):
            raise ValueError
        return url.rstrip("/")

    @field_validator("host")
    @classmethod
    def _is_private_where_it_listens(cls, host: str, info: ValidationInfo) -> str:
        """Whoever lets other machines in must say the https address at which they come."""
        if host not in _LOCAL_HOSTS and not (info.data.get("public_url") or "").startswith("https://"):
            raise ValueError
        return host

    @field_validator("database")
    @classmethod
    def _is_no_folder(cls, path: Path) -> Path:
        if path.is_dir():
            raise ValueError
        return path

    @field_validator("master_key")
    @classmethod
    def _is_no_folder_either(cls, path: Path | None) -> Path | None:
        return None if path is None else cls._is_no_folder(path)

    @field_validator("regulations")
    @classmethod
    def _is_no_file(cls, path: Path | None) -> Path | None:
        if path is not None and path.is_file():
            raise ValueError
        return path

    @field_validator("staff_ids", mode="before")
    @classmethod
    def _split(cls, ids: object) -> object:
        return [part.strip() for part in re.split("[,，]", ids) if part.strip()] if isinstance(ids, str) else ids

    @field_validator("staff_ids")
    @classmethod
    def _are_people(cls, ids: frozenset[int]) -> frozenset[int]:
        """Groups and channels have negative numbers; staff rights are given to single people only."""
        if any(number <= 0 for number in ids):
            raise ValueError
        return ids

    @field_validator("sla", mode="before")
    @classmethod
    def _promised(cls, said: object) -> object:
        """``submitted:3,accepted:10``; off for no promise at all."""
        if not isinstance(said, str):
            return said
        if said.strip().lower() == "off":
            return Sla()
        pairs = [part.partition(":") for part in re.split("[,，]", said.replace("：", ":")) if part.strip()]
        return {"days": {name.strip(): days.strip() for name, _, days in pairs}}

    @field_validator("sla")
    @classmethod
    def _are_states(cls, sla: Sla) -> Sla:
        if not sla.days.keys() <= WITHDRAWABLE:
            raise ValueError
        return sla

    @field_validator("smtp_url")
    @classmethod
    def _is_a_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            parts = urlsplit(url.get_secret_value())
            if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.port == 0:
                raise ValueError
        return url

    @field_validator("mail_to", mode="before")
    @classmethod
    def _addresses(cls, said: object) -> object:
        return [part.strip() for part in re.split("[,，]", said) if part.strip()] if isinstance(said, str) else said

    @field_validator("mail_from", "mail_to")
    @classmethod
    def _can_be_written_to(cls, said: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
        for address in (said,) if isinstance(said, str) else said or ():
            validate_email(address, check_deliverability=False, test_environment=True)
        return said

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level


def read_settings(env_file: str | Path | None = ENV_FILE) -> Settings:
    """Read the settings, or raise SettingsError naming each wrong one. ``None`` reads the environment alone."""
    try:
        _check_lines(env_file)
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError("\n".join(_refusals(error))) from None
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"读不了设置文件 {env_file}：请检查文件的权限，并保存为 UTF-8 编码的纯文本。") from None


def _check_lines(env_file: str | Path | None) -> None:
    """A line that is no ``NAME=value`` would be left out without a word, and with it perhaps the token."""
    if env_file is None or not Path(env_file).is_file():
        return
    lines = Path(env_file).read_text(encoding="utf-8-sig").splitlines()
    wrong = [str(number) for number, line in enumerate(lines, start=1) if not _LINE.fullmatch(line)]
    if wrong:
        raise SettingsError(
            f"设置文件 {env_file} 第 {'、'.join(wrong)} 行看不懂：每行应写成 名称=值，说明文字前面加 #。"
        )


def _refusals(error: ValidationError) -> list[str]:
    names = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors(include_url=False, include_input=False))
    return [_refusal(name) for name in names]


def _refusal(name: str) -> str:
    field = Settings.model_fields.get(name)
    if field is None:
        return f"设置文件里有不认识的设置 {name.upper()}：请对照 .env.example 改正或删去。"
    return f"设置 {name.upper()} 不对：{field.description}。"
