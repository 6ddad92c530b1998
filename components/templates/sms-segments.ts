// GSM 03.38: the basic alphabet, and what takes two places (escape).
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('\f^{}\\[~]|€');

type SmsSize = { encoding: 'GSM-7' | 'UCS-2'; units: number; segments: number; left: number };

/**
 * What a text costs (3GPP TS 23.038): 160 places of GSM-7 or 70 of UCS-2 in one message; 153 or 67 in each part of several, where a
 * character is never split over two parts. `left`: units free in the last segment.
 */
export function smsSize(text: string): SmsSize {
  const chars = [...text];
  const gsm = chars.every((c) => basic.has(c) || extended.has(c));
  const cost = (c: string) => (gsm ? (extended.has(c) ? 2 : 1) : c.length);
  const [single, part] = gsm ? [160, 153] : [70, 67];
  const units = chars.reduce((n, c) => n + cost(c), 0);
  const encoding = gsm ? 'GSM-7' : 'UCS-2';
  if (units <= single) return { encoding, units, segments: units ? 1 : 0, left: single - units };
  let segments = 1;
  let used = 0;
  for (const c of chars) {
    if (used + cost(c) > part) {
      segments++;
      used = 0;
    }
    used += cost(c);
  }
  return { encoding, units, segments, left: part - used };
}
