import {
  BadgeDollarSign,
  BookOpen,
  ChartColumn,
  Crosshair,
  FileText,
  Filter,
  Gauge,
  Inbox,
  KeyRound,
  type LucideIcon,
  Megaphone,
  MousePointerClick,
  Radar,
  ScrollText,
  Send,
  ShieldBan,
  UserCog,
  Users,
  UsersRound,
  Webhook,
  Workflow,
} from 'lucide-react';
import type { Route } from 'next';

type NavItem = { href: Route; label: string; icon: LucideIcon; external?: boolean };
type NavGroup = { label: string | null; items: NavItem[] };

/** The places of the dashboard, for the sidebar and the command palette. */
export const navigation = (demo: boolean): NavGroup[] => [
  {
    label: null,
    items: [
      { href: '/overview/audiences', label: 'Audiences', icon: UsersRound },
      { href: '/overview/segments', label: 'Segments', icon: Filter },
      { href: '/overview/contacts', label: 'Contacts', icon: Users },
      { href: '/overview/suppressions', label: 'Suppressions', icon: ShieldBan },
    ],
  },
  {
    label: 'Messages',
    items: [
      { href: '/overview/campaigns', label: 'Campaigns', icon: Megaphone },
      { href: '/overview/automations', label: 'Automations', icon: Workflow },
      { href: '/overview/sends', label: 'Sends', icon: Send },
      { href: '/overview/templates', label: 'Templates', icon: FileText },
      { href: '/overview/reports', label: 'Reports', icon: ChartColumn },
    ],
  },
  {
    label: 'Ads',
    items: [
      { href: '/overview/ads', label: 'Ads sync', icon: BadgeDollarSign },
      { href: '/overview/targeting', label: 'Targeting', icon: Crosshair },
      { href: '/overview/pixels', label: 'Pixels', icon: MousePointerClick },
    ],
  },
  {
    label: 'Organization',
    items: [
      { href: '/overview/members', label: 'Members', icon: UserCog },
      { href: '/overview/audit-log', label: 'Audit log', icon: ScrollText },
    ],
  },
  {
    label: 'Developers',
    items: [
      { href: '/overview/api-keys', label: 'API keys', icon: KeyRound },
      { href: '/overview/webhooks', label: 'Webhooks', icon: Webhook },
      { href: '/overview/tracking', label: 'Tracking', icon: Radar },
      { href: '/overview/slow-filters', label: 'Slow filters', icon: Gauge },
      ...(demo ? [{ href: '/overview/mailbox', label: 'Mailbox', icon: Inbox } as const] : []),
      { href: '/docs' as Route, label: 'API docs', icon: BookOpen, external: true },
    ],
  },
];
