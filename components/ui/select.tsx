'use client';
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cn } from './cn';
import { controlClass } from './input';

type Option<V extends string> = { value: V; label: string; hint?: string };

type Props<V extends string> = {
  value: V | null;
  onValueChange: (value: V) => void;
  options: readonly Option<V>[];
  placeholder?: string;
  disabled?: boolean;
  /** Only where no Field labels it. */
  'aria-label'?: string;
  className?: string;
};

/** One of a few. Inside a `<Field native={false}>` the label is tied to it. */
export function Select<V extends string>({
  value,
  onValueChange,
  options,
  placeholder = 'Choose…',
  disabled,
  className,
  ...aria
}: Props<V>) {
  return (
    <Base.Root
      items={options as Option<V>[]}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next as V)}
      disabled={disabled}
    >
      <Base.Trigger {...aria} className={cn(controlClass, 'flex h-8 items-center justify-between gap-2 text-left', className)}>
        <Base.Value placeholder={placeholder} className="truncate data-placeholder:text-ink-3" />
        <Base.Icon className="text-ink-3">
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-60 outline-none">
          <Base.Popup className={popupClass}>
            <Base.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1">
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={itemClass}>
                  <Base.ItemIndicator className="col-start-1">
                    <Check aria-hidden className="size-3.5" />
                  </Base.ItemIndicator>
                  <span className="col-start-2 min-w-0">
                    <Base.ItemText className="block truncate">{option.label}</Base.ItemText>
                    {option.hint && <span className="block truncate text-xs text-ink-3">{option.hint}</span>}
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export const popupClass =
  'min-w-[var(--anchor-width)] max-w-[min(28rem,calc(100vw-1rem))] origin-[var(--transform-origin)] rounded-lg border border-line-strong bg-raised text-ink shadow-pop outline-none transition-[scale,opacity] duration-100 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0';
export const itemClass =
  'grid cursor-default select-none grid-cols-[1rem_1fr] items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none data-highlighted:bg-hover data-disabled:opacity-50';
