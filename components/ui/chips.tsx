'use client';
import { X } from 'lucide-react';
import type { MouseEvent } from 'react';
import { Button } from './button';

type Item = { id: string; name: string };
type Props<T extends Item> = {
  items: readonly T[];
  onRemove: (item: T) => void;
  /** Of the whole, where nothing around names it. */
  label?: string;
  /** What the cross of one says. */
  removeLabel: (item: T) => string;
};

/** Chosen things, each with a way out. The focus goes to the neighbour of what was taken out; after the last one it is the caller's. */
export function Chips<T extends Item>({ items, onRemove, label, removeLabel }: Props<T>) {
  const remove = (item: T) => (event: MouseEvent<HTMLButtonElement>) => {
    const chip = event.currentTarget.closest('li');
    (chip?.nextElementSibling ?? chip?.previousElementSibling)?.querySelector('button')?.focus();
    onRemove(item);
  };
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1.5">
      {items.map((item) => (
        <li key={item.id} className="flex max-w-full items-center gap-1 rounded-md border bg-sunken py-0.5 pr-0.5 pl-2 text-sm">
          <span className="truncate">{item.name}</span>
          <Button variant="ghost" size="iconSm" className="size-6" aria-label={removeLabel(item)} onClick={remove(item)}>
            <X aria-hidden className="size-3.5" />
          </Button>
        </li>
      ))}
    </ul>
  );
}
