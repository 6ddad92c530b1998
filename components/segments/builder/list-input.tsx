'use client';
import { Combobox as Base } from '@base-ui/react/combobox';
import { X } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../ui/cn';
import { controlClass } from '../../ui/input';
import { popupClass } from '../../ui/select';
import type { FieldKind, Scalar } from '../condition/operators';

type Props = {
  kind: FieldKind;
  value: Scalar[];
  onChange: (value: Scalar[]) => void;
  suggestions: readonly unknown[];
  nameOf?: (value: unknown) => string | null;
  readOnly?: boolean;
};

/** A text as a value of the kind that the list holds; null when it is none. */
function readValue(text: string, type: string): Scalar | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (type === 'number') return Number.isFinite(Number(typed)) ? Number(typed) : null;
  if (type === 'boolean') return typed === 'true' ? true : typed === 'false' ? false : null;
  return typed;
}

/** Several values as chips, chosen from the commonest or typed. Backspace takes the last away; pasting "a, b" adds both. */
export function ListInput({ kind, value, onChange, suggestions, nameOf, readOnly }: Props) {
  const [text, setText] = useState('');
  const type = value.length > 0 ? typeof value[0] : kind === 'number' || kind === 'boolean' ? kind : 'string';
  const offered = suggestions.filter((s): s is Scalar => typeof s === type);
  const typed = readValue(text, type);
  const items = typed !== null && !offered.includes(typed) && !value.includes(typed) ? [...offered, typed] : offered;
  const paste = (pasted: string) => {
    const all = pasted.split(/[,;\n]/).flatMap((part) => readValue(part, type) ?? []);
    onChange([...new Set([...value, ...all])]);
    setText('');
  };
  return (
    <Base.Root
      multiple
      items={items}
      value={value}
      onValueChange={(next) => {
        onChange(next as Scalar[]);
        setText('');
      }}
      inputValue={text}
      onInputValueChange={(next, details) => details.reason === 'input-change' && setText(next)}
      itemToStringLabel={(item: Scalar) => [item, nameOf?.(item)].filter(Boolean).join(' ')}
      limit={100}
      autoHighlight
      readOnly={readOnly}
    >
      <Base.Chips
        className={cn(controlClass, 'flex h-auto min-h-8 flex-wrap items-center gap-1 px-1.5 py-0.75 focus-within:border-accent')}
      >
        <Base.Value>
          {(chosen: Scalar[]) => (
            <>
              {chosen.map((item) => (
                <Base.Chip
                  key={String(item)}
                  aria-label={String(item)}
                  className="flex h-5.5 max-w-full items-center gap-0.5 rounded-sm bg-selected pl-1.5 text-xs font-medium outline-offset-0"
                >
                  <span className="truncate">{String(item)}</span>
                  <Base.ChipRemove
                    aria-label={`Remove ${item}`}
                    className="flex h-5.5 w-5 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
                  >
                    <X aria-hidden className="size-3" />
                  </Base.ChipRemove>
                </Base.Chip>
              ))}
              <Base.Input
                aria-label="Values"
                placeholder={chosen.length ? '' : 'values'}
                onPaste={(event) => {
                  const pasted = event.clipboardData.getData('text');
                  if (!/[,;\n]/.test(pasted)) return;
                  event.preventDefault();
                  paste(pasted);
                }}
                className="h-5.5 min-w-8 flex-1 bg-transparent px-1 text-sm outline-none placeholder:text-ink-3 any-pointer-coarse:text-[1rem]"
              />
            </>
          )}
        </Base.Value>
      </Base.Chips>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="z-60 outline-none">
          <Base.Popup className={cn(popupClass, 'min-w-48')}>
            <Base.Empty>
              <div className="px-3 py-2 text-sm text-ink-3">{type === 'number' ? 'Type a number.' : 'Type a value.'}</div>
            </Base.Empty>
            <Base.List className="max-h-[min(16rem,var(--available-height))] overflow-y-auto p-1 data-empty:p-0">
              {(item: Scalar) => (
                <Base.Item
                  key={String(item)}
                  value={item}
                  className="flex cursor-default select-none items-center justify-between gap-4 rounded-sm px-2 py-1 text-sm outline-none data-highlighted:bg-hover data-selected:font-medium"
                >
                  <span className="truncate">{String(item)}</span>
                  {nameOf?.(item) && <span className="ml-auto truncate text-xs text-ink-3">{nameOf(item)}</span>}
                  {value.includes(item) ? (
                    <span className="text-xs text-ink-3">chosen</span>
                  ) : item === typed && !offered.includes(item) ? (
                    <span className="text-xs text-ink-3">add</span>
                  ) : null}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
