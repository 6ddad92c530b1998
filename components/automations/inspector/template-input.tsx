'use client';
import { TemplateCombobox } from '../../templates/template-picker';
import { useTemplate } from '../../templates/use-template';

/** A template as a step names it. `value`: its slug or id. */
export function TemplateInput({ value, onChange }: { value: string; onChange: (slug: string) => void }) {
  const chosen = useTemplate(value);
  // Not there, or no longer: what the step says is what can be shown.
  const unknown = value ? { id: value, slug: value, name: value } : null;
  return <TemplateCombobox value={chosen.data ?? unknown} onChange={(template) => onChange(template.slug)} />;
}
