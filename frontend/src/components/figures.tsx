/** Figures of many contacts, each leading to the contacts it was counted from. */
import type { ComponentChildren } from "preact";
import type { DayFigures, NamedFigures } from "../api/types";
import { dayName, signed } from "../model/format";
import { words } from "../state/language";
import { followLink } from "../state/route";
import { SentimentBar, Trend } from "./sentiment";

interface FigureProps {
  name: string;
  address?: string;
  children: ComponentChildren;
  note?: string;
}

export function Figure({ name, address, children, note }: FigureProps) {
  return (
    <div class="headline" data-testid="figure">
      <dt>{name}</dt>
      <dd>
        {address ? (
          <a href={address} onClick={followLink}>
            {children}
          </a>
        ) : (
          children
        )}
        {note && <span class="quiet">{note}</span>}
      </dd>
    </div>
  );
}

interface GroupsProps {
  title: string;
  groups: readonly NamedFigures[];
  nameOf?: (name: string) => string;
  /** Where the contacts of a group are. */
  addressOf: (name: string) => string;
}

/** A table whose numbers are drawn beside themselves; so it is its own chart. */
export function Groups({ title, groups, nameOf = (name) => name, addressOf }: GroupsProps) {
  const t = words.value;
  const most = Math.max(1, ...groups.map(({ contacts }) => contacts));
  return (
    <section class="finding groups" data-testid="groups">
      <h2>{title}</h2>
      {groups.length === 0 ? (
        <p class="quiet">{t.nothingHere}</p>
      ) : (
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{t.name}</th>
              <th scope="col">{t.contacts}</th>
              <th scope="col">{t.figureAverage}</th>
              <th scope="col">{t.columns.trend}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ name, contacts, average, trend }) => (
              <tr key={name}>
                <th scope="row">
                  <a href={addressOf(name)} onClick={followLink}>
                    {nameOf(name)}
                  </a>
                </th>
                <td>
                  <CountBar count={contacts} most={most} />
                </td>
                <td>
                  <SentimentBar average={average} />
                </td>
                <td>
                  <Trend trend={trend} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const COUNT_PX = 64;

function CountBar({ count, most }: { count: number; most: number }) {
  return (
    <span class="count-bar">
      <span class="number">{count}</span>
      <svg width={COUNT_PX} height="8" aria-hidden="true">
        <rect class="volume" width={Math.max(2, (count / most) * COUNT_PX)} height="8" />
      </svg>
    </span>
  );
}

interface DayTableProps {
  days: readonly DayFigures[];
  addressOf: (date: string) => string;
}

export function DayTable({ days, addressOf }: DayTableProps) {
  const t = words.value;
  return (
    <details class="graph-table">
      <summary data-testid="day-table">{t.asTable}</summary>
      <div class="wide-table">
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{t.day}</th>
              <th scope="col">{t.contacts}</th>
              <th scope="col">{t.average}</th>
              <th scope="col">{t.columns.trend}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ date, contacts, average, trend }) => (
              <tr key={date}>
                <th scope="row">
                  <a href={addressOf(date)} onClick={followLink}>
                    {dayName(date, t)}
                  </a>
                </th>
                <td class="number">{contacts}</td>
                <td class="number">{average === null ? t.none : signed(average)}</td>
                <td>
                  <Trend trend={trend} withNumber />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

interface CountedListProps {
  title: string;
  rows: readonly { text: string; count: number }[];
  countOf: (count: number) => string;
  addressOf: (text: string) => string;
}

export function CountedList({ title, rows, countOf, addressOf }: CountedListProps) {
  return (
    <section class="finding">
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p class="quiet">{words.value.nothingHere}</p>
      ) : (
        <ol class="counted">
          {rows.map(({ text, count }) => (
            <li key={text}>
              <a href={addressOf(text)} onClick={followLink}>
                {text}
              </a>
              <span class="quiet number">{countOf(count)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
