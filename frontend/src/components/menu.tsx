import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface MenuProps {
  label: string;
  testId?: string;
  children: ComponentChildren;
}

/** Something that unfolds below its button; Escape or a look elsewhere folds it up again. */
export function Menu({ label, testId, children }: MenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeElsewhere = (event: Event) => {
      const { target } = event;
      if (menu.current?.open && target instanceof Node && !menu.current.contains(target)) {
        menu.current.open = false;
      }
    };
    addEventListener("pointerdown", closeElsewhere);
    addEventListener("focusin", closeElsewhere);
    return () => {
      removeEventListener("pointerdown", closeElsewhere);
      removeEventListener("focusin", closeElsewhere);
    };
  }, []);
  return (
    <details
      ref={menu}
      class="menu"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !menu.current?.open) return;
        event.stopPropagation();
        menu.current.open = false;
        menu.current.querySelector("summary")?.focus();
      }}
    >
      <summary class="plain" data-testid={testId}>
        {label}
        <svg class="caret" viewBox="0 0 10 6" aria-hidden="true">
          <path d="m1 1 4 4 4-4" />
        </svg>
      </summary>
      <div class="unfolded">{children}</div>
    </details>
  );
}
