import { MARK } from "../model/mark";

export function Mark({ size }: { size: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
      <path fill="currentColor" d={MARK.hills} />
      <path
        fill="none"
        stroke="currentColor"
        stroke-width="2.2"
        stroke-linecap="round"
        d={MARK.water}
      />
    </svg>
  );
}
