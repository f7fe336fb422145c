import { useSignal } from "@preact/signals";
import type { Setting } from "../api/types";
import { choiceOf, choicesOf } from "../model/setting";
import { words } from "../state/language";
import { failureWords } from "../strings/failures";
import { inWords } from "../strings/server";

function standing(setting: Setting): string {
  const t = words.value;
  return setting.is_changeable ? t.default(setting.default || t.emptyValue) : t.setAtDeployment;
}

interface SettingFieldProps {
  setting: Setting;
  /** Fails with the server's reason for not taking the value. */
  save: (value: string) => Promise<void>;
}

/** One value with what it means; what the server does not take stays, with its reason below. */
export function SettingField({ setting, save }: SettingFieldProps) {
  const t = words.value;
  const { key, value, description } = setting;
  const choices = choicesOf(setting);
  const draft = useSignal(value);
  const problem = useSignal("");
  const isSaved = useSignal(false);
  const isChanged = draft.value !== value;
  const edit = (text: string) => {
    draft.value = text;
    problem.value = "";
    isSaved.value = false;
  };
  const send = async () => {
    try {
      await save(draft.value);
      problem.value = "";
      isSaved.value = true;
    } catch (error) {
      problem.value = failureWords(error, t);
    }
  };
  return (
    <li class="setting" data-testid="setting" data-key={key}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label for={`setting-${key}`}>{key}</label>
        <p class="quiet" id={`about-${key}`}>
          {inWords(description, t.language)}
        </p>
        <div class="value">
          {!setting.is_changeable ? (
            <input id={`setting-${key}`} type="text" value={value} readOnly />
          ) : choices.length > 0 ? (
            <select
              id={`setting-${key}`}
              value={choiceOf(draft.value, choices)}
              aria-describedby={`about-${key} says-${key}`}
              onChange={(event) => edit(event.currentTarget.value)}
            >
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {choice}
                </option>
              ))}
            </select>
          ) : (
            <input
              id={`setting-${key}`}
              type="text"
              value={draft.value}
              aria-invalid={problem.value !== ""}
              aria-describedby={`about-${key} says-${key}`}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => edit(event.currentTarget.value)}
            />
          )}
          {isChanged && (
            <button type="submit" class="button small">
              {t.save}
            </button>
          )}
          {setting.is_changeable && draft.value.toLowerCase() !== setting.default.toLowerCase() && (
            <button type="button" class="plain" onClick={() => edit(setting.default)}>
              {t.restoreDefault}
            </button>
          )}
        </div>
        <p id={`says-${key}`} role="status" class={problem.value ? "problem" : "quiet"}>
          {problem.value || (isSaved.value && !isChanged ? t.saved : standing(setting))}
        </p>
      </form>
    </li>
  );
}
