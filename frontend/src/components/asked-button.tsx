import { useSignal } from "@preact/signals";
import { Question } from "./question";

interface AskedButtonProps {
  label: string;
  testId: string;
  isGrave?: boolean;
  isDisabled?: boolean;
  title: string;
  text: string;
  yes: string;
  no?: string;
  act: () => unknown;
}

/** Does what it says once it was asked whether it shall. */
export function AskedButton(props: AskedButtonProps) {
  const asks = useSignal(false);
  return (
    <>
      <button
        type="button"
        class={props.isGrave ? "plain grave" : "plain"}
        data-testid={props.testId}
        disabled={props.isDisabled ?? false}
        onClick={() => {
          asks.value = true;
        }}
      >
        {props.label}
      </button>
      {asks.value && (
        <Question
          title={props.title}
          yes={props.yes}
          {...(props.no && { no: props.no })}
          answer={(isYes) => {
            asks.value = false;
            if (isYes) props.act();
          }}
        >
          <p>{props.text}</p>
        </Question>
      )}
    </>
  );
}
