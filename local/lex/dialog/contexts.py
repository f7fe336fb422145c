"""Active contexts: set by fulfilled intents, gone after some turns or seconds."""

from datetime import timedelta

from local.lex.dialog.turn import Turn, interpreted


def activate_outputs(turn: Turn) -> None:
    """Activate the fulfilled intent's output contexts, its slot values as their attributes."""
    values = {name: interpreted(slot) for name, slot in turn.intent_state["slots"].items()}
    attributes = {name: value[:1024] for name, value in values.items() if isinstance(value, str)}
    for output in turn.intent.output_contexts or []:
        kept = [one for one in turn.session.active_contexts if one["name"] != output.name]
        turn.session.active_contexts = [
            *kept,
            {
                "name": output.name,
                "timeToLive": {
                    "timeToLiveInSeconds": output.time_to_live_in_seconds,
                    "turnsToLive": output.turns_to_live,
                },
                "contextAttributes": dict(list(attributes.items())[:10]),
            },
        ]
        _set_deadline(turn, output.name, output.time_to_live_in_seconds)


def _set_deadline(turn: Turn, name: str, seconds: int) -> None:
    turn.session.context_deadlines[name] = turn.moment.now + timedelta(seconds=seconds)


def age_contexts(turn: Turn) -> None:
    """A turn has passed: drop what is over by turns or by time."""
    session = turn.session
    kept = []
    for context in session.active_contexts:
        ttl = context["timeToLive"]
        deadline = session.context_deadlines.get(context["name"])
        if deadline is None:
            _set_deadline(turn, context["name"], ttl["timeToLiveInSeconds"])
            deadline = session.context_deadlines[context["name"]]
        left = int((deadline - turn.moment.now).total_seconds())
        turns = ttl["turnsToLive"] - 1
        if left > 0 and turns > 0:
            life = {"timeToLiveInSeconds": left, "turnsToLive": turns}
            kept.append({**context, "timeToLive": life})
        else:
            session.context_deadlines.pop(context["name"], None)
    session.active_contexts = kept


def barred_intents(turn: Turn) -> frozenset[str]:
    """Intents whose input contexts are not all active."""
    active = {context["name"] for context in turn.session.active_contexts}
    return frozenset(
        intent.name
        for intent in turn.understanding.locale.intents.values()
        if any(context.name not in active for context in intent.input_contexts or [])
    )
