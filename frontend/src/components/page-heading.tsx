import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { takeFocus } from "../state/route";

/** The heading of a page. After going there it has the focus, so that it is read out first. */
export function PageHeading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocus()) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
