import { leadsWithVariable } from './placeholders';

/**
 * An author's link as it may stand in a mail: http, https, mailto, tel, a bare domain (made https), or one that starts with a
 * variable (checked again when the value is known). Anything else, `javascript:` above all, becomes `#`.
 */
export function safeLink(href: string): string {
  const url = href.trim();
  if (/^(?:https?:\/\/|mailto:|tel:)/i.test(url) || leadsWithVariable(url)) return url;
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?#:]|$)/i.test(url)) return `https://${url}`;
  return '#';
}

/** The same for images, which only come over http and https; null: leave the image out. */
export function safeImage(src: string): string | null {
  const url = src.trim();
  return /^https?:\/\//i.test(url) || leadsWithVariable(url) ? url : null;
}
