from omnilex.adapters.customer_contexts import CustomerContexts
from omnilex.domain.continuing import KNOWN_FOR_S, CustomerContext
from omnilex.domain.session import Unfinished
from tests.integration.bank.world import ANA, DYNAMODB

NOW_S = 1_795_424_400
OPEN = CustomerContext(unfinished=Unfinished(intent="MakePayment", slots={}, session_id="web.1"))


def test_what_was_left_open_is_known_for_a_day(aws: None):
    contexts = CustomerContexts(DYNAMODB.Table("sessions"))

    contexts.put(ANA, OPEN, NOW_S)

    assert contexts.get(ANA, NOW_S + KNOWN_FOR_S - 1) == OPEN
    assert contexts.get(ANA, NOW_S + KNOWN_FOR_S) == CustomerContext()


def test_of_who_left_nothing_open_nothing_is_known(aws: None):
    contexts = CustomerContexts(DYNAMODB.Table("sessions"))

    contexts.put(ANA, OPEN, NOW_S)

    assert contexts.get("20418852", NOW_S) == CustomerContext()
