import type { MailHookProvider } from '@/contracts/hooks';

export const providerNames: Record<MailHookProvider, string> = { standard: 'Standard Webhooks', resend: 'Resend', mailgun: 'Mailgun' };

export const providerOptions: { value: MailHookProvider; label: string; hint: string }[] = [
  { value: 'standard', label: providerNames.standard, hint: 'Our own JSON, or returned mail' },
  { value: 'resend', label: providerNames.resend, hint: 'Its events as they are' },
  { value: 'mailgun', label: providerNames.mailgun, hint: 'Its events as they are' },
];
