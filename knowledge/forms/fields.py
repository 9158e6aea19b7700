"""Fields and groups of an application form: the inner part of ``form.yaml``."""

from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge.forms.grid import Grid, plain_grid
from knowledge.model import Bound, Frozen

FieldKind = Literal[
    "text",
    "long_text",
    "date",
    "month",
    "number",
    "age",
    "choice",
    "email",
    "phone",
    "mobile",
    "id_number",
    "credit_code",
    "postcode",
    "printed",
    "box",
]
"""``printed``: words that the form already carries, only sealed; ``box``: a seal, a signature or an opinion."""


PersonRole = Literal["name", "sex", "birth", "work_since"]
"""What a field tells of the person that its group, or its entry of a repeated group, is about."""


class Prefill(Frozen):
    """Where a first value comes from. The applicant may change it."""

    kind: Literal["fact", "field", "list", "name", "date"]
    """An answer, another field, several fields and groups line by line, the name built by the region's rule, or the day
    of the turn."""
    id: str = ""
    """The fact's or the field's id."""
    ids: tuple[str, ...] = ()
    """Of a list: the ids of its fields and repeated groups."""

    @model_validator(mode="after")
    def _id_where_needed(self) -> Self:
        """Facts and fields are named; the name and the day are not."""
        if bool(self.id) != (self.kind in ("fact", "field")) or bool(self.ids) != (self.kind == "list"):
            raise ValueError("kind 是 fact 或 field 时要写 id，是 list 时要写 ids，其他时候不写")
        return self


class Gap(Frozen):
    """Something that a criterion or the procedure needs and the form has no room for."""

    text: str
    """What is missing and what to do about it (Chinese)."""
    sources: tuple[Bound, ...]
    """The words that need it."""


class FormField(Frozen):
    """One field of the form, or one heading of the report."""

    id: str
    label: str
    """As printed, layout spaces removed."""
    at: str
    """eId of the provision that asks for it; the label's words stand there."""
    kind: FieldKind = "text"
    of: str = ""
    """The row that a bare label belongs to: 办电 of 法人代表."""
    choices: tuple[str, ...] = ()
    unit: str = ""
    """平方米, 岁; empty where the value has none."""
    person: PersonRole | None = None
    """Lets what is said of one person be compared."""
    sum_of: tuple[str, ...] = ()
    """Fields of the same group that a number must be the sum of; ``group.field`` is a column of a repeated group."""
    sensitive: bool = False
    """Personal and best kept from strangers: asked on our own page only."""
    hint: str = ""
    """What to write (Chinese)."""
    by_hand: str = ""
    """What is put on the paper by hand, in the words of the field's provision: 盖章, 签章, 签字."""
    printed: Bound | None = None
    """Words that the form prints in the cell: a promise, a reminder of what to cover."""
    prefill: Prefill | None = None
    gap: Gap | None = None

    @model_validator(mode="after")
    def _choices_belong_to_choice(self) -> Self:
        """Choices where one chooses, and only there; sums of numbers; printed words where the field is nothing else."""
        if bool(self.choices) != (self.kind == "choice"):
            raise ValueError("kind 是 choice 时要写 choices，其他时候不写")
        if self.sum_of and self.kind != "number":
            raise ValueError("写了 sum_of，kind 就要是 number")
        if self.kind == "printed" and self.printed is None:
            raise ValueError("kind 是 printed 时要写 printed：印了什么")
        return self

    @property
    def official(self) -> bool:
        """Nothing to type: left for seals, signatures and other people's opinions."""
        return self.kind in ("printed", "box")

    @property
    def is_name(self) -> bool:
        """Whether it holds the workshop's name."""
        return self.prefill is not None and self.prefill.kind == "name"

    @property
    def called(self) -> str:
        """The label with its row, so that it can stand alone: 法人代表（办电）."""
        return f"{self.of}（{self.label}）" if self.of else self.label


class Repeat(Frozen):
    """A group that is filled once a person or once an award."""

    minimum: int = Field(default=0, ge=0)
    """Entries that the rule expects; 0 where no rule counts them. Fewer is a warning, never a refusal."""
    maximum: int = Field(default=50, ge=1)
    source: Bound | None = None
    """The words that set the minimum."""
    note: str = ""
    """How to count (Chinese)."""

    @model_validator(mode="after")
    def _minimum_is_bound(self) -> Self:
        """A minimum is the law's, never ours."""
        if bool(self.minimum) != (self.source is not None) or self.minimum > self.maximum:
            raise ValueError("minimum 要有 source：哪句话规定的；并且不大于 maximum")
        return self


class Group(Frozen):
    """A part of the form: its cover, a table, the opinions."""

    id: str
    title: str
    """As printed where ``at`` is given, else a plain name of ours (Chinese)."""
    at: str | None = None
    """eId of the printed heading; None where the form prints none."""
    repeat: Repeat | None = None
    hint: str = ""
    fields: tuple[FormField, ...] = Field(min_length=1)
    grid: Grid | None = None
    """How it is laid out on paper; None for one field below the other."""

    @property
    def layout(self) -> Grid:
        """The grid that is written, or a plain one."""
        tall = [field.id for field in self.fields if field.kind in ("long_text", "printed", "box")]
        return self.grid or plain_grid([field.id for field in self.fields], tall, repeated=self.repeat is not None)
