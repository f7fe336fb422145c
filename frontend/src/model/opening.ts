/** When people answer the bank's phone. Hours are the bank's, wherever the reader sits. */

const ZONE = "America/Toronto";
const WEEKDAYS: Hours = { from: 8, until: 20 };
const SATURDAYS: Hours = { from: 9, until: 13 };

interface Hours {
  from: number;
  until: number;
}

/** The hour at which today's service ends, or null where nobody but the assistant answers. */
export function openUntil(now: Date): number | null {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: ZONE,
    weekday: "short",
    hour: "numeric",
    hourCycle: "h23",
  }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const hours = { Sun: null, Sat: SATURDAYS }[part("weekday")] ?? WEEKDAYS;
  if (part("weekday") === "Sun") return null;
  const hour = Number(part("hour"));
  return hour >= hours.from && hour < hours.until ? hours.until : null;
}

/** 20 -> "8 pm", "20:00". */
export const hourWords = (hour: number, language: string): string =>
  language === "es" ? `${hour}:00` : `${hour % 12 || 12} ${hour < 12 ? "am" : "pm"}`;
