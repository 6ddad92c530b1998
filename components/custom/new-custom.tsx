'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type CustomAudienceType, type CustomType, customTypes } from '@/contracts/custom';
import { useTRPC } from '../trpc';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { CustomForm } from './custom-form';
import { kindIcon } from './kinds';

/** Which of the four kinds, explained with what each needs; then its form. */
export function NewCustom() {
  const trpc = useTRPC();
  const types = useQuery(trpc.custom.types.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const [type, setType] = useQueryState('type', parseAsStringLiteral(customTypes));
  const chosen = types.data?.find((t) => t.type === type);
  if (types.isError && !types.data) return <ErrorState error={types.error} retry={() => types.refetch()} what="the kinds of audience" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/audiences', label: 'Audiences' }}
        title="New custom audience"
        description="From people you already know, from people like them, or from what visitors do on your website."
      />
      {chosen ? (
        <CustomForm type={chosen} onBack={() => setType(null)} />
      ) : (
        <ul className="grid gap-3 md:grid-cols-2" aria-label="Kinds of custom audience">
          {types.data
            ? types.data.map((t) => <Kind key={t.type} type={t} />)
            : customTypes.map((t) => <Skeleton key={t} className="h-40 w-full" />)}
        </ul>
      )}
    </>
  );
}

const Kind = ({ type }: { type: CustomAudienceType }) => {
  const Icon = kindIcon[type.type as CustomType];
  return (
    <li className="relative rounded-lg border bg-surface p-4 hover:border-line-strong has-[a:focus-visible]:border-accent">
      <h2 className="flex items-center gap-2 text-base font-semibold">
        <span className="flex size-8 items-center justify-center rounded-md border bg-sunken text-ink-2">
          <Icon aria-hidden className="size-4" strokeWidth={1.75} />
        </span>
        <Link
          href={{ pathname: '/overview/audiences/custom/new', query: { type: type.type } }}
          className="after:absolute after:inset-0 after:rounded-lg"
        >
          {type.name}
        </Link>
      </h2>
      <p className="mt-2 text-sm text-ink-2 text-pretty">{type.description}</p>
      <p className="mt-3 text-xs font-medium text-ink-2">It needs</p>
      <ul className="mt-1 list-disc pl-4 text-xs text-ink-3">
        {type.needs.map((need) => (
          <li key={need}>{need.replaceAll('`', '')}</li>
        ))}
      </ul>
      <p className="mt-3 text-xs text-ink-3">{type.refreshes}</p>
    </li>
  );
};
