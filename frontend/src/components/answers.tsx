import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { StaffApi } from "../api/staff";
import type { FaqAnswer } from "../api/types";
import { useKeys } from "../state/keys";
import { language, words } from "../state/language";
import { Resource } from "../state/resource";
import { failureWords } from "../strings/failures";

/** The answers the bot gives, for an agent who is asked the same. */
export function Answers({ api }: { api: StaffApi }) {
  const t = words.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const asked = useSignal("");
  const found = useMemo(() => new Resource<FaqAnswer[]>(), []);
  const isAsked = useSignal(false);
  const open = () => {
    dialog.current?.showModal();
    field.current?.select();
  };
  useKeys({ a: open });
  return (
    <>
      <button
        type="button"
        class="plain"
        aria-haspopup="dialog"
        data-testid="answers"
        onClick={open}
      >
        {t.answers}
      </button>
      <dialog ref={dialog} class="answers" aria-labelledby="answers-title">
        <div class="heading">
          <h2 id="answers-title">{t.answersTitle}</h2>
          <button type="button" class="plain" onClick={() => dialog.current?.close()}>
            {t.close}
          </button>
        </div>
        <form
          class="one-line"
          onSubmit={(event) => {
            event.preventDefault();
            if (asked.value.trim() === "") return;
            isAsked.value = true;
            void found.load(
              async () => (await api.faq(asked.value.trim(), language.value)).matches,
            );
          }}
        >
          <input
            ref={field}
            type="search"
            aria-label={t.answersLabel}
            placeholder={t.answersLabel}
            maxLength={400}
            value={asked.value}
            data-testid="answers-question"
            onInput={(event) => {
              asked.value = event.currentTarget.value;
            }}
          />
          <button type="submit" class="button small">
            {t.answersSearch}
          </button>
        </form>
        <div aria-live="polite">
          {isAsked.value ? <Found found={found} /> : <p class="quiet">{t.answersHint}</p>}
        </div>
      </dialog>
    </>
  );
}

function Found({ found }: { found: Resource<FaqAnswer[]> }) {
  const t = words.value;
  if (found.phase.value === "loading") return <p class="quiet">{t.oneMoment}</p>;
  if (found.phase.value !== "ready") {
    return <p class="problem">{failureWords(found.problem.value, t)}</p>;
  }
  const answers = found.value.value ?? [];
  if (answers.length === 0) return <p class="quiet">{t.answersNone}</p>;
  return (
    <dl class="found">
      {answers.map(({ question, answer }) => (
        <div key={question} data-testid="answer">
          <dt>{question}</dt>
          <dd>
            {answer} <Copy text={answer} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Copy({ text }: { text: string }) {
  const t = words.value;
  const isCopied = useSignal(false);
  return (
    <button
      type="button"
      class="plain"
      onClick={() =>
        void navigator.clipboard.writeText(text).then(
          () => {
            isCopied.value = true;
          },
          () => undefined, // it can be selected by hand
        )
      }
    >
      {isCopied.value ? t.copied : t.copyAnswer}
    </button>
  );
}
