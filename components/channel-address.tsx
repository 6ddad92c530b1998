'use client';
import type { Channel } from '@/contracts/limits';
import { Field } from './ui/field';
import { Input } from './ui/input';
import { Segmented } from './ui/segmented';

export const ChannelChoice = ({ channel, onChange }: { channel: Channel; onChange: (channel: Channel) => void }) => (
  <Segmented
    label="Channel"
    value={channel}
    onValueChange={onChange}
    options={[
      { value: 'email', label: 'Email' },
      { value: 'sms', label: 'SMS' },
    ]}
    className="self-start"
  />
);

type Props = { channel: Channel; value: string; onChange: (value: string) => void; error: string | undefined };

/** One address on a channel, typed by hand. */
export const AddressField = ({ channel, value, onChange, error }: Props) => (
  <Field label={channel === 'email' ? 'Email address' : 'Phone number'} error={error}>
    <Input
      value={value}
      onChange={(e) => onChange(e.target.value)}
      required
      autoFocus
      maxLength={400}
      placeholder={channel === 'email' ? 'name@example.com' : '+14155550100'}
    />
  </Field>
);
