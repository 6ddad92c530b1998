'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { decodeCsvBytes } from '@/contracts/csv-text';
import {
  type CustomAudience,
  type CustomUploadResult,
  customLimits,
  type UploadColumn,
  type UploadField,
  uploadFields,
} from '@/contracts/custom';
import { type CheckedUpload, checkUpload, columnsOf } from '@/contracts/custom-upload';
import { limits } from '@/contracts/limits';
import { CountryField } from '../country-field';
import { ApiError, explain } from '../errors';
import { formatBytes, formatNumber, plural } from '../format';
import { FileDrop } from '../import/file-drop';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Checkbox } from '../ui/checkbox';
import { Notice } from '../ui/notice';
import { RefusedRows } from '../ui/refused-rows';
import { Select } from '../ui/select';

type Chosen = { csv: string; file: string; columns: Record<string, UploadField>; country: string | null };
type Uploaded = CustomAudience & { type: 'file_upload' | 'customer_match' };
const fieldName: Record<UploadField, string> = {
  email: 'Email, or its SHA-256',
  phone: 'Phone, or its SHA-256',
  name: 'Name',
  first_name: 'First name',
  last_name: 'Last name',
  country: 'Country',
  external_id: 'Your own id',
  skip: 'not used',
};

/** A file of people: chosen, read in the browser, its columns shown and changed, then uploaded. */
export function UploadPanel({ audience }: { audience: CustomAudience }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [replace, setReplace] = useState(false);
  const [createContacts, setCreateContacts] = useState(false);
  const type = (audience as Uploaded).type;
  const upload = useMutation({
    mutationFn: ({ csv, columns, country }: Chosen) =>
      send(audience.id, {
        csv,
        columns,
        country: country ?? undefined,
        mode: replace ? 'replace' : 'append',
        create_contacts: createContacts,
      }),
    meta: { quiet: true },
    onSuccess: () => {
      setChosen(null);
      void queries.invalidateQueries({ queryKey: trpc.custom.pathKey() });
      void queries.invalidateQueries({ queryKey: trpc.audiences.pathKey() });
    },
  });
  const read = async (file: File) => {
    upload.reset();
    setChosen({ csv: decodeCsvBytes(new Uint8Array(await file.arrayBuffer())), file: file.name, columns: {}, country: null });
  };
  const checked = chosen && check(chosen, type);
  return (
    <Section
      title="Upload people"
      description="Emails and phone numbers are hashed (SHA-256) as they arrive; hashes may be uploaded instead."
    >
      {upload.data && !chosen && <Done result={upload.data} />}
      {!chosen || !checked ? (
        <FileDrop onFile={read}>
          {type === 'file_upload'
            ? 'It needs a column of emails, phone numbers, or SHA-256 hashes of them. Other columns are not used.'
            : 'Each row needs an email, a phone, a name with a country, or your own id. More keys match more people.'}{' '}
          Up to {formatNumber(customLimits.uploadRows)} rows and {formatBytes(limits.importBytes)}; a header is optional.
        </FileDrop>
      ) : (
        <div className="flex flex-col gap-4">
          <p className="text-sm">
            <b>{chosen.file}</b>
            {checked.ok && ` · ${plural(checked.ok.rows, 'row')}${checked.ok.hasHeader ? '' : ', without a header'}`}
          </p>
          {checked.error && <Notice tone="bad">{checked.error}</Notice>}
          {checked.columns.length > 0 && (
            <ul className="grid gap-2" aria-label="Columns">
              {checked.columns.map((column) => (
                <li key={column.name} className="grid items-center gap-2 text-sm sm:grid-cols-[1fr_16rem]">
                  <span className="min-w-0 truncate">
                    {column.name}
                    {column.hashed > 0 && <span className="text-xs text-ink-3"> · {plural(column.hashed, 'hash', 'hashes')}</span>}
                  </span>
                  <Select
                    aria-label={`Column ${column.name}`}
                    value={column.becomes}
                    onValueChange={(becomes) => setChosen({ ...chosen, columns: { ...chosen.columns, [column.name]: becomes } })}
                    options={(type === 'file_upload' ? (['email', 'phone', 'skip'] as const) : uploadFields).map((value) => ({
                      value,
                      label: fieldName[value],
                    }))}
                  />
                </li>
              ))}
            </ul>
          )}
          {checked.columns.some((column) => column.becomes === 'phone' || column.becomes === 'name') && (
            <CountryField
              label="Country of these people"
              hint="For phone numbers without + and country code, and rows that name no country."
              placeholder="As written in each row"
              value={chosen.country}
              onChange={(country) => setChosen({ ...chosen, country })}
            />
          )}
          {checked.ok && checked.ok.rejected.length > 0 && (
            <RefusedRows label="Refused rows" rows={checked.ok.rejected} total={checked.ok.rejected.length} />
          )}
          <Checkbox checked={replace} onCheckedChange={setReplace} label="Replace what was uploaded before" />
          <Checkbox
            checked={createContacts}
            onCheckedChange={setCreateContacts}
            label="Make contacts of the rows that match nobody"
            hint="Otherwise an address that is no contact’s is kept as a hash only."
          />
          {upload.error && <Notice tone="bad">{explain(upload.error).message}</Notice>}
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" loading={upload.isPending} disabled={!checked.ok?.ready.length} onClick={() => upload.mutate(chosen)}>
              Upload {checked.ok && plural(checked.ok.ready.length, 'row')}
            </Button>
            <Button onClick={() => setChosen(null)}>Another file</Button>
          </div>
        </div>
      )}
    </Section>
  );
}

const Done = ({ result }: { result: CustomUploadResult }) => (
  <div className="mb-4 flex flex-col gap-3">
    <Notice tone="good">
      {plural(result.accepted, 'row')} uploaded, {formatNumber(result.rejected)} refused. {plural(result.match.contacts, 'contact')}{' '}
      {result.match.contacts === 1 ? 'is' : 'are'} in the audience now
      {result.created_contacts > 0 && `, ${formatNumber(result.created_contacts)} of them new`}.
    </Notice>
    {result.rejected > 0 && <RefusedRows label="Refused rows" rows={result.rejected_rows} total={result.rejected} />}
  </div>
);

type Checked = { columns: UploadColumn[]; ok?: CheckedUpload; error?: string };

function check({ csv, columns, country }: Chosen, type: Uploaded['type']): Checked {
  const source = { csv, columns, country: country ?? undefined };
  try {
    const ok = checkUpload(source, type);
    return { ok, columns: ok.columns };
  } catch (error) {
    return { error: (error as Error).message, columns: readable(() => columnsOf(source, type)) };
  }
}

// a file that is no table has no columns to choose from
function readable(columns: () => UploadColumn[]): UploadColumn[] {
  try {
    return columns();
  } catch {
    return [];
  }
}

async function send(id: string, body: unknown): Promise<CustomUploadResult> {
  const answer = await fetch(`/api/internal/audiences/${id}/upload`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const read = await answer.json();
  if (!answer.ok) throw new ApiError({ status: answer.status, ...read.error });
  return read as CustomUploadResult;
}
