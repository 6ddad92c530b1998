'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import type { TemplateSource } from '@/contracts/template';
import { useTRPC } from '../trpc';
import { TemplateEditor } from './template-editor';

const blank: TemplateSource = {
  subject: 'News for {{name|you}}',
  preheader: '',
  body: '# Hello {{name|there}}\n\nWrite your message here. An empty line starts a new paragraph.\n\n- **bold**, *italic*, [a link](https://example.com)\n',
  sms: '',
  button: null,
  accent: '#4f46e5',
  footer: '',
};

export function NewTemplate() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const create = useMutation(
    trpc.templates.create.mutationOptions({
      onSuccess: (template) => {
        toast.success(`“${template.name}” created`);
        void queries.invalidateQueries({ queryKey: trpc.templates.list.pathKey() });
        router.replace(`/overview/templates/${template.id}`);
      },
    }),
  );
  return (
    <TemplateEditor
      initial={{ name: '', source: blank, track_opens: null, track_clicks: null }}
      saving={create.isPending}
      error={create.error}
      onSave={(input) => create.mutate(input)}
    />
  );
}
