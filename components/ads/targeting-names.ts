import type { AdTargeting } from '@/contracts/ad-targeting';

export const targetKinds = ['locations', 'languages', 'interests', 'options'] as const;
export type TargetKind = (typeof targetKinds)[number];
export const targetLabels: Record<TargetKind, string> = {
  locations: 'Locations',
  languages: 'Languages',
  interests: 'Interests',
  options: 'Options',
};

const languages = new Intl.DisplayNames(['en'], { type: 'language' });

/** What is chosen of a kind, by id and name. */
export function targetsOf(all: AdTargeting, kind: TargetKind): { id: string; name: string }[] {
  if (kind === 'locations') return all.locations.map(({ code, name }) => ({ id: code, name }));
  if (kind === 'languages') return all.languages.map((code) => ({ id: code, name: languages.of(code) ?? code }));
  return all[kind];
}

/** With one more of a kind, or without it when it is there. */
export function toggleTarget(all: AdTargeting, kind: TargetKind, id: string, name: string): AdTargeting {
  const there = targetsOf(all, kind).some((each) => each.id === id);
  if (kind === 'locations')
    return { ...all, locations: there ? all.locations.filter((l) => l.code !== id) : [...all.locations, { code: id, name }] };
  if (kind === 'languages') return { ...all, languages: there ? all.languages.filter((code) => code !== id) : [...all.languages, id] };
  return { ...all, [kind]: there ? all[kind].filter((n) => n.id !== id) : [...all[kind], { id, name }] };
}

export const targetNames = (all: AdTargeting): { label: string; names: string[] }[] =>
  targetKinds.map((kind) => ({ label: targetLabels[kind], names: targetsOf(all, kind).map((each) => each.name) }));
