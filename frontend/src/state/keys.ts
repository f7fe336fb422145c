/** Single-key commands of a page; keys typed into a field are the field's. */
import { useEffect, useRef } from "preact/hooks";

const FIELDS = "input, textarea, select, [contenteditable]";
/** A focused button, link or slider keeps the keys it answers to itself. */
const ANSWERS: Record<string, string> = {
  " ": "button, summary, a",
  ArrowLeft: "[role=slider]",
  ArrowRight: "[role=slider]",
};

export function useKeys(commands: Record<string, () => void>): void {
  const current = useRef(commands);
  current.current = commands;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const command = current.current[event.key];
      const { target } = event;
      if (!command || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target instanceof Element && target.closest(FIELDS)) return;
      const answers = ANSWERS[event.key];
      if (answers && target instanceof Element && target.closest(answers)) return;
      event.preventDefault();
      command();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}
