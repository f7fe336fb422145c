/** What GET /contacts and GET /summary do, over a list in memory. */
import { rowOf } from "./contacts.mjs";

const customer = (contact) => contact.sentiment?.CUSTOMER ?? null;
const saidIn = (contact) =>
  [contact.agent, contact.customer_id, contact.file_name, ...contact.turns.map(({ text }) => text)]
    .join(" ")
    .toLowerCase();

const TESTS = {
  channel: (one, value) => one.channel === value,
  medium: (one, value) => one.medium === value,
  agent: (one, value) => one.agent?.toLowerCase() === value.toLowerCase(),
  customer: (one, value) => one.customer_id === value,
  status: (one, value) => one.status === value,
  language: (one, value) => one.language === value,
  from: (one, day) => one.started_at.slice(0, 10) >= day,
  to: (one, day) => one.started_at.slice(0, 10) <= day,
  min_duration_ms: (one, value) => one.duration_ms !== null && one.duration_ms >= Number(value),
  max_duration_ms: (one, value) => one.duration_ms !== null && one.duration_ms <= Number(value),
  min_sentiment: (one, value) => (customer(one)?.average ?? -Infinity) >= Number(value),
  max_sentiment: (one, value) => (customer(one)?.average ?? Infinity) <= Number(value),
  min_trend: (one, value) => (customer(one)?.trend ?? -Infinity) >= Number(value),
  max_trend: (one, value) => (customer(one)?.trend ?? Infinity) <= Number(value),
  entity: (one, value) =>
    one.entities.some(({ text }) => text.toLowerCase() === value.toLowerCase()),
  category: (one, value) => one.categories.some(({ name }) => name === value),
  tag: (one, value) => one.tags.includes(value),
  text: (one, value) =>
    value
      .toLowerCase()
      .split(/\s+/)
      .every((word) => saidIn(one).includes(word)),
  intent: (one, value) => one.bot?.intents.includes(value) ?? false,
  contained: (one, value) => one.bot !== null && String(one.bot.contained) === value,
  pin_failed: (one) => (one.bot?.pin_failures ?? 0) > 0,
  transferred: (one, value) => one.bot !== null && String(one.bot.transferred) === value,
  unanswered: (one, value) => one.bot?.misses.includes(value) ?? false,
  feedback: (one, value) => one.feedback === value,
};

const SORT_VALUES = {
  sentiment: (one) => customer(one)?.average ?? null,
  trend: (one) => customer(one)?.trend ?? null,
};

export function matching(contacts, asked) {
  const tests = [...asked].filter(([name]) => name in TESTS);
  return contacts.filter((one) => tests.every(([name, value]) => TESTS[name](one, value)));
}

function sorted(contacts, sort) {
  const key = sort.replace(/^-/, "");
  const sortValue = SORT_VALUES[key] ?? ((one) => one[key]);
  const sign = sort.startsWith("-") ? -1 : 1;
  return [...contacts].sort((one, other) => {
    const [a, b] = [sortValue(one), sortValue(other)];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return a === b ? 0 : (a < b ? -1 : 1) * sign;
  });
}

export function pageOf(contacts, asked) {
  const all = sorted(matching(contacts, asked), asked.get("sort") ?? "-started_at");
  const begin = Number(asked.get("cursor") ?? 0);
  const end = begin + Number(asked.get("limit") ?? 50);
  return {
    contacts: all.slice(begin, end).map(rowOf),
    next_cursor: end < all.length ? String(end) : null,
    total: all.length,
  };
}

const distinct = (values) => [...new Set(values.filter(Boolean))].sort();

export const facetsOf = (contacts) => ({
  agents: distinct(contacts.map(({ agent }) => agent)),
  languages: distinct(contacts.map(({ language }) => language)),
  entities: distinct(contacts.flatMap(({ entities }) => entities.map(({ text }) => text))),
  categories: distinct(contacts.flatMap(({ categories }) => categories.map(({ name }) => name))),
  tags: distinct(contacts.flatMap(({ tags }) => tags)),
});

const mean = (values) =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;

function figures(contacts) {
  const scored = (name) => contacts.map((one) => customer(one)?.[name] ?? null);
  const known = (values) => values.filter((value) => value !== null);
  return {
    contacts: contacts.length,
    average: mean(known(scored("average"))),
    trend: mean(known(scored("trend"))),
  };
}

function grouped(contacts, namesOf) {
  const groups = new Map();
  for (const one of contacts) {
    for (const name of namesOf(one)) groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups]
    .map(([name, of]) => ({ name, ...figures(of) }))
    .sort((one, other) => other.contacts - one.contacts);
}

export function summaryOf(contacts, asked) {
  const all = matching(contacts, asked);
  const bots = all.filter(({ bot }) => bot !== null);
  const contained = bots.filter(({ bot }) => bot.contained).length;
  const misses = grouped(all, ({ bot }) => bot?.misses ?? []);
  return {
    ...figures(all),
    failed: all.filter(({ status }) => status === "FAILED").length,
    days: grouped(all, ({ started_at }) => [started_at.slice(0, 10)]).map(({ name, ...day }) => ({
      date: name,
      ...day,
    })),
    by_channel: grouped(all, ({ channel }) => [channel]),
    by_agent: grouped(all, ({ agent }) => (agent ? [agent] : [])),
    by_category: grouped(all, ({ categories }) => categories.map(({ name }) => name)),
    by_intent: grouped(all, ({ bot }) => bot?.intents ?? []),
    containment: {
      bot_contacts: bots.length,
      contained,
      share: bots.length > 0 ? contained / bots.length : null,
    },
    pin_failures: bots.reduce((sum, { bot }) => sum + bot.pin_failures, 0),
    pin_contacts: bots.filter(({ bot }) => bot.pin_failures > 0).length,
    entities: grouped(all, ({ entities }) => entities.map(({ text }) => text))
      .slice(0, 10)
      .map(({ name, contacts: count }) => ({ text: name, contacts: count })),
    unanswered: misses.map(({ name, contacts: count }) => ({ text: name, count })),
  };
}
