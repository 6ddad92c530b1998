'use client';
import { MailCheck, Save } from 'lucide-react';
import { useState } from 'react';
import type { Template } from '@/contracts/template';
import { formatRelative } from '../format';
import { useIsOwner } from '../organization';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { PageHeader } from '../ui/page-header';
import { EditorFields } from './editor-fields';
import { TemplateMenu } from './template-menu';
import { TemplatePreview } from './template-preview';
import { TestSendDialog } from './test-send-dialog';
import { useUnsavedWarning } from './use-unsaved-warning';

export type TemplateForm = Pick<Template, 'name' | 'source' | 'track_opens' | 'track_clicks'>;

type Props = { template?: Template; initial: TemplateForm; saving: boolean; error: unknown; onSave: (form: TemplateForm) => void };

const formOf = ({ name, source, track_opens, track_clicks }: TemplateForm): TemplateForm => ({ name, source, track_opens, track_clicks });

/** Writing at the left, what people get at the right, while it is typed. A member reads; an owner writes. */
export function TemplateEditor({ template, initial, saving, error, onSave }: Props) {
  const owner = useIsOwner();
  const [form, setForm] = useState(() => formOf(initial));
  const [testing, setTesting] = useState(false);
  const changed = JSON.stringify(form) !== JSON.stringify(formOf(initial));
  useUnsavedWarning(changed && !saving);
  const complete =
    form.name.trim() && form.source.subject.trim() && (!form.source.button || (form.source.button.label && form.source.button.href));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (owner && complete) onSave(form);
      }}
    >
      <PageHeader
        parent={{ href: '/overview/templates', label: 'Templates' }}
        title={template ? template.name : 'New template'}
        description={
          template && (
            <span className="flex flex-wrap items-center gap-2">
              <Badge tone="outline">version {template.version}</Badge>
              <code className="font-mono text-xs">{template.slug}</code>
              <span>saved {formatRelative(template.updated_at)}</span>
              {changed && <span className="text-warn">unsaved changes</span>}
            </span>
          )
        }
        actions={
          owner && (
            <>
              {template && (
                <Button onClick={() => setTesting(true)}>
                  <MailCheck aria-hidden className="size-3.5" />
                  Send a test
                </Button>
              )}
              <Button type="submit" variant="primary" loading={saving} disabled={!complete || (template && !changed)}>
                <Save aria-hidden className="size-3.5" />
                {template ? `Save version ${template.version + 1}` : 'Create template'}
              </Button>
              {template && <TemplateMenu template={template} />}
            </>
          )
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Section title="Content" description={template && 'Saving makes a new version; scheduled sends keep theirs.'}>
          <fieldset disabled={!owner} className="flex min-w-0 flex-col gap-4">
            <legend className="sr-only">Content</legend>
            <EditorFields form={form} onChange={setForm} error={error} />
          </fieldset>
        </Section>
        <TemplatePreview source={form.source} />
      </div>
      {template && <TestSendDialog open={testing} onOpenChange={setTesting} template={template} unsaved={changed} />}
    </form>
  );
}
