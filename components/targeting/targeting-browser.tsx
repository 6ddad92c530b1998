'use client';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { optionSources, targetingPlatforms } from '@/contracts/targeting';
import { Card } from '../ui/card';
import { PageHeader } from '../ui/page-header';
import { SearchInput } from '../ui/search-input';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { useSearch } from '../use-search';
import { Locations, Nodes } from './target-lists';

const kinds = ['locations', 'interests', 'options'] as const;
const platformNames = { muster: 'Contacts', facebook: 'Facebook', google: 'Google', tiktok: 'TikTok', linkedin: 'LinkedIn' };

/** Everything that can be targeted, to look up and to copy: the same lists that the builder and the API pick from. */
export function TargetingBrowser() {
  const [kind, setKind] = useQueryState('show', parseAsStringLiteral(kinds).withDefault('locations'));
  const [platform, setPlatform] = useQueryState('platform', parseAsStringLiteral(optionSources).withDefault('facebook'));
  const [parent, setParent] = useQueryState('in', parseAsString);
  const [text, setText, q] = useSearch();
  const sources = kind === 'interests' ? targetingPlatforms : optionSources;
  const chosen = kind === 'interests' && platform === 'muster' ? 'facebook' : platform;
  return (
    <>
      <PageHeader title="Targeting" description="Places, interests and other options, as filters and ads platforms name them." />
      <Card>
        <div className="flex flex-wrap items-center gap-2 border-b p-2">
          <Segmented
            label="What to show"
            value={kind}
            onValueChange={(next) => {
              void setKind(next);
              void setParent(null);
            }}
            options={[
              { value: 'locations', label: 'Locations' },
              { value: 'interests', label: 'Interests' },
              { value: 'options', label: 'Options' },
            ]}
          />
          {kind !== 'locations' && (
            <Select
              aria-label="Platform"
              value={chosen}
              onValueChange={(next) => {
                void setPlatform(next);
                void setParent(null);
              }}
              options={sources.map((value) => ({ value, label: platformNames[value] }))}
            />
          )}
          <SearchInput label="Search by name or code" value={text} onValueChange={setText} />
        </div>
        {kind === 'locations' ? (
          <Locations q={q} country={parent} onOpen={(code) => void setParent(code)} />
        ) : (
          <Nodes kind={kind} platform={chosen} q={q} parent={parent} onOpen={(id) => void setParent(id)} />
        )}
      </Card>
    </>
  );
}
