import { createClickUrl, createOpenUrl, isWebUrl, MAX_TARGET } from '@/server/channels/tracking-links';

type Tracking = {
  messageId: string;
  opens: boolean;
  clicks: boolean;
  settings: { APP_URL: string; MUSTER_SECRET: string };
};

/** In HTML that we rendered: every attribute is quoted. `download` and `#` links have no http target and fall out below. */
const anchors = /(<a\b[^<>]*?\shref=)(?:"([^"]*)"|'([^']*)')/gi;
const entity = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi;
const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Leads the links of a mail through ours and adds the open pixel. Only web links are led: `mailto:`, `tel:` and our own links (to
 * unsubscribe above all, which must work when nothing else does) stay as they are.
 */
export function trackHtml(html: string, { messageId, opens, clicks, settings }: Tracking): string {
  let place = 0;
  const led = clicks
    ? html.replace(anchors, (whole, before: string, double?: string, single?: string) => {
        const url = decode(double ?? single ?? '').trim();
        if (!isWebUrl(url) || Buffer.byteLength(url) > MAX_TARGET || url.startsWith(`${settings.APP_URL}/`)) return whole;
        return `${before}"${createClickUrl(messageId, place++, url, settings)}"`;
      })
    : html;
  if (!opens) return led;
  const pixel = `<img src="${createOpenUrl(messageId, settings)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`;
  const end = led.lastIndexOf('</body>');
  return end === -1 ? led + pixel : led.slice(0, end) + pixel + led.slice(end);
}

const decode = (text: string) =>
  text.includes('&')
    ? text.replace(entity, (whole, name?: string, decimal?: string, hex?: string) => {
        if (name) return named[name.toLowerCase()] ?? whole;
        const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16);
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      })
    : text;
