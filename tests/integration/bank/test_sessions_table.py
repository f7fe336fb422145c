import pytest

from omnilex.domain.pin import DAY_S
from omnilex.domain.session import KEPT_FOR_S, Channel, Session, SessionIdentityError
from tests.integration.bank.world import SESSION_ID, World, day_try

NOW_S = 1_795_424_400
CONTACT_ID = "5f3d2c1b-0000-4000-8000-00000000c001"
ANA_CALLS = "+14165550142"


def test_a_session_is_what_was_stored(world: World):
    session = Session(session_id=SESSION_ID, customer_id="20417731", verified_until=NOW_S)

    world.sessions.put(session, NOW_S)

    assert world.sessions.get(SESSION_ID, NOW_S) == session


def test_a_session_is_gone_half_an_hour_after_its_last_turn(world: World):
    world.sessions.put(Session(session_id=SESSION_ID, customer_id="20417731"), NOW_S)

    later_s = NOW_S + KEPT_FOR_S

    assert world.sessions.exists(SESSION_ID, later_s - 1)
    assert not world.sessions.exists(SESSION_ID, later_s)
    assert world.sessions.get(SESSION_ID, later_s).customer_id is None


def test_extending_a_session_keeps_what_it_holds(world: World):
    world.sessions.put(Session(session_id=SESSION_ID, customer_id="20417731"), NOW_S)

    until = world.sessions.extend(SESSION_ID, NOW_S + 60)

    assert until == NOW_S + 60 + KEPT_FOR_S
    assert world.sessions.get(SESSION_ID, until - 1).customer_id == "20417731"


def test_a_try_counted_before_anything_else_is_an_empty_session(world: World):
    world.attempts.count_session_try(SESSION_ID, NOW_S)

    assert world.sessions.get(SESSION_ID, NOW_S) == Session(session_id=SESSION_ID)


def test_storing_a_session_keeps_its_count_of_tries(world: World):
    world.attempts.count_session_try(SESSION_ID, NOW_S)
    world.sessions.put(Session(session_id=SESSION_ID), NOW_S)

    assert world.attempts.count_session_try(SESSION_ID, NOW_S) == 2


def test_three_tries_a_session_and_five_a_day(world: World):
    in_session = [world.attempts.count_session_try(SESSION_ID, NOW_S) for _ in range(4)]
    in_day = [day_try(world, NOW_S) for _ in range(6)]

    assert in_session == [1, 2, 3, None]
    assert in_day == [1, 2, 3, 4, 5, None]


def test_no_twenty_four_hours_hold_more_than_five_tries(world: World):
    first = day_try(world, NOW_S)
    late = [day_try(world, NOW_S + DAY_S - 60) for _ in range(4)]

    next_day = day_try(world, NOW_S + DAY_S + 60)
    much_later = day_try(world, NOW_S + 2 * DAY_S)

    assert (first, late) == (1, [2, 3, 4, 5])
    assert next_day is None
    assert much_later == 1


def test_a_session_knows_who_calls_on_which_channel_from_its_beginning(world: World):
    begun = world.sessions.begin(CONTACT_ID, Channel.VOICE, ANA_CALLS, NOW_S)

    assert (begun.channel, begun.identity) == (Channel.VOICE, ANA_CALLS)
    assert world.sessions.get(CONTACT_ID, NOW_S) == begun


def test_beginning_again_goes_on_with_the_session(world: World):
    begun = world.sessions.begin(CONTACT_ID, Channel.VOICE, ANA_CALLS, NOW_S)
    world.sessions.put(begun.with_customer("20417731", NOW_S), NOW_S)

    again = world.sessions.begin(CONTACT_ID, Channel.VOICE, ANA_CALLS, NOW_S + 60)

    assert again.verified_customer(NOW_S + 60) == "20417731"
    assert world.sessions.exists(CONTACT_ID, NOW_S + 60 + KEPT_FOR_S - 1)


def test_what_a_function_stores_cannot_change_who_calls(world: World):
    begun = world.sessions.begin(CONTACT_ID, Channel.VOICE, ANA_CALLS, NOW_S)

    other = {"identity": "+16135550100", "begun_on": Channel.SMS}
    world.sessions.put(begun.model_copy(update=other), NOW_S)

    assert world.sessions.get(CONTACT_ID, NOW_S) == begun


def test_nobody_goes_on_with_the_session_of_another(world: World):
    world.sessions.begin(CONTACT_ID, Channel.VOICE, ANA_CALLS, NOW_S)

    with pytest.raises(SessionIdentityError):
        world.sessions.begin(CONTACT_ID, Channel.VOICE, "+16135550100", NOW_S)
    with pytest.raises(SessionIdentityError):
        world.sessions.begin(CONTACT_ID, Channel.VOICE, None, NOW_S)


def test_a_session_that_has_expired_begins_anew(world: World):
    begun = world.sessions.begin("sms.0f", Channel.SMS, ANA_CALLS, NOW_S)
    world.sessions.put(begun.with_customer("20417731", NOW_S), NOW_S)
    later_s = NOW_S + KEPT_FOR_S

    anew = world.sessions.begin("sms.0f", Channel.SMS, ANA_CALLS, later_s)

    assert anew == world.sessions.get("sms.0f", later_s)
    assert (anew.customer_id, anew.identity) == (None, ANA_CALLS)
