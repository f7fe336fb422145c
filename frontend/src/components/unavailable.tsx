import type { ComponentChildren } from "preact";
import { words } from "../state/language";
import type { Resource } from "../state/resource";
import { failureWords } from "../strings/failures";
import { Notice } from "./notice";
import { PageHeading } from "./page-heading";

interface UnavailableProps<T> {
  resource: Resource<T>;
  heading: string;
  failed: string;
  missing?: { title: string; text: string };
  forbidden?: { title: string; text: string };
  again: () => void;
}

/** In place of a page whose figures are not there: on their way, refused, or not to be had. */
export function Unavailable<T>(props: UnavailableProps<T>): ComponentChildren {
  const { resource, heading, failed, missing, forbidden, again } = props;
  const t = words.value;
  const phase = resource.phase.value;
  if (phase === "loading") {
    return (
      <>
        <PageHeading>{heading}</PageHeading>
        <p class="waiting" role="status">
          {t.loading}
        </p>
      </>
    );
  }
  const told = { missing, forbidden, failed: undefined, ready: undefined }[phase];
  if (told) {
    return (
      <Notice title={told.title}>
        <p>{told.text}</p>
      </Notice>
    );
  }
  return (
    <Notice title={failed}>
      <p>{failureWords(resource.problem.value, t)}</p>
      <button type="button" class="button" onClick={again}>
        {t.tryAgain}
      </button>
    </Notice>
  );
}
