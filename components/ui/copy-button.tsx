'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { Button } from './button';

/** Copies `text`. `label` says what is copied. */
export function CopyButton({ text, label = 'Copy', compact }: { text: string; label?: string; compact?: boolean }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => toast.error('The browser did not allow copying. Select the text and copy it by hand.'),
    );
  const Icon = copied ? Check : Copy;
  return compact ? (
    <Button variant="ghost" size="iconSm" onClick={copy} aria-label={copied ? 'Copied' : label}>
      <Icon aria-hidden className="size-3.5" />
    </Button>
  ) : (
    <Button onClick={copy}>
      <Icon aria-hidden className="size-3.5" />
      {copied ? 'Copied' : label}
    </Button>
  );
}
