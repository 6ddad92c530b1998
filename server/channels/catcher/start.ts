import { type Behaviour, demoBehaviour } from './behaviour';
import { startMailServer } from './mail-server';
import { startSmsServer } from './sms-server';
import { openMailStore } from './store';
import type { Told } from './told';

export type CatcherOptions = {
  databaseUrl: string;
  /** 0 or nothing: any free port. */
  smtpPort?: number;
  smsPort?: number;
  /** Messages that the mailbox keeps; the oldest go. Default 50,000. */
  keep?: number;
  /** Default: `demoBehaviour`. */
  behaviour?: Behaviour;
  /** Who is told what became of messages; nobody, unless given. */
  told?: Told;
  log?: (line: string) => void;
};
export type Catcher = { smtpUrl: string; smsUrl: string; stop(): Promise<void> };

/** The outside world of a demo and of tests: takes mail (SMTP) and SMS (HTTP) on loopback and puts them into `mailbox`. */
export async function startCatcher(options: CatcherOptions): Promise<Catcher> {
  const store = openMailStore(options.databaseUrl, options.keep ?? 50_000, options.log ?? console.error);
  const behaviour = options.behaviour ?? demoBehaviour;
  const mail = await startMailServer(store, behaviour, options.smtpPort ?? 0, options.told ?? {}).catch(async (error) => {
    await store.close();
    throw error;
  });
  const sms = await startSmsServer(store, behaviour, options.smsPort ?? 0, options.told ?? {}).catch(async (error) => {
    await mail.stop();
    await store.close();
    throw error;
  });
  const catcher: Catcher = {
    smtpUrl: `smtp://127.0.0.1:${mail.port}`,
    smsUrl: `http://127.0.0.1:${sms.port}/messages`,
    async stop() {
      await Promise.all([mail.stop(), sms.stop()]);
      await store.close();
    },
  };
  options.log?.(`Mail and SMS are caught on this machine: ${catcher.smtpUrl}, ${catcher.smsUrl}`);
  return catcher;
}
