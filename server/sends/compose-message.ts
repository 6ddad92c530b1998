import type { OutgoingEmail, OutgoingSms } from '@/server/channels/channel';
import { createReturnPath } from '@/server/channels/tracking-links';
import { createUnsubscribeUrl } from '@/server/channels/unsubscribe-token';
import { recipientVariables } from '@/server/templates/recipient-variables';
import type { Leaving } from './begin-sending';
import type { OpenSend } from './open-send';
import { trackHtml } from './track-html';
import type { World } from './world';

/** The message of one person. @throws AppError output_too_large: the caller fails this message alone */
export function composeMessage(send: OpenSend, person: Leaving, settings: World['settings']): OutgoingEmail | OutgoingSms {
  const { orgId, from, channel } = send;
  const unsubscribeUrl = createUnsubscribeUrl({ orgId, channel, address: person.address, sendId: send.id }, settings);
  const variables = person.variables ? { ...send.variables, ...person.variables } : send.variables;
  const values = recipientVariables({ contact: person, variables, organization: send.organization, unsubscribeUrl });
  const envelope = { id: person.id, orgId, from, to: person.address, text: send.text.render(values, 'text') };
  if (channel === 'sms') return { ...envelope, channel };
  const subject = send.subjects[person.variant] ?? send.subjects[0];
  return {
    ...envelope,
    channel,
    subject: subject?.render(values, 'subject') ?? '',
    html: trackHtml(send.html.render(values, 'html'), { messageId: person.id, ...send.tracking, settings }),
    unsubscribeUrl,
    list: send.list,
    ...(settings.BOUNCE_DOMAIN && { returnPath: createReturnPath(person.id, settings.BOUNCE_DOMAIN, settings) }),
  };
}
