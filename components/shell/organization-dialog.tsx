'use client';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { useOrganization } from '../organization';
import { useTRPCClient } from '../trpc';
import { Field } from '../ui/field';
import { FormDialog, FormField, useIssue } from '../ui/form';
import { Textarea } from '../ui/input';

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Name and postal address of the organization; owners only. */
export function OrganizationDialog(props: Props) {
  const organization = useOrganization();
  const client = useTRPCClient();
  const router = useRouter();
  return (
    <FormDialog
      {...props}
      title="Organization"
      action="Save"
      send={async ({ name = '', postal_address = '' }) => {
        const address = postal_address.trim();
        await client.organization.update.mutate({ name, ...(address && { postal_address: address }) });
        toast.success('Organization saved');
        // The layout reads it on the server.
        router.refresh();
      }}
    >
      <FormField name="name" label="Name" defaultValue={organization.name} required maxLength={200} />
      <PostalAddress value={organization.postal_address} />
    </FormDialog>
  );
}

const PostalAddress = ({ value }: { value: string }) => (
  <Field
    label="Postal address"
    hint="Stands at the foot of every email: the law of most countries wants it there."
    error={useIssue('postal_address')}
  >
    <Textarea name="postal_address" defaultValue={value} rows={3} maxLength={500} placeholder="1 Example Street, 12345 Exampletown" />
  </Field>
);
