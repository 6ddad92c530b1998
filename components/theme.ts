const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export const themeCookie = 'muster_theme';

/** The server reads the cookie and writes `data-theme`, so the first paint has the right colours without a script. */
export const readTheme = (value: string | undefined): Theme => themes.find((theme) => theme === value) ?? 'system';

/** Shows a theme at once and keeps it for a year. */
export function applyTheme(theme: Theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
}
