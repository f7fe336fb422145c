"""The demonstration bank: four customers and the plan catalogue. Nothing of it is real."""

from pydantic import BaseModel, ConfigDict

from omnilex.domain.customer import Account, AccountKind
from omnilex.domain.wording import Phrase, Said


class DemoCustomer(BaseModel):
    """What ``omnilex up`` prints, so that one can try the bot."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    phone: str
    pin: str
    customer_number: str


class Plan(BaseModel):
    """A product: rate in hundredths of a percent a year, term in months (None: open-ended)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan_id: str
    kind: str
    name: str
    name_es: str
    rate_basis_points: int
    term_months: int | None = None

    @property
    def called(self) -> Said:
        return Phrase(en=self.name, es=self.name_es)


CUSTOMERS = (
    DemoCustomer(name="Ana Moreau", phone="+14165550142", pin="4821", customer_number="20417731"),
    DemoCustomer(name="Priya Nair", phone="+14165550163", pin="7306", customer_number="20418852"),
    DemoCustomer(name="Tom Okafor", phone="+14165550118", pin="9153", customer_number="20419904"),
    DemoCustomer(name="Lena Fischer", phone="+14165550187", pin="2680", customer_number="20420016"),
)

PLANS = (
    Plan(
        plan_id="everyday-checking",
        kind="checking",
        name="Everyday Checking",
        name_es="Cuenta Corriente Diaria",
        rate_basis_points=0,
    ),
    Plan(
        plan_id="harbour-savings",
        kind="savings",
        name="Harbour Savings",
        name_es="Ahorros Harbour",
        rate_basis_points=315,
    ),
    Plan(
        plan_id="certificate-12",
        kind="certificate",
        name="One-Year Certificate",
        name_es="Certificado a un año",
        rate_basis_points=410,
        term_months=12,
    ),
    Plan(
        plan_id="certificate-36",
        kind="certificate",
        name="Three-Year Certificate",
        name_es="Certificado a tres años",
        rate_basis_points=435,
        term_months=36,
    ),
    Plan(
        plan_id="mortgage-fixed-60",
        kind="mortgage",
        name="Five-Year Fixed Mortgage",
        name_es="Hipoteca fija a cinco años",
        rate_basis_points=489,
        term_months=60,
    ),
    Plan(
        plan_id="mortgage-variable-60",
        kind="mortgage",
        name="Five-Year Variable Mortgage",
        name_es="Hipoteca variable a cinco años",
        rate_basis_points=452,
        term_months=60,
    ),
)

_OPENING_CENTS = {
    AccountKind.CHECKING: ("checking account", 4_318_22),
    AccountKind.SAVINGS: ("savings account", 12_750_00),
    AccountKind.CREDIT_CARD: ("credit card", -842_19),
    AccountKind.MORTGAGE: ("mortgage", -284_116_40),
    AccountKind.CAR_LOAN: ("car loan", -9_204_75),
}
_BILLERS = {"lakeshore-hydro": "Lakeshore Hydro", "northline-phone": "Northline Phone"}
# Day of the month, and what is due on it.
_DUE = {
    AccountKind.CREDIT_CARD: (20, 35_00),
    AccountKind.MORTGAGE: (1, 1_684_20),
    AccountKind.CAR_LOAN: (15, 312_40),
}


def accounts_of(customer_number: str) -> tuple[Account, ...]:
    """What every demonstration customer holds and owes, and the billers set up."""
    held = (
        Account(
            account_id=f"{customer_number}-{kind.value.lower().replace('_', '-')}",
            customer_id=customer_number,
            kind=kind,
            name=name,
            opening_balance_cents=cents,
            balance_cents=cents,
            due_day=_DUE.get(kind, (None, None))[0],
            due_cents=_DUE.get(kind, (None, None))[1],
        )
        for kind, (name, cents) in _OPENING_CENTS.items()
    )
    billers = (
        Account(
            account_id=f"{customer_number}-{biller_id}",
            customer_id=customer_number,
            kind=AccountKind.BILLER,
            name=name,
            opening_balance_cents=0,
            balance_cents=0,
        )
        for biller_id, name in _BILLERS.items()
    )
    return (*held, *billers)
