'use client';
import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronDown } from 'lucide-react';
import { cn } from './cn';
import { controlClass } from './input';
import { itemClass, popupClass } from './select';
import { useStill } from './use-still';

type Props<T extends V, V> = {
  items: readonly T[];
  value: V | null;
  onValueChange: (value: T | null) => void;
  /** What the input shows and the list filters by. */
  label: (item: V) => string;
  hint?: (item: V) => string | null;
  isEqual?: (a: V, b: V) => boolean;
  /** Given: the server filters, the list shows `items` as they are. Told what is typed, and '' when the list closes. */
  onInput?: (text: string) => void;
  /** With `onInput`: `items` are still those of an earlier text. Those among them that fit the new one are shown meanwhile. */
  searching?: boolean;
  /** What the input shows, when the caller keeps it (with `onInput`). */
  text?: string;
  placeholder?: string;
  empty?: string;
  'aria-label'?: string;
};

/** Two items may bear the same name. */
const keyOf = (item: unknown): string | null => {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : null;
  return typeof id === 'string' ? id : null;
};

/** A choice among many, found by typing. Shows at most 100 at a time. */
export function Combobox<T extends V, V = T>({
  items,
  value,
  onValueChange,
  label,
  hint,
  isEqual,
  onInput,
  searching = false,
  text,
  placeholder,
  empty = 'Nothing found.',
  ...aria
}: Props<T, V>) {
  const { contains } = Base.useFilter();
  const [shown, press] = useStill({ items, searching });
  const fits = (item: T, typed: string) => contains(item, typed, label) || contains(hint?.(item) ?? '', typed);
  return (
    <Base.Root
      items={shown.items}
      value={value}
      onValueChange={(next) => onValueChange(next as T | null)}
      itemToStringLabel={label}
      isItemEqualToValue={isEqual}
      {...(onInput ? { filter: shown.searching ? fits : null } : {})}
      {...(text === undefined ? {} : { inputValue: text })}
      onInputValueChange={(text, details) => details.reason === 'input-change' && onInput?.(text)}
      onOpenChange={(open) => !open && onInput?.('')}
      limit={100}
      autoHighlight
    >
      <Base.InputGroup className="relative">
        <Base.Input {...aria} placeholder={placeholder} className={cn(controlClass, 'h-8 pr-8')} />
        <Base.Trigger
          aria-label="Show the list"
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-md text-ink-3"
        >
          <ChevronDown aria-hidden className="size-3.5" />
        </Base.Trigger>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-60 outline-none">
          <Base.Popup className={cn(popupClass, 'w-[var(--anchor-width)]')}>
            <Base.Empty>
              <div className="px-3 py-4 text-sm text-ink-3">{shown.searching ? 'Searching…' : empty}</div>
            </Base.Empty>
            <Base.List className="max-h-[min(18rem,var(--available-height))] overflow-y-auto p-1 data-empty:p-0">
              {(item: T) => (
                <Base.Item key={keyOf(item) ?? label(item)} value={item} className={itemClass} onPointerDown={press}>
                  <Base.ItemIndicator className="col-start-1">
                    <Check aria-hidden className="size-3.5" />
                  </Base.ItemIndicator>
                  <span className="col-start-2 min-w-0">
                    <span className="block truncate">{label(item)}</span>
                    {hint?.(item) && <span className="block truncate text-xs text-ink-3">{hint(item)}</span>}
                  </span>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
