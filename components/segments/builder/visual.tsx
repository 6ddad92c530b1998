'use client';
import { useEffect, useMemo, useRef } from 'react';
import type { Field } from '@/contracts/segment';
import { useIsOwner } from '../../organization';
import { catalogueOf } from '../json/check';
import type { Group } from '../model/tree';
import { BuilderProvider } from './context';
import { builtinFields, fieldsOf } from './field-info';
import { GroupBox } from './group-box';

type Props = {
  root: Group;
  datatype: string;
  fields: readonly Field[] | undefined;
  onChange: (root: Group) => void;
  audience: (id: string) => string | undefined;
};

/** The filter as a form. After something was added, moved or removed the focus goes where work continues. */
export function VisualBuilder({ root, datatype, fields, onChange, audience }: Props) {
  const readOnly = !useIsOwner();
  const box = useRef<HTMLDivElement>(null);
  const focus = useRef<string | null>(null);
  const keys = useMemo(() => (fields ?? []).filter((f) => !f.builtin).map((f) => f.label), [fields]);
  const catalogue = useMemo(() => catalogueOf(datatype, keys), [datatype, keys]);
  const known = datatype === 'contact' ? (fields ?? builtinFields) : catalogue ? fieldsOf(catalogue) : [];

  // biome-ignore lint/correctness/useExhaustiveDependencies: after each new tree
  useEffect(() => {
    const id = focus.current;
    focus.current = null;
    if (id) focusNode(box.current, id);
  }, [root]);

  if (!catalogue) return null;
  const change = (next: Group, then?: string) => {
    focus.current = then ?? null;
    onChange(next);
  };
  return (
    <div ref={box}>
      <BuilderProvider value={{ root, change, fields: known, catalogue, audience, readOnly }}>
        <GroupBox group={root} />
      </BuilderProvider>
    </div>
  );
}

/** The first empty field of a node, else its first control; of an empty group, the button that fills it. */
function focusNode(box: HTMLElement | null, id: string) {
  const node = box?.querySelector(`[data-node="${id}"]`);
  const controls = [
    ...(node?.querySelectorAll<HTMLElement>('input:not([type=hidden]):not([aria-hidden]), textarea, button:not([tabindex="-1"])') ?? []),
  ];
  const empty = controls.find((el) => el instanceof HTMLInputElement && el.getAttribute('aria-label') === 'Field' && el.value === '');
  const target =
    empty ?? (node?.querySelector('[data-node]') ? controls[0] : node?.querySelector<HTMLElement>('[data-add]')) ?? controls[0];
  // After the menu or popup that caused this gave the focus back.
  requestAnimationFrame(() => target?.focus());
}
