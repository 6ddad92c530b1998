import type { Trigger } from '@/contracts/automation';

/** A trigger in words. @param audienceName of the audience it names, if it is known */
export function describeTrigger(trigger: Trigger, audienceName: string | null): string {
  const audience = audienceName ?? 'an audience that is gone';
  switch (trigger.type) {
    case 'audience':
      return `${trigger.on === 'enters' ? 'Enters' : 'Leaves'} ${audience}`;
    case 'event':
      return `Does ${trigger.event}`;
    case 'schedule':
      return `${trigger.cron} (${trigger.timezone}), everybody in ${audience}`;
    case 'webhook':
      return 'A webhook is called';
  }
}
