'use client';
import { Plus } from 'lucide-react';
import type { StepType } from '@/contracts/automation';
import { Menu, MenuItem } from '../../ui/menu';
import { stepWords } from '../model/words';

/** A line of the flow with a place to put a step. Without `onAdd` only the line. */
export const AddStep = ({ label, onAdd }: { label: string; onAdd?: ((type: StepType) => void) | undefined }) => (
  <div className="relative flex h-9 w-full items-center justify-center">
    <span aria-hidden className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
    {onAdd && (
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            aria-label={label}
            title={label}
            className="relative flex size-5.5 items-center justify-center rounded-full border border-line-strong bg-surface text-ink-2 shadow-control hover:border-accent hover:text-accent"
          >
            <Plus aria-hidden className="size-3.5" />
          </button>
        }
      >
        {(Object.keys(stepWords) as StepType[]).map((type) => {
          const { icon: Icon, label: name, hint } = stepWords[type];
          return (
            <MenuItem key={type} onClick={() => onAdd(type)}>
              <Icon aria-hidden />
              <span>
                {name} <span className="text-xs text-ink-3">{hint}</span>
              </span>
            </MenuItem>
          );
        })}
      </Menu>
    )}
  </div>
);
