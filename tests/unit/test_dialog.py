from omnilex.domain.dialog import Action, Reply


def test_what_is_asked_for_is_emptied_and_the_rest_is_kept():
    reply = Reply.elicit("MakePayment", {"Payee": "mortgage", "Amount": "0"}, "Amount", "How much?")

    assert reply.slots == {"Payee": "mortgage", "Amount": None}
    assert reply.action is Action.ELICIT_SLOT


def test_handing_over_delegates_another_intent():
    reply = Reply.hand_over("MakePayment", {"Payee": "mortgage"})

    assert (reply.action, reply.intent) == (Action.DELEGATE, "MakePayment")
