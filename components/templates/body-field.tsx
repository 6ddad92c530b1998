'use client';
import { Bold, Braces, Heading2, Italic, Link as LinkIcon, List, type LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Textarea } from '../ui/input';
import { Menu, MenuItem } from '../ui/menu';
import { Tooltip } from '../ui/tooltip';

type Edit = { before: string; after: string; sample: string };
const marks: { label: string; icon: LucideIcon; edit: Edit }[] = [
  { label: 'Bold', icon: Bold, edit: { before: '**', after: '**', sample: 'bold' } },
  { label: 'Italic', icon: Italic, edit: { before: '*', after: '*', sample: 'italic' } },
  { label: 'Heading', icon: Heading2, edit: { before: '\n## ', after: '\n', sample: 'Heading' } },
  { label: 'List', icon: List, edit: { before: '\n- ', after: '\n', sample: 'item' } },
  { label: 'Link', icon: LinkIcon, edit: { before: '[', after: '](https://)', sample: 'text' } },
];
const variables = ['name|there', 'email', 'phone', 'company'];

type Props = { value: string; onChange: (value: string) => void; error?: string };

/** Markdown with a small tool bar; Ctrl-B and Ctrl-I as everywhere. */
export function BodyField({ value, onChange, error }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);

  function wrap({ before, after, sample }: Edit) {
    const box = area.current;
    if (!box) return;
    const { selectionStart: from, selectionEnd: to } = box;
    const chosen = value.slice(from, to) || sample;
    onChange(value.slice(0, from) + before + chosen + after + value.slice(to));
    requestAnimationFrame(() => {
      box.focus();
      box.setSelectionRange(from + before.length, from + before.length + chosen.length);
    });
  }

  return (
    <div className="flex flex-col gap-1.5">
      <Field label="Body" hint="Markdown. {{name}} is the contact’s value, {{name|there}} has a fallback." error={error}>
        <div className="flex flex-col">
          {/* biome-ignore lint/a11y/useSemanticElements: a tool bar has no element of its own */}
          <div
            role="group"
            aria-label="Formatting"
            className="flex items-center gap-0.5 rounded-t-md border border-line-strong border-b-0 bg-sunken p-1"
          >
            {marks.map(({ label, icon: Icon, edit }) => (
              <Tooltip key={label} text={label}>
                <Button variant="ghost" size="iconSm" aria-label={label} onClick={() => wrap(edit)}>
                  <Icon aria-hidden className="size-3.5" />
                </Button>
              </Tooltip>
            ))}
            <Menu
              align="start"
              trigger={
                <Button variant="ghost" size="sm" className="ml-auto">
                  <Braces aria-hidden className="size-3.5" />
                  Variable
                </Button>
              }
            >
              {variables.map((name) => (
                <MenuItem key={name} onClick={() => wrap({ before: '{{', after: '}}', sample: name })}>
                  <code className="font-mono text-xs">{`{{${name}}}`}</code>
                </MenuItem>
              ))}
            </Menu>
          </div>
          <Textarea
            ref={area as never}
            value={value}
            onChange={(e) => onChange(e.target.value)}
            onKeyDown={(event) => {
              const mark = (event.ctrlKey || event.metaKey) && ({ b: marks[0], i: marks[1] } as const)[event.key as 'b' | 'i'];
              if (!mark) return;
              event.preventDefault();
              wrap(mark.edit);
            }}
            rows={16}
            maxLength={100_000}
            className="rounded-t-none font-mono text-xs leading-5"
          />
        </div>
      </Field>
    </div>
  );
}
