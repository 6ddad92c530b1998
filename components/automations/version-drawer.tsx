'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { AutomationVersion } from '@/contracts/automation-api';
import { Drawer, DrawerBody } from '../ui/drawer';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { Time } from '../ui/time';
import { Flow } from './flow/flow';
import { FlowFrame } from './flow/flow-frame';
import { useNames } from './model/use-names';

const JsonEditor = dynamic(() => import('../segments/json/editor'), { ssr: false, loading: () => <Skeleton className="h-96 w-full" /> });

type Props = { version: AutomationVersion; open: boolean; onOpenChange: (open: boolean) => void };

/** What a version does, to be read: as a flow, or as JSON, from where it can be copied. */
export const VersionDrawer = ({ version, open, onOpenChange }: Props) => (
  <Drawer
    open={open}
    onOpenChange={onOpenChange}
    title={`Version ${version.version}`}
    description={
      <>
        Saved <Time iso={version.created_at} />
      </>
    }
    wide
  >
    <DrawerBody>
      <Definition version={version} />
    </DrawerBody>
  </Drawer>
);

function Definition({ version: { version, definition } }: { version: AutomationVersion }) {
  const [view, setView] = useState<'flow' | 'json'>('flow');
  const names = useNames(definition);
  return (
    <div className="flex flex-col gap-3">
      <Segmented
        label="View of the version"
        value={view}
        onValueChange={setView}
        options={[
          { value: 'flow', label: 'Flow' },
          { value: 'json', label: 'JSON' },
        ]}
        className="self-start"
      />
      {view === 'flow' ? (
        <FlowFrame label={`Steps of version ${version}`} selected={null} className="rounded-md border">
          <Flow definition={definition} names={names} problems={() => []} selected={null} />
        </FlowFrame>
      ) : (
        <JsonEditor
          label={`Version ${version} as JSON`}
          value={JSON.stringify(definition, null, 2)}
          onChange={() => {}}
          marks={[]}
          fields={[]}
          readOnly
        />
      )}
    </div>
  );
}
