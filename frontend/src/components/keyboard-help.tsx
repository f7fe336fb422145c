import { useRef } from "preact/hooks";
import { useKeys } from "../state/keys";
import { words } from "../state/language";

export function KeyboardHelp() {
  const t = words.value;
  const dialog = useRef<HTMLDialogElement>(null);
  useKeys({ "?": () => dialog.current?.showModal() });
  return (
    <>
      <button
        type="button"
        class="plain keys-button"
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        {t.keys}
      </button>
      <dialog ref={dialog} class="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">{t.keys}</h2>
        <dl>
          {t.keyList.map(([key, does]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog">
          <button type="submit" class="button">
            {t.close}
          </button>
        </form>
      </dialog>
    </>
  );
}
