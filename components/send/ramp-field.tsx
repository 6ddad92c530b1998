'use client';
import { formatMinutes } from '../format';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { Field } from '../ui/field';
import { Input } from '../ui/input';

const presets = [0, 15, 60, 240, 1440];

type Props = { minutes: number; onChange: (minutes: number) => void; error: string | undefined };

/** Over how many minutes the messages are spread. */
export const RampField = ({ minutes, onChange, error }: Props) => (
  <Field label="Spread over (minutes)" error={error} hint="0 sends everything at once; at most 1440, a day.">
    <div className="flex flex-wrap items-center gap-1.5">
      <Input
        type="number"
        min={0}
        max={1440}
        step={1}
        value={String(minutes)}
        onChange={(e) => onChange(Math.min(1440, Math.max(0, Math.round(Number(e.target.value) || 0))))}
        className="w-20 tnum"
      />
      {presets.map((preset) => (
        <Button
          key={preset}
          size="sm"
          variant={minutes === preset ? 'secondary' : 'ghost'}
          aria-pressed={minutes === preset}
          className={cn(minutes === preset && 'border-control')}
          onClick={() => onChange(preset)}
        >
          {preset === 0 ? 'At once' : formatMinutes(preset)}
        </Button>
      ))}
    </div>
  </Field>
);
