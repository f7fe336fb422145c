/** Line drawings on a 20 x 20 grid; a word always stands beside them or in the button's label. */
import type { Medium, TimelineKind } from "../api/types";

function Icon({ d, fill = false }: { d: string; fill?: boolean }) {
  return (
    <svg class={fill ? "icon filled" : "icon"} viewBox="0 0 20 20" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

const MEDIUM_PATHS: Record<Medium, string> = {
  phone:
    "M6.5 3 8 6.5 6 8c1 2.5 3.5 5 6 6l1.5-2 3.5 1.500V16c0 .8-.7 1.3-1.5 1.200C9 16.5 3.5 11 2.8 4.5 2.7 3.7 3.2 3 4 3Z",
  web: "M3 4.500h14v9.500h-6l-4 3v-3H3Z",
  sms: "M6 2.500h8a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1ZM9 15h2",
  slack: "M8 3 6.5 17M13.5 3 12 17M3.5 7.500h13.500M3 12.500h13.5",
};

export const MediumIcon = ({ medium }: { medium: Medium }) => <Icon d={MEDIUM_PATHS[medium]} />;
export const PlayIcon = () => <Icon fill d="M6 3.500v13l11-6.500Z" />;
export const PauseIcon = () => <Icon fill d="M5 3.500h3.500v13H5ZM11.5 3.500H15v13h-3.500Z" />;
export const SearchIcon = () => <Icon d="M9 3a6 6 0 1 1 0 12A6 6 0 0 1 9 3ZM13.5 13.5 17.5 17.5" />;

const THUMB =
  "M7 9v7H4V9ZM7 9l3-6c1.500 0 2 1 1.500 4H15c1 0 1.500.800 1.300 1.700l-1.300 6c-.200.800-.700 1.300-1.500 1.300H7";
export const Thumb = ({ feedback }: { feedback: "up" | "down" }) => (
  <span class={`thumb ${feedback}`}>
    <Icon d={THUMB} />
  </span>
);

const KIND_PATHS: Record<Exclude<TimelineKind, "contact">, string> = {
  payment: "M3 5.500h14v9H3ZM3 8.500h14M6 12h3",
  account: "M3 8 10 3.500 17 8ZM5 8v6.500M10 8v6.500M15 8v6.500M3 16.500h14",
  visit:
    "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM3.300 8h13.400M3.300 12h13.400M10 3c-4 4-4 10 0 14 4-4 4-10 0-14Z",
};

/** What a customer did: a contact by the medium it came in, all else by its own drawing. */
export const TimelineIcon = ({ kind, medium }: { kind: TimelineKind; medium: Medium | null }) => (
  <Icon d={kind === "contact" ? MEDIUM_PATHS[medium ?? "phone"] : KIND_PATHS[kind]} />
);
