import type { ComponentChildren } from "preact";

import { PageHeading } from "./page-heading";

interface NoticeProps {
  title: string;
  children?: ComponentChildren;
  /** On a page of its own it is the page's heading. */
  level?: 1 | 2;
}

/** Says in place of a table or a page why there is nothing, and what to do next. */
export function Notice({ title, children, level = 1 }: NoticeProps) {
  return (
    <section class="notice">
      {level === 1 ? <PageHeading>{title}</PageHeading> : <h2>{title}</h2>}
      {children}
    </section>
  );
}
