'use client';
import { Menu as Base } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { popupClass } from './select';

const row =
  'flex cursor-default select-none items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none data-highlighted:bg-hover data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:text-ink-3';

type Props = { trigger: ReactElement; align?: 'start' | 'end'; side?: 'top' | 'bottom'; children: ReactNode };

/** A list of actions behind a button. `trigger` is the button element. */
export const Menu = ({ trigger, align = 'end', side = 'bottom', children }: Props) => (
  <Base.Root>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner sideOffset={4} align={align} side={side} className="z-60 outline-none">
        <Base.Popup className={cn(popupClass, 'min-w-44 p-1')}>{children}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

type MoreProps = Pick<ComponentProps<typeof Button>, 'variant' | 'size'> & { label: string; children: ReactNode };

/** What else can be done, behind three dots; `label` names them. In the row of a table they lie above its link. */
export const MoreMenu = ({ label, variant = 'ghost', size = 'iconSm', children }: MoreProps) => (
  <Menu
    trigger={
      <Button variant={variant} size={size} className="relative z-1" aria-label={label}>
        <Ellipsis aria-hidden className="size-4" />
      </Button>
    }
  >
    {children}
  </Menu>
);

export const MenuItem = ({ danger, ...props }: Base.Item.Props & { danger?: boolean }) => (
  <Base.Item {...props} className={cn(row, danger && 'text-bad [&_svg]:text-bad')} />
);

/** An action that goes somewhere: `render` is the link. */
export const MenuLink = ({ render, children }: { render: ReactElement; children: ReactNode }) => (
  <Base.LinkItem render={render} closeOnClick className={row}>
    {children}
  </Base.LinkItem>
);

export const MenuSeparator = () => <Base.Separator className="mx-1 my-1 h-px bg-line" />;
export const MenuRadioGroup = Base.RadioGroup;

export const MenuRadioItem = (props: Base.RadioItem.Props) => (
  <Base.RadioItem {...props} className={cn(row, 'data-checked:font-medium data-checked:[&_svg]:text-ink')} />
);
