'use client';
import { Search, X } from 'lucide-react';
import { cn } from './cn';
import { controlClass } from './input';
import { Spinner } from './spinner';

type Props = {
  value: string;
  onValueChange: (value: string) => void;
  label: string;
  placeholder?: string;
  /** The answer to what is typed is on its way. */
  busy?: boolean;
  className?: string;
};

export const SearchInput = ({ value, onValueChange, label, placeholder = label, busy, className }: Props) => (
  <search className={cn('relative w-full sm:w-72', className)}>
    <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-ink-3">
      {busy ? <Spinner /> : <Search aria-hidden className="size-3.5" />}
    </span>
    <input
      type="search"
      aria-label={label}
      value={value}
      onChange={(event) => onValueChange(event.target.value)}
      placeholder={placeholder}
      autoComplete="off"
      className={cn(controlClass, 'h-8 pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden')}
    />
    {value && (
      <button
        type="button"
        aria-label="Clear search"
        onClick={({ currentTarget }) => {
          currentTarget.parentElement?.querySelector('input')?.focus(); // the button goes
          onValueChange('');
        }}
        className="absolute inset-y-0 right-1 my-auto flex size-6 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    )}
  </search>
);
