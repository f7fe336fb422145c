/** What this browser remembers of how somebody likes the pages; nothing about anybody else. */
const PREFIX = "omnilex.";

/** `fallback` where nothing is remembered, or something that is not of this shape. */
export function remembered<T>(name: string, fallback: T, isOne: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
    return isOne(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

/** A browser that keeps nothing forgets, and that is all. */
export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    return;
  }
}
