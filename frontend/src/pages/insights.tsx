import { useSignal } from "@preact/signals";
import { useCallback, useEffect, useMemo } from "preact/hooks";
import type { StaffApi } from "../api/staff";
import type { Facets, Summary } from "../api/types";
import { DayChart } from "../components/day-chart";
import { CountedList, DayTable, Figure, Groups } from "../components/figures";
import { Notice } from "../components/notice";
import { PageHeading } from "../components/page-heading";
import { SentimentSentence } from "../components/sentiment";
import { Unavailable } from "../components/unavailable";
import { percent, stepName } from "../model/format";
import { channelFilter, everyDay, insightsFilters, insightsQuery } from "../model/insights";
import { BASE, INSIGHTS } from "../model/route";
import { type Filters, NEWEST_FIRST, PERIODS, toRequest, viewOf } from "../model/view";
import { words } from "../state/language";
import { Resource } from "../state/resource";
import { navigate, query } from "../state/route";

/** How a time went, and the contacts behind each figure one click away. */
export function InsightsPage({ api }: { api: StaffApi }) {
  const t = words.value;
  const summary = useMemo(() => new Resource<Summary>(), []);
  const facets = useSignal<Facets | null>(null);
  const filters = insightsFilters(query.value);
  const asked = insightsQuery(filters);
  const load = useCallback(() => {
    const request = toRequest(insightsFilters(asked), NEWEST_FIRST, new Date());
    request.delete("sort");
    void summary.load(() => api.summary(request));
  }, [api, summary, asked]);
  useEffect(load, [load]);
  useEffect(() => {
    document.title = `${t.insights} - ${t.brand} ${t.brandSuffix}`;
  }, [t]);
  useEffect(() => {
    void api.facets().then(
      (known) => {
        facets.value = known;
      },
      () => undefined, // the filters then offer less to choose from
    );
  }, [api, facets]);
  const known = summary.value.value;
  if (!known || summary.phase.value !== "ready") {
    return (
      <Unavailable
        resource={summary}
        heading={t.insights}
        failed={t.insightsFailed}
        forbidden={{ title: t.insightsFailed, text: t.notAllowed }}
        again={load}
      />
    );
  }
  return (
    <section class="insights">
      <div class="heading">
        <PageHeading>{t.insights}</PageHeading>
        <p role="status" class="quiet number">
          {t.insightsLead(known.contacts, known.failed)}
        </p>
      </div>
      <InsightsFilters
        filters={filters}
        facets={facets.value}
        change={(part) => navigate(INSIGHTS + insightsQuery({ ...filters, ...part }))}
      />
      {known.contacts === 0 ? (
        <Notice title={t.insightsNone} level={2}>
          <p>{t.insightsNoneText}</p>
        </Notice>
      ) : (
        <Figures summary={known} filters={filters} />
      )}
    </section>
  );
}

interface InsightsFiltersProps {
  filters: Filters;
  facets: Facets | null;
  change: (part: Partial<Filters>) => void;
}

function InsightsFilters({ filters, facets, change }: InsightsFiltersProps) {
  const t = words.value;
  const choice = (
    name: "channel" | "agent" | "category",
    label: string,
    all: string,
    choices: readonly (readonly [string, string])[],
  ) => (
    <select
      aria-label={label}
      class={filters[name] === "" ? "" : "set"}
      value={filters[name]}
      data-testid={`filter-${name}`}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    >
      <option value="">{all}</option>
      {choices.map(([value, said]) => (
        <option key={value} value={value}>
          {said}
        </option>
      ))}
    </select>
  );
  const plain = (values: readonly string[] = []) => values.map((value) => [value, value] as const);
  return (
    <form class="filters" aria-label={t.filters} onSubmit={(event) => event.preventDefault()}>
      <div class="sentence">
        {choice("channel", t.columns.channel, t.anyChannel, [
          ["CALL", t.calls],
          ["CHAT", t.chats],
        ])}
        <select
          aria-label={t.when}
          class="set"
          value={filters.period}
          data-testid="filter-period"
          onChange={(event) => change({ period: event.currentTarget.value, from: "", to: "" })}
        >
          {filters.period === "" && <option value="">{t.any}</option>}
          {PERIODS.map((period) => (
            <option key={period} value={period}>
              {t.periods[period]}
            </option>
          ))}
        </select>
        {(["from", "to"] as const).map((name) => (
          <label key={name} class="date">
            <span class="quiet">{t.fields[name]}</span>
            <input
              type="date"
              value={filters[name]}
              onChange={(event) => change({ [name]: event.currentTarget.value, period: "" })}
            />
          </label>
        ))}
        {choice("agent", t.columns.agent, t.allAgents, plain(facets?.agents))}
        {choice("category", t.fields.category, t.allCategories, plain(facets?.categories))}
      </div>
    </form>
  );
}

function Figures({ summary, filters }: { summary: Summary; filters: Filters }) {
  const t = words.value;
  const { containment } = summary;
  const addressOf = (part: Partial<Filters>) => BASE + viewOf({ ...filters, ...part });
  const ofDay = (date: string) => addressOf({ period: "", from: date, to: date });
  const days = everyDay(summary.days);
  const channels: Record<string, string> = { ...t.channels, ...t.mediums };
  const go = (date: string) => navigate(ofDay(date));
  return (
    <>
      <dl class="headlines">
        <Figure name={t.contacts} address={addressOf({})}>
          <span class="number">{summary.contacts}</span>
        </Figure>
        <Figure name={t.figureAverage}>
          <SentimentSentence summary={summary} />
        </Figure>
        <Figure
          name={t.figureContained}
          {...(containment.contained > 0 && { address: addressOf({ contained: "true" }) })}
          note={t.figureContainedOf(containment.contained, containment.bot_contacts)}
        >
          <span class="number">
            {containment.share === null ? t.none : percent(containment.share)}
          </span>
        </Figure>
        <Figure
          name={t.figurePin}
          {...(summary.pin_contacts > 0 && { address: addressOf({ pin_failed: "true" }) })}
          note={t.figurePinIn(summary.pin_contacts)}
        >
          <span class="number">{summary.pin_failures}</span>
        </Figure>
        <Figure name={t.figureFailed} address={addressOf({ status: "FAILED" })}>
          <span class="number">{summary.failed}</span>
        </Figure>
      </dl>
      <div class="charts">
        <section>
          <h2>{t.volume}</h2>
          <DayChart days={days} shows="contacts" go={go} />
        </section>
        <section>
          <h2>{t.averageByDay}</h2>
          <DayChart days={days} shows="average" go={go} />
        </section>
      </div>
      <DayTable days={days} addressOf={ofDay} />
      <div class="findings">
        <Groups
          title={t.byChannel}
          groups={summary.by_channel}
          nameOf={(name) => channels[name] ?? name}
          addressOf={(name) => addressOf({ channel: "", ...channelFilter(name) })}
        />
        <Groups
          title={t.byAgent}
          groups={summary.by_agent}
          addressOf={(agent) => addressOf({ agent })}
        />
        <Groups
          title={t.byCategory}
          groups={summary.by_category}
          addressOf={(category) => addressOf({ category })}
        />
        <Groups
          title={t.byIntent}
          groups={summary.by_intent}
          nameOf={(intent) => t.intents[intent] ?? stepName(intent)}
          addressOf={(intent) => addressOf({ intent })}
        />
        <CountedList
          title={t.topEntities}
          rows={summary.entities.map(({ text, contacts }) => ({ text, count: contacts }))}
          countOf={t.total}
          addressOf={(entity) => addressOf({ entity })}
        />
        <CountedList
          title={t.unansweredTitle}
          rows={summary.unanswered}
          countOf={t.timesAsked}
          addressOf={(unanswered) => addressOf({ unanswered })}
        />
      </div>
    </>
  );
}
