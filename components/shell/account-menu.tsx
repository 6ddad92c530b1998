'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Building2, ChevronsUpDown, CircleUser, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { showError } from '../errors';
import { useOrganization } from '../organization';
import { applyTheme, readTheme, type Theme } from '../theme';
import { Menu, MenuItem, MenuLink, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '../ui/menu';
import { OrganizationDialog } from './organization-dialog';
import { postAuth } from './post-auth';

const choices = [
  { theme: 'system', label: 'System theme', icon: Monitor },
  { theme: 'light', label: 'Light theme', icon: Sun },
  { theme: 'dark', label: 'Dark theme', icon: Moon },
] as const;

function useTheme() {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(readTheme(document.documentElement.dataset.theme)), []);
  return [
    theme,
    (next: Theme) => {
      applyTheme(next);
      setTheme(next);
    },
  ] as const;
}

export function useSignOut() {
  const queries = useQueryClient();
  return async () => {
    try {
      await postAuth('sign-out', {});
      queries.clear();
      // A full load: nothing of this session stays in memory.
      location.assign('/sign-in');
    } catch (error) {
      showError(error);
    }
  };
}

/** Who is signed in, as what; theme; sign out. */
export function AccountMenu() {
  const { user, role } = useOrganization();
  const [theme, setTheme] = useTheme();
  const signOut = useSignOut();
  const [settings, setSettings] = useState(false);
  return (
    <>
      <Menu
        align="start"
        side="top"
        trigger={
          <button
            type="button"
            aria-label={`Account of ${user.name}`}
            className="flex items-center gap-2.5 rounded-md p-1.5 text-left outline-offset-[-2px] hover:bg-selected/60"
          >
            <span
              aria-hidden
              className="flex size-7 shrink-0 items-center justify-center rounded-full bg-selected text-xs font-semibold text-ink-2 uppercase"
            >
              {user.name.slice(0, 1)}
            </span>
            <span className="min-w-0 flex-1 leading-tight">
              <span className="block truncate text-sm font-medium">{user.name}</span>
              <span className="block truncate text-2xs text-ink-3 capitalize">{role}</span>
            </span>
            <ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />
          </button>
        }
      >
        <div className="px-2 py-1.5 text-xs text-ink-3">{user.email}</div>
        <MenuSeparator />
        <MenuRadioGroup value={theme} onValueChange={setTheme} aria-label="Theme">
          {choices.map(({ theme: value, label, icon: Icon }) => (
            <MenuRadioItem key={value} value={value} closeOnClick={false}>
              <Icon aria-hidden />
              {label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuLink render={<Link href="/overview/account" />}>
          <CircleUser aria-hidden />
          Your account
        </MenuLink>
        {role === 'owner' && (
          <MenuItem onClick={() => setSettings(true)}>
            <Building2 aria-hidden />
            Organization…
          </MenuItem>
        )}
        <MenuItem onClick={signOut}>
          <LogOut aria-hidden />
          Sign out
        </MenuItem>
      </Menu>
      <OrganizationDialog open={settings} onOpenChange={setSettings} />
    </>
  );
}
