import { describe, expect, test } from 'vitest';
import { checkUpload, columnsOf } from '@/contracts/custom-upload';
import { AppError } from '@/contracts/errors';

const becomes = (columns: { name: string; becomes: string }[]) => Object.fromEntries(columns.map((c) => [c.name, c.becomes]));

describe('the columns of an uploaded file', () => {
  test('what somebody chose comes before what was guessed of another column', () => {
    const csv = 'email,backup\nada@example.com,grace@example.com\n';
    const { columns, ready } = checkUpload({ csv, columns: { backup: 'email' } }, 'file_upload');
    expect(becomes(columns)).toEqual({ email: 'skip', backup: 'email' });
    expect(ready[0]?.email).toEqual({ text: 'grace@example.com' });
  });

  test('are known also when nothing can be matched by them, so that somebody can say what they are', () => {
    const source = { csv: 'Kundennr,Ort\nK1,Bonn\nK2,Ulm\n' };
    expect(() => checkUpload(source, 'customer_match')).toThrow(AppError);
    expect(becomes(columnsOf(source, 'customer_match'))).toEqual({ Kundennr: 'skip', Ort: 'skip' });
    expect(checkUpload({ ...source, columns: { Kundennr: 'external_id' } }, 'customer_match').ready).toHaveLength(2);
  });

  test('two that hold the same are refused, and still shown', () => {
    const source = { csv: 'a,b\nada@example.com,grace@example.com\n', columns: { a: 'email', b: 'email' } as const };
    expect(() => checkUpload(source, 'file_upload')).toThrow('Two columns hold the email.');
    expect(becomes(columnsOf(source, 'file_upload'))).toEqual({ a: 'email', b: 'email' });
  });
});
