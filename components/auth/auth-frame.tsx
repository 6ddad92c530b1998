import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Mark } from '../shell/mark';

export const AuthLink = ({ href, children }: { href: Route; children: ReactNode }) => (
  <Link href={href} className="font-medium text-accent underline underline-offset-2">
    {children}
  </Link>
);

/** The page around signing in and up, and around what a link in a mail opens. */
export const AuthFrame = ({
  title,
  description,
  children,
  footer,
}: {
  title: string;
  description: string;
  children: ReactNode;
  footer: ReactNode;
}) => (
  <main className="flex min-h-dvh flex-col items-center px-4 pt-[12vh] pb-10">
    <div className="w-full max-w-88">
      <div className="mb-6 flex flex-col items-center text-center">
        <Mark className="mb-4 size-10" />
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-1 text-sm text-ink-3">{description}</p>
      </div>
      <div className="rounded-xl border bg-surface p-5 shadow-control [&_input]:h-9">{children}</div>
      <p className="mt-4 text-center text-sm text-ink-3">{footer}</p>
    </div>
  </main>
);
