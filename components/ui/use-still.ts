import { useEffect, useState } from 'react';

/** A click comes after its pointer is up, on touch screens a moment later. */
const clickMs = 100;

/** `value` as it was when a pointer went down on what shows it, until the click is over: what is pressed must not move before it is let go. */
export function useStill<T>(value: T): readonly [value: T, press: () => void] {
  const [held, setHeld] = useState<{ value: T } | null>(null);
  useEffect(() => {
    if (!held) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const release = () => {
      timer = setTimeout(() => setHeld(null), clickMs);
    };
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', release);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', release);
    };
  }, [held]);
  return [held ? held.value : value, () => setHeld({ value })];
}
