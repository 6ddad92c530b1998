'use client';
import { useState } from 'react';
import { countTargets } from '@/contracts/ad-targeting';
import type { AdAudience } from '@/contracts/ads';
import { useIsOwner } from '../organization';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import { Details } from '../ui/details';
import { platformLabel } from './status';
import { TargetingDrawer } from './targeting-drawer';
import { targetNames } from './targeting-names';

/** What ads to these people should be narrowed by, and the text of it to take to the platform, where ads are run. */
export function TargetingSection({ ad }: { ad: AdAudience }) {
  const owner = useIsOwner();
  const [open, setOpen] = useState(false);
  const platform = platformLabel(ad.platform);
  const chosen = countTargets(ad.targeting) > 0;
  return (
    <Section
      title="Targeting"
      actions={owner && <Button onClick={() => setOpen(true)}>{chosen ? 'Change targeting…' : 'Choose targeting…'}</Button>}
    >
      <div className="flex flex-col gap-3">
        <p className="max-w-prose text-sm text-ink-2 text-pretty">
          {chosen
            ? `Set this where you run the ads, on ${platform}. Muster keeps it and sends none of it.`
            : `Ads on ${platform} reach everybody in the audience. Choose places, languages or interests to take there: Muster keeps them and sends none of it.`}
        </p>
        {chosen && <Details items={targetNames(ad.targeting).map(({ label, names }) => names.length > 0 && [label, names.join(', ')])} />}
        {ad.targeting_spec && <Spec spec={ad.targeting_spec} platform={platform} />}
      </div>
      <TargetingDrawer ad={ad} open={open} onOpenChange={setOpen} />
    </Section>
  );
}

function Spec({ spec, platform }: { spec: NonNullable<AdAudience['targeting_spec']>; platform: string }) {
  const text = JSON.stringify(spec.json, null, 2);
  return (
    <>
      <div>
        <h3 className="text-sm font-medium">{spec.format === 'muster' ? 'To set by hand' : 'To paste there'}</h3>
        <p className="text-sm text-ink-2">{spec.use}.</p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-80 overflow-auto rounded-md border bg-sunken p-3 font-mono text-xs">
        {text}
      </pre>
      <div>
        <CopyButton text={text} label="Copy JSON" />
      </div>
      {spec.by_hand.length > 0 && (
        <p className="max-w-prose text-sm text-ink-2 text-pretty">
          Not in it, as {platform} names these by ids that are not known here; set them by hand:{' '}
          {spec.by_hand.map(({ name }) => name).join(', ')}.
        </p>
      )}
    </>
  );
}
