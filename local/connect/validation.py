"""What is wrong with a flow, in sentences that name the block and say what to do."""

from collections.abc import Iterator

from local.connect.blocks import BLOCKS, CONTINUE, DONE, PROMPTS, Block
from local.connect.errors import FlowFormatError
from local.connect.flow import Action, Flow

MAX_IDENTIFIER = 50
KEYS = frozenset("0123456789*#")


def check(flow: Flow) -> Flow:
    """The flow itself. Raises FlowFormatError."""
    found = problems(flow)
    if found:
        raise FlowFormatError(found)
    return flow


def problems(flow: Flow) -> list[str]:
    """Empty where Connect would take the flow and it can be run here."""
    found = []
    if flow.start not in flow.actions:
        found.append(f"StartAction names {flow.start or 'nothing'}, which is no block.")
    for action in flow.actions.values():
        found += [f"Block {action.identifier}: {one}" for one in _of_action(action, flow)]
    return found


def _of_action(action: Action, flow: Flow) -> Iterator[str]:
    block = BLOCKS.get(action.type)
    if block is None:
        yield (
            f"{action.type} is not emulated. Replace it for local runs, or add it to "
            f"local/connect/blocks.py; these are: {', '.join(sorted(BLOCKS))}."
        )
        return
    if len(action.identifier) > MAX_IDENTIFIER:
        yield f"its Identifier is longer than {MAX_IDENTIFIER} characters."
    yield from _of_parameters(action, block)
    yield from _of_transitions(action, block, flow)
    yield from _of_conditions(action, block)


def _of_parameters(action: Action, block: Block) -> Iterator[str]:
    given = action.parameters
    yield from (f"{name} is missing." for name in block.required if name not in given)
    unknown = [name for name in given if name not in block.parameters]
    yield from (f"{action.type} has no parameter {name}." for name in unknown)
    for name, values in block.one_of:
        value = given.get(name)
        if value is not None and value not in values:
            yield f"{name} is {value}; it must be {' or '.join(values)}."
    if block.prompt:
        least, most = block.prompt
        count = len([name for name in PROMPTS if name in given])
        if not least <= count <= most:
            yield f"give exactly one of {', '.join(PROMPTS)}."


def _of_transitions(action: Action, block: Block, flow: Flow) -> Iterator[str]:
    lost = [one for one in action.targets if one not in flow.actions]
    yield from (f"it leads to {one}, which is no block." for one in lost)
    if block.is_terminal:
        if action.targets:
            yield f"{action.type} ends the flow, so nothing follows it."
        return
    if action.next_action is None and not block.may_end and block.takes != "loop":
        yield "it has no NextAction."
    stored = action.parameters.get("StoreInput") == "True"
    needed = [] if action.type == "GetParticipantInput" and stored else block.required_errors
    missing = [name for name in needed if name not in action.errors]
    yield from (f"a branch for the error {name} is missing." for name in missing)
    strange = [name for name in action.errors if name not in block.errors]
    yield from (f"{action.type} has no error {name}." for name in strange)


def _of_conditions(action: Action, block: Block) -> Iterator[str]:
    operands = [operand for one in action.conditions for operand in one.operands]
    if block.takes == "none" and operands:
        yield f"{action.type} does not branch by conditions."
    if block.takes == "keys":
        wrong = [one for one in operands if one not in KEYS]
        yield from (f"the condition {one} is no single key." for one in wrong)
    if block.takes == "loop" and set(operands) != {CONTINUE, DONE}:
        yield f"Loop branches by {CONTINUE} and {DONE}."
