import Link from 'next/link';
import { Mark } from '@/components/shell/mark';
import { buttonClass } from '@/components/ui/button';

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 text-center">
      <Mark className="mb-4 size-10" />
      <h1 className="text-xl font-semibold tracking-tight">There is nothing at this address</h1>
      <p className="mt-1 text-sm text-ink-3">It may have been deleted, or the link is incomplete.</p>
      <Link href="/overview/audiences" className={buttonClass({ variant: 'primary', className: 'mt-5' })}>
        Go to audiences
      </Link>
    </main>
  );
}
