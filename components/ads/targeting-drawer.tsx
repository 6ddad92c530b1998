'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { countTargets, MAX_TARGETS } from '@/contracts/ad-targeting';
import type { AdAudience } from '@/contracts/ads';
import type { TargetingNode } from '@/contracts/targeting';
import { explain } from '../errors';
import { Locations, Nodes, type Picking } from '../targeting/target-lists';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Drawer, DrawerBody, DrawerFooter } from '../ui/drawer';
import { Notice } from '../ui/notice';
import { SearchInput } from '../ui/search-input';
import { Segmented } from '../ui/segmented';
import { useDebounced } from '../use-search';
import { platformLabel } from './status';
import { TargetingChips } from './targeting-chips';
import { type TargetKind, targetKinds, targetLabels, targetsOf, toggleTarget } from './targeting-names';

type Props = { ad: AdAudience; open: boolean; onOpenChange: (open: boolean) => void };

/** Chooses targeting from the lists of the platform; nothing is typed but the search. */
export const TargetingDrawer = ({ ad, open, onOpenChange }: Props) => (
  <Drawer open={open} onOpenChange={onOpenChange} title="Targeting" description={`Of ads on ${platformLabel(ad.platform)} to “${ad.name}”`}>
    <Form ad={ad} close={() => onOpenChange(false)} />
  </Drawer>
);

function Form({ ad, close }: { ad: AdAudience; close: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(ad.targeting);
  const [kind, setKind] = useState<TargetKind>('locations');
  const full = countTargets(draft) >= MAX_TARGETS;
  const save = useMutation(
    trpc.ads.update.mutationOptions({
      onSuccess: () => {
        toast.success('The targeting is kept');
        void queries.invalidateQueries({ queryKey: trpc.ads.pathKey() });
        close();
      },
    }),
  );
  const toggle = (of: TargetKind, id: string, name: string) => setDraft((was) => toggleTarget(was, of, id, name));
  return (
    <>
      <DrawerBody className="flex flex-col gap-4">
        <TargetingChips targeting={draft} onRemove={(of, { id, name }) => toggle(of, id, name)} />
        {full && <Notice tone="warn">{MAX_TARGETS} are chosen, the most that are kept.</Notice>}
        <Segmented
          label="What to choose"
          value={kind}
          onValueChange={setKind}
          options={targetKinds.map((value) => ({ value, label: targetLabels[value] }))}
        />
        <Lists
          key={kind}
          kind={kind}
          platform={ad.platform}
          full={full}
          has={(id) => targetsOf(draft, kind).some((each) => each.id === id)}
          toggle={(id, name) => toggle(kind, id, name)}
        />
      </DrawerBody>
      {save.error && (
        <div className="border-t px-4 py-3 sm:px-6">
          <Notice tone="bad">{explain(save.error).message}</Notice>
        </div>
      )}
      <DrawerFooter>
        <Button onClick={close}>Cancel</Button>
        <Button variant="primary" loading={save.isPending} onClick={() => save.mutate({ id: ad.id, targeting: draft })}>
          Save targeting
        </Button>
      </DrawerFooter>
    </>
  );
}

type ListsProps = Omit<Picking, 'idOf'> & { kind: TargetKind; platform: AdAudience['platform'] };

function Lists({ kind, platform, ...how }: ListsProps) {
  const root = kind === 'languages' ? 'language' : null;
  const [text, setText] = useState('');
  const [parent, setParent] = useState<string | null>(root);
  const q = useDebounced(text.trim()) || undefined;
  const open = (id: string | null) => {
    setText('');
    setParent(id);
  };
  const picking: Picking = { ...how, idOf: (row, source) => ids[kind](row, source) };
  return (
    <Card>
      <div className="border-b p-2">
        <SearchInput label={`Search ${targetLabels[kind].toLowerCase()}`} value={text} onValueChange={setText} className="sm:w-full" />
      </div>
      {kind === 'locations' ? (
        <Locations q={q} country={parent} onOpen={open} picking={picking} />
      ) : (
        <Nodes
          kind={kind === 'interests' ? 'interests' : 'options'}
          platform={kind === 'languages' ? 'muster' : platform}
          label={targetLabels[kind]}
          q={q}
          parent={parent}
          onOpen={open}
          picking={picking}
          {...(root ? { root } : {})}
        />
      )}
    </Card>
  );
}

const below = (node: TargetingNode) => (node.path.length > 0 || node.children === 0 ? node.id : null);

/** What a row is kept by. Null: it only groups others, as does what has no id of the platform in its own tree, and the top of our snapshots. */
const ids: Record<TargetKind, Picking['idOf']> = {
  locations: (row) => ('code' in row ? row.code : null),
  languages: (row) => ('id' in row ? row.id.replace('language/', '') : null),
  interests: (row, source) => ('id' in row ? (row.platform_id ?? (source?.kind === 'platform' ? null : below(row))) : null),
  options: (row) => ('id' in row ? below(row) : null),
};
