import { CopyButton } from '../ui/copy-button';
import { Notice } from '../ui/notice';

/** A new secret, shown this once. */
export const SecretNotice = ({ secret }: { secret: string }) => (
  <Notice tone="warn">
    <p>
      The secret with which your server says who a visitor is. <b>It is not shown again:</b> copy it now, or make another later.
    </p>
    <p className="mt-2 flex items-center gap-1">
      <code className="min-w-0 font-mono text-xs break-all">{secret}</code>
      <CopyButton compact text={secret} label="Copy the secret" />
    </p>
  </Notice>
);
