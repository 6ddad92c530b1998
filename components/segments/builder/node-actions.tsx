'use client';
import { ArrowDown, ArrowUp, Braces, Copy, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Button } from '../../ui/button';
import { MenuItem, MoreMenu } from '../../ui/menu';
import { duplicate, move, neighbourOf, remove } from '../model/edit';
import { type Builder, useBuilder } from './context';

/** Alt and the arrow keys move a condition or a group one step, wherever in it the focus is. */
export function moveKeys({ root, change, readOnly }: Builder, id: string) {
  return (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || readOnly) return;
    event.preventDefault();
    event.stopPropagation();
    const moved = move(root, id, event.key === 'ArrowUp' ? -1 : 1);
    if (moved) change(moved, id);
  };
}

type Props = { id: string; what: 'condition' | 'group'; onJson?: () => void; json?: boolean };

/** What can be done with a condition or a group as a whole. */
export function NodeActions({ id, what, onJson, json }: Props) {
  const { root, change, readOnly } = useBuilder();
  if (readOnly) return null;
  const up = move(root, id, -1);
  const down = move(root, id, 1);
  const copy = () => {
    const made = duplicate(root, id);
    if (made) change(made.root, made.copy);
  };
  return (
    <span className="flex shrink-0 items-center">
      <MoreMenu label={`More about this ${what}`}>
        <MenuItem disabled={!up} onClick={() => up && change(up, id)}>
          <ArrowUp aria-hidden />
          Move up
          <Keys>Alt ↑</Keys>
        </MenuItem>
        <MenuItem disabled={!down} onClick={() => down && change(down, id)}>
          <ArrowDown aria-hidden />
          Move down
          <Keys>Alt ↓</Keys>
        </MenuItem>
        <MenuItem onClick={copy}>
          <Copy aria-hidden />
          Duplicate
        </MenuItem>
        {onJson && (
          <MenuItem onClick={onJson}>
            <Braces aria-hidden />
            {json ? 'Edit as form' : 'Edit as JSON'}
          </MenuItem>
        )}
      </MoreMenu>
      <Button
        variant="ghost"
        size="iconSm"
        aria-label={`Remove this ${what}`}
        onClick={() => change(remove(root, id), neighbourOf(root, id))}
      >
        <X aria-hidden className="size-4" />
      </Button>
    </span>
  );
}

const Keys = ({ children }: { children: ReactNode }) => <kbd className="ml-auto pl-4 font-sans text-xs text-ink-3">{children}</kbd>;
