'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { useIsOwner } from '../organization';
import { useUnsavedWarning } from '../templates/use-unsaved-warning';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { PageHeader } from '../ui/page-header';
import { Tooltip } from '../ui/tooltip';
import type { Details } from './details-fields';
import { EditorLayout, obstacle, useSegmentEditor } from './editor-layout';
import { inItNow } from './to-audience';

const everyone = { datatype: 'contact', where: {} };

export function NewSegment() {
  const owner = useIsOwner();
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const editor = useSegmentEditor(everyone);
  const [details, setDetails] = useState<Details>({ name: '', description: '', type: 'dynamic' });
  const create = useMutation(
    trpc.segments.create.mutationOptions({
      onSuccess: (segment) => {
        toast.success(`“${segment.name}” created`, { description: inItNow(segment) });
        queries.setQueryData(trpc.segments.get.queryKey({ id: segment.id }), segment);
        void queries.invalidateQueries({ queryKey: trpc.segments.list.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.audiences.list.pathKey() });
        router.push(`/overview/segments/${segment.id}`);
      },
    }),
  );
  const problem = obstacle(editor.state, details);
  const begun = details.name !== '' || editor.state.filter !== everyone;
  useUnsavedWarning(begun && !create.isPending && !create.isSuccess);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem) return void toast.error(problem, { id: 'segment' });
    create.mutate({ ...details, description: details.description.trim() || null, filter: editor.state.filter });
  };
  const save = owner && (
    <Tooltip text={problem ?? 'Makes the segment an audience you can send to'}>
      <Button type="submit" variant="primary" loading={create.isPending} aria-disabled={Boolean(problem)}>
        <Save aria-hidden className="size-3.5" />
        Create segment
      </Button>
    </Tooltip>
  );
  return (
    <form onSubmit={submit} onKeyDown={stayOnEnter}>
      <PageHeader
        parent={{ href: '/overview/segments', label: 'Segments' }}
        title="New segment"
        description="An audience defined by a filter. The number beside it follows while you type."
        actions={<span className="max-lg:hidden">{save}</span>}
      />
      <EditorLayout editor={editor} details={details} onDetails={setDetails} error={create.error} save={save} />
    </form>
  );
}

/** Enter in a control chooses or finishes there; only the button saves. */
export function stayOnEnter(event: { key: string; target: EventTarget; preventDefault: () => void }) {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}
