/** Values as a person reads them. Times are milliseconds or ISO instants, money whole cents. */
import type { Strings } from "../strings/english";

const MINUS = "\u2212";

/** 65_000 -> "1:05", 3_723_000 -> "1:02:03". */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(s).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${tail}` : `${m}:${tail}`;
}

/** 65_000 -> "1 minute 5 seconds": a clock as a screen reader should say it. */
export function spokenDuration(
  ms: number,
  t: Pick<Strings, "hours" | "minutes" | "seconds">,
): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [
    [Math.floor(seconds / 3600), t.hours],
    [Math.floor(seconds / 60) % 60, t.minutes],
    [seconds % 60, t.seconds],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => words(count));
  return said.length > 0 ? said.join(" ") : t.seconds(0);
}

/** 2.13 -> "+2.1", -0.04 -> "0.0": one decimal, a real minus, never a signed zero. */
export function signed(value: number): string {
  const digits = Math.abs(value).toFixed(1);
  if (Number(digits) === 0) return digits;
  return `${value < 0 ? MINUS : "+"}${digits}`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** What left is told by a true minus, as wide as a digit. */
export function signedMoney(cents: number): string {
  return `${cents < 0 ? "\u2212" : ""}${money(Math.abs(cents))}`;
}

export function money(cents: number, currency = "CAD"): string {
  return new Intl.NumberFormat("en-CA", { style: "currency", currency }).format(cents / 100);
}

/** "en-US" -> "English (United States)"; a code nobody knows stays as it is. */
export function languageName(code: string, locale: string): string {
  try {
    const names = new Intl.DisplayNames(locale, { type: "language", languageDisplay: "standard" });
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

const DAY_MS = 86_400_000;

type TimeWords = Pick<Strings, "locale" | "today" | "yesterday">;

/** "Today 14:03", "Yesterday 09:12", "Mon 14:03" within a week, then "2 Nov 14:03" and "2 Nov 2025". */
export function shortTime(iso: string, now: Date, t: TimeWords, timeZone?: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const parts = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(t.locale, { ...options, ...(timeZone && { timeZone }) });
  const dayOf = (moment: Date) => {
    const local = new Intl.DateTimeFormat("en-CA", { ...(timeZone && { timeZone }) });
    return Date.parse(local.format(moment)) / DAY_MS;
  };
  const time = parts({ hour: "2-digit", minute: "2-digit" }).format(at);
  const daysAgo = dayOf(now) - dayOf(at);
  if (daysAgo === 0) return `${t.today} ${time}`;
  if (daysAgo === 1) return `${t.yesterday} ${time}`;
  if (daysAgo > 1 && daysAgo < 7) return `${parts({ weekday: "short" }).format(at)} ${time}`;
  if (Math.abs(daysAgo) < 300) {
    return `${parts({ day: "numeric", month: "short" }).format(at)} ${time}`;
  }
  return parts({ day: "numeric", month: "short", year: "numeric" }).format(at);
}

/** "Monday 23 November 2026 at 14:03:22 Eastern Standard Time": nothing left to guess. */
export function fullTime(iso: string, t: Pick<Strings, "locale">, timeZone?: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(t.locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "long",
    ...(timeZone && { timeZone }),
  }).format(at);
}

/** "2026-11-23" -> "Mon 23 Nov": a day of the calendar, of no time zone. */
export function dayName(date: string, t: Pick<Strings, "locale">): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  const parts = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(t.locale, parts).format(at);
}

/** "Monday 23 November 2026", where the reader is. */
export function dayOf(iso: string, t: Pick<Strings, "locale">): string {
  return new Intl.DateTimeFormat(t.locale, { dateStyle: "full" }).format(new Date(iso));
}

/** "14:03" */
export function timeOfDay(iso: string, t: Pick<Strings, "locale">): string {
  return new Intl.DateTimeFormat(t.locale, { timeStyle: "short" }).format(new Date(iso));
}

/** "StartTranscription", "start_transcription" -> "Start transcription". */
export function stepName(name: string): string {
  const words = name
    .replace(/[_-]+/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
