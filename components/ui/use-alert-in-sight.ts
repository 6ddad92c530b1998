'use client';
import { type RefObject, useEffect, useRef } from 'react';

/** What went wrong often stands below a long form, whose button is always in sight: it is scrolled to when it appears. */
export function useAlertInSight<T extends HTMLElement>(): RefObject<T | null> {
  const body = useRef<T>(null);
  const shown = useRef<Element | null>(null);
  // after every render: an alert appears in one
  useEffect(() => {
    const alert = body.current?.querySelector('[role="alert"]') ?? null;
    if (alert && alert !== shown.current) alert.scrollIntoView({ block: 'nearest' });
    shown.current = alert;
  });
  return body;
}
