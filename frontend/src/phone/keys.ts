/** Keys as they are pressed, until an input is whole. */
import type { Keypad } from "./line";

export interface Pressed {
  keys: string;
  isWhole: boolean;
}

export const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;

/** The input with one more key; it is whole at the end key, at its length, or after one. */
export function press(before: string, key: string, keypad: Keypad): Pressed {
  const keys = before + key;
  const ends = keypad.single || key === keypad.end_key || key === keypad.deletion_key;
  return { keys, isWhole: ends || keys.length >= keypad.max_length };
}

/** As it is shown: while the recording is paused nobody reads it. */
export function shown(keys: string, isSecret: boolean): string {
  return isSecret ? "•".repeat(keys.length) : keys;
}

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];

/** The two tones of a key, in hertz. */
export function tonesOf(key: string): [number, number] {
  const at = KEYS.indexOf(key as (typeof KEYS)[number]);
  return [ROWS[Math.floor(at / 3)] ?? 941, COLUMNS[at % 3] ?? 1336];
}
