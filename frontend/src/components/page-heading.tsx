import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { returnFocus, takeFocus } from "../state/route";

/**
 * The heading of a page. After going there it has the focus, so that it is read out first; where it
 * gives way to another, as when a page has loaded, that one has it.
 */
export function PageHeading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const element = heading.current;
    const hasTaken = takeFocus();
    if (hasTaken) element?.focus();
    return () => {
      // By now the browser may have moved the focus of what is taken away to the body.
      const { activeElement } = document;
      if (hasTaken && (activeElement === element || activeElement === document.body)) returnFocus();
    };
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
