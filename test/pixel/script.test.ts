import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pixelLimits } from '@/contracts/pixel';
import { minifiedPixel } from '@/scripts/pixel/minify';

const served = readFileSync('public/pixel.js', 'utf8');

test('the script is under 3 KB as it is served', () => {
  expect(Buffer.byteLength(served)).toBeLessThan(pixelLimits.scriptBytes);
});

test('what is served is what scripts/pixel/pixel.js says (npx tsx scripts/pixel/minify.ts)', () => {
  expect(served).toBe(minifiedPixel());
});

test('it sets no cookie', () => {
  expect(served).not.toMatch(/\.cookie/);
});
