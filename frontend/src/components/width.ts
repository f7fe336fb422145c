import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/** How wide the element is, in pixels, now and whenever that changes; `before` it is there. */
export function useWidth(frame: { current: HTMLElement | null }, before: number): number {
  const width = useSignal(before);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      width.value = element.clientWidth;
    });
    observer.observe(element);
    width.value = element.clientWidth;
    return () => observer.disconnect();
  }, [frame, width]);
  return width.value;
}
