import { mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { restoreLibraryLinks } from '@/server/db/embedded/binaries';
import { folder } from './helpers';

test('library links that npm left out are made again, relative, and once', () => {
  const root = folder();
  const lib = path.join(root, 'native', 'lib');
  mkdirSync(lib, { recursive: true });
  writeFileSync(path.join(lib, 'libpq.so.5.18'), 'library');
  writeFileSync(
    path.join(root, 'native', 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
  );
  restoreLibraryLinks(root);
  restoreLibraryLinks(root);
  expect(readlinkSync(path.join(lib, 'libpq.so.5'))).toBe('libpq.so.5.18');
  expect(readFileSync(path.join(lib, 'libpq.so.5'), 'utf8')).toBe('library');
});
