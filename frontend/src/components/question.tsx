import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../state/language";

interface QuestionProps {
  title: string;
  children?: ComponentChildren;
  yes: string;
  no?: string;
  answer: (isYes: boolean) => void;
}

/** Asks before something is done that cannot be undone; what does no harm has the focus. */
export function Question({ title, children, yes, no, answer }: QuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="question"
      aria-labelledby="question-title"
      onClose={() => answer(dialog.current?.returnValue === "yes")}
    >
      <h2 id="question-title">{title}</h2>
      {children}
      <form method="dialog" class="actions">
        <button type="submit" value="no" class="button secondary">
          {no ?? words.value.cancel}
        </button>
        <button type="submit" value="yes" class="button grave" data-testid="confirm">
          {yes}
        </button>
      </form>
    </dialog>
  );
}
