"""What a page of the list costs at 1,000, 10,000 and 100,000 contacts: read units and time.

The table is in memory and counts the units that DynamoDB would charge (see counted_table.py here),
so the times are those of our own code; add a round trip for each call. `--most 10000` stops early.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "functions"))

from benchmarks.counted_table import CountedTable
from omnilex.adapters.search_index import SearchIndex
from omnilex.adapters.search_items import (
    FIRST,
    Position,
    chain_of,
    is_outlined,
    numbers_of,
    outline_key,
    packed_entries,
    row_key,
    slices,
    sort_key,
    term_partition,
)
from omnilex.adapters.search_writer import Indexed, SearchWriter
from omnilex.domain import bitmap
from omnilex.domain.contact import (
    BotFigures,
    CategoryMatch,
    Contact,
    EntityMention,
    ParticipantSentiment,
    Role,
    Sentiment,
    Source,
    Status,
    Turn,
)
from omnilex.domain.search import (
    Column,
    Range,
    Search,
    duration_key,
    projection_of,
    score_key,
    text_terms,
    time_key,
)

SIZES = (1_000, 10_000, 100_000)
TOGETHER = 1_000
WRITTEN = 10_000  # so many go through the writer itself
LEAF = 350  # of 512, which are cut in two
WORDS_SAID = 40
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
JULY = datetime(2026, 7, 1, tzinfo=UTC)
VOCABULARY = [f"word{number}" for number in range(5_000)]
WEIGHTS = list(accumulate(1 / (number + 10) for number in range(5_000)))  # as languages have it
AGENTS = [f"Agent {number}" for number in range(40)]
TRIES = 5


def contact(number: int, pick: random.Random) -> Contact:
    """One of a year's contacts, whose days are as full as there are contacts."""
    text = " ".join(pick.choices(VOCABULARY, cum_weights=WEIGHTS, k=WORDS_SAID))
    is_chat = pick.random() < 0.3
    return Contact(
        contact_id=f"c-{number:06d}",
        channel="CHAT" if is_chat else "CALL",
        medium="web" if is_chat else "phone",
        status=Status.FAILED if pick.random() < 0.02 else Status.ANALYZED,
        file_name=f"Call_{pick.randrange(10**8):08d}.wav",
        agent=None if is_chat else pick.choice(AGENTS),
        customer_id=str(20_000_000 + pick.randrange(20_000)),
        started_at=BEGIN + timedelta(seconds=pick.randrange(365 * 86_400)),
        conversation_location="UTC",
        duration_ms=pick.randrange(20_000, 1_800_000),
        language=pick.choices(["en-US", "es-US", "fr-CA"], [80, 15, 5])[0],
        source=Source(bucket="recordings", key="originalAudio/a.wav", size_bytes=1),
        sentiment=Sentiment(
            CUSTOMER=ParticipantSentiment(
                average=round(pick.gauss(0.5, 1.5), 3) if pick.random() < 0.9 else None,
                trend=round(pick.gauss(0.2, 2), 3) if pick.random() < 0.8 else None,
            )
        ),
        entities=(EntityMention(type="OTHER", text=f"thing {pick.randrange(300)}", count=1),),
        categories=(CategoryMatch(name=pick.choices(["Complaint", "Praise"], [20, 80])[0]),),
        bot=BotFigures(contained=pick.random() < 0.6) if is_chat else None,
        turns=(Turn(index=0, role=Role.CUSTOMER, text=text, begin_offset_ms=0, duration_ms=1),),
    )


def queries() -> dict[str, Search]:
    """Every kind that the list can ask for, alone and together."""
    sorts = {
        f"all, by {column}{' down' if down else ''}": Search(column=column, is_descending=down)
        for column in Column
        for down in (True, False)
    }
    november = Range(
        low=time_key(datetime(2026, 11, 1, tzinfo=UTC)),
        high=time_key(datetime(2026, 11, 30, tzinfo=UTC)),
    )
    return sorts | {
        "channel": Search(terms=frozenset({"channel:chat"})),
        "agent, worst mood first": Search(
            terms=frozenset({"agent:agent 7"}), column=Column.SENTIMENT, is_descending=False
        ),
        "customer": Search(terms=frozenset({"customer:20000042"})),
        "failed": Search(terms=frozenset({"status:failed"})),
        "channel, language, category": Search(
            terms=frozenset({"channel:call", "language:es-us", "category:complaint"})
        ),
        "a common word": Search(terms=text_terms("word3")),
        "three words": Search(terms=text_terms("word3 word20 word90")),
        "three rarer words": Search(terms=text_terms("word20 word90 word100")),
        "a phrase": Search(terms=text_terms('"word3 word5"')),
        "word, agent, longest first": Search(
            terms=text_terms("word3") | {"agent:agent 7"}, column=Column.DURATION_MS
        ),
        "nothing matches": Search(terms=frozenset({"channel:chat", "agent:agent 7"})),
        "November": Search(ranges={Column.STARTED_AT: november}),
        "November, worst mood first": Search(
            ranges={Column.STARTED_AT: november}, column=Column.SENTIMENT, is_descending=False
        ),
        "since July": Search(ranges={Column.STARTED_AT: Range(low=time_key(JULY))}),
        "longer than a minute": Search(
            ranges={Column.DURATION_MS: Range(low=duration_key(60_000))}
        ),
        "very unhappy": Search(ranges={Column.SENTIMENT: Range(high=score_key(-2.5))}),
        "unhappy chats of November": Search(
            terms=frozenset({"channel:chat"}),
            ranges={
                Column.STARTED_AT: november,
                Column.SENTIMENT: Range(high=score_key(-1.0)),
            },
        ),
    }


def write(table: CountedTable, contacts: Iterable[Contact]) -> None:
    """As the function does it, only more at a time."""
    writer = SearchWriter(table)  # type: ignore[arg-type]
    for some in slices(contacts, TOGETHER):
        indexed = {one.contact_id: Indexed(projection=projection_of(one, ())) for one in some}
        writer.apply(indexed)


def lay_out(table: CountedTable, contacts: Iterable[Contact]) -> None:
    """The same items at once, for the writer would take a quarter of an hour: bitmaps, rows, and
    leaves as full as they are when contacts come in any order.
    """
    bits: defaultdict[tuple[str, int], int] = defaultdict(int)
    chains: defaultdict[str, list[Position]] = defaultdict(list)
    for ordinal, one in enumerate(contacts):
        projection = projection_of(one, ())
        piece, bit = bitmap.piece_of(ordinal)
        for term in projection.terms:
            bits[term_partition(term), piece] |= 1 << bit
        for column in Column:
            key = projection.keys.get(column, "")
            chains[chain_of(column, has_value=bool(key))].append((key, ordinal))
        partition, place = row_key(ordinal)
        row = {"row": json.dumps(projection.row), "keys": json.dumps(projection.keys)}
        table.put_item({"pk": partition, "sk": place, **row})
    for (partition, piece), held in bits.items():
        packed = bitmap.packed(held)
        table.put_item({"pk": partition, "sk": f"{piece:06d}", "bits": packed, "v": 1})
    for chain, positions in chains.items():
        ordered = sorted(positions)
        first = ordered[0]
        outline = {sort_key(one) for one in ordered[LEAF::LEAF] if is_outlined(sort_key(one))}
        partition, place = outline_key(chain)
        table.put_item({"pk": partition, "sk": place, "places": outline})
        for leaf in slices(ordered, LEAF):
            place = sort_key(leaf[0]) if leaf[0] != first else FIRST
            table.put_item({"pk": chain, "sk": place, "entries": packed_entries(leaf), "v": 1})
            numbers = bitmap.packed_gaps(sorted(ordinal for _, ordinal in leaf))
            table.put_item({"pk": numbers_of(chain), "sk": place, "numbers": numbers})


def measured(index: SearchIndex, table: CountedTable, search: Search) -> tuple[int, str]:
    """How many match; read units and calls of a page, and the median time in milliseconds."""
    times, total = [], 0
    for _ in range(TRIES):
        table.units, table.calls = 0.0, 0
        begin = time.perf_counter()
        total = index.find(search).total
        times.append(time.perf_counter() - begin)
    return total, f"{table.units:6.1f} {table.calls:3d} {statistics.median(times) * 1000:6.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="contacts at most")
    sizes = [size for size in SIZES if size <= parser.parse_args().most]
    told: dict[str, list[str]] = {name: [] for name in queries()}
    for size in sizes:
        pick, table = random.Random(1), CountedTable()
        begin = time.perf_counter()
        contacts = (contact(number, pick) for number in range(size))
        (write if size <= WRITTEN else lay_out)(table, contacts)
        taken_ms = (time.perf_counter() - begin) * 1000 / size
        print(f"{size:,} contacts: {taken_ms:.1f} ms to make and index one", flush=True)
        index = SearchIndex(table)  # type: ignore[arg-type]
        for name, search in queries().items():
            total, figures = measured(index, table, search)
            told[name].append(f"{total:7,d} {figures}")
    heading = "  ".join(f"{f'{size:,}':>7} {'units':>6} {'n':>3} {'ms':>6}" for size in sizes)
    print(f"\n{'matches, read units, calls, time of a page of 50':44} {heading}")
    for name, figures in told.items():
        print(f"{name:44} {'  '.join(figures)}")


if __name__ == "__main__":
    main()
