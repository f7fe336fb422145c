/** In which language the dashboard speaks: what was chosen, else what the browser asks for. */
import { computed, effect, signal } from "@preact/signals";
import { ENGLISH, type Strings } from "../strings/english";
import { SPANISH } from "../strings/spanish";
import { remember, remembered } from "./preferences";

export type Language = "en" | "es";

const isLanguage = (value: unknown): value is Language => value === "en" || value === "es";
const asked: Language = navigator.language?.startsWith("es") ? "es" : "en";

export const language = signal<Language>(remembered("language", asked, isLanguage));
export const words = computed<Strings>(() => (language.value === "es" ? SPANISH : ENGLISH));

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  remember("language", chosen);
}

effect(() => {
  document.documentElement.lang = language.value;
});
