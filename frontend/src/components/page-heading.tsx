import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { returnFocus, takeFocus } from "../state/route";

const FRAMES = 30;

/**
 * The heading of a page. After going there it has the focus, so that it is read out first; where it
 * gives way to another, as when a page has loaded, that one has it.
 */
export function PageHeading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const element = heading.current;
    let hasTaken = false;
    let frame = 0;
    // The heading before this one may return the focus only after this one asked for it, and what
    // is not drawn yet cannot have it: so it is looked after for half a second.
    const take = (framesLeft: number) => {
      const isAsked = takeFocus();
      hasTaken ||= isAsked;
      if (isAsked || (hasTaken && document.activeElement === document.body)) element?.focus();
      if (framesLeft > 0) frame = requestAnimationFrame(() => take(framesLeft - 1));
    };
    take(FRAMES);
    return () => {
      cancelAnimationFrame(frame);
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
