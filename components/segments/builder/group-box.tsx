'use client';
import { ListPlus, Plus } from 'lucide-react';
import { Button } from '../../ui/button';
import { cn } from '../../ui/cn';
import { Select } from '../../ui/select';
import { add, emptyCondition, emptyGroup, setMatch } from '../model/edit';
import type { Group, Match } from '../model/tree';
import { ConditionRow } from './condition-row';
import { useBuilder } from './context';
import { moveKeys, NodeActions } from './node-actions';

const matches: { value: Match; label: string; hint: string }[] = [
  { value: 'all', label: 'all of these', hint: 'every line holds' },
  { value: 'any', label: 'any of these', hint: 'at least one line holds' },
  { value: 'none', label: 'none of these', hint: 'no line holds' },
];
const between = { all: 'and', any: 'or', none: 'nor' };
const edge = { all: 'border-l-bar-2', any: 'border-l-bar', none: 'border-l-bad' };

/** Conditions and groups of them, of which all, any or none must hold. */
export function GroupBox({ group, depth = 0 }: { group: Group; depth?: number }) {
  const builder = useBuilder();
  const { root, change, readOnly } = builder;
  const outermost = depth === 0;
  const addCondition = () => {
    const made = emptyCondition();
    change(add(root, group.id, made), made.id);
  };
  const addGroup = () => {
    const made = emptyGroup(group.match === 'any' ? 'all' : 'any');
    change(add(root, group.id, made), made.id);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would inherit the look of the form around it
    <div
      role="group"
      aria-label={`${outermost ? 'Contacts matching' : 'Group:'} ${group.match} of these`}
      data-node={group.id}
      onKeyDownCapture={outermost ? undefined : (event) => inOwnHeader(event.target, group.id) && moveKeys(builder, group.id)(event)}
      className={cn(!outermost && 'rounded-md border border-l-3 bg-sunken/60 p-2', !outermost && edge[group.match])}
    >
      <div className="flex items-center gap-2" data-header={group.id}>
        <span className="text-sm text-ink-3">Match</span>
        <Select
          aria-label="Match"
          value={group.match}
          onValueChange={(match) => change(setMatch(root, group.id, match))}
          options={matches}
          disabled={readOnly}
          className="w-36 font-medium"
        />
        <span className="flex-1" />
        {!outermost && <NodeActions id={group.id} what="group" />}
      </div>
      <div className="mt-2 flex flex-col gap-2">
        {group.nodes.map((node, at) => (
          <div key={node.id} className="grid grid-cols-[1.75rem_minmax(0,1fr)] items-start gap-x-1">
            <span aria-hidden className="pt-1.5 text-right text-xs text-ink-3">
              {at > 0 && between[group.match]}
            </span>
            {node.kind === 'group' ? <GroupBox group={node} depth={depth + 1} /> : <ConditionRow condition={node} />}
          </div>
        ))}
        {group.nodes.length === 0 && (
          <p className="pl-8 text-sm text-ink-3">
            {outermost || group.form === 'object' ? 'No conditions: everyone.' : 'Nothing here yet: the group does not count.'}
          </p>
        )}
        {!readOnly && (
          <div className="flex flex-wrap gap-1 pl-8">
            <Button variant={outermost && group.nodes.length === 0 ? 'secondary' : 'ghost'} size="sm" onClick={addCondition} data-add>
              <Plus aria-hidden className="size-3.5" />
              Add condition
            </Button>
            {depth < 6 && (
              <Button variant="ghost" size="sm" onClick={addGroup}>
                <ListPlus aria-hidden className="size-3.5" />
                Add group
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

/** Whether the focus is in the group's own header, and not in a condition inside it, which moves by itself. */
const inOwnHeader = (target: EventTarget, id: string): boolean =>
  (target as Element).closest('[data-header]')?.getAttribute('data-header') === id;
