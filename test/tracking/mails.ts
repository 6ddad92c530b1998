/* Mails that come back, as servers write them: RFC 3464 (delivery status) and RFC 5965 (abuse reports). */

type Returned = { to: string; recipient: string; original?: Record<string, string>; action?: string; status?: string; diagnostic?: string };

const crlf = (text: string) => text.replace(/\r?\n/g, '\r\n');
const headers = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');

/** A Postfix-like notification. `original`: headers of the mail that is returned, in full. */
export const statusReport = ({ to, recipient, original = {}, action = 'failed', status = '5.1.1', diagnostic }: Returned) =>
  crlf(`Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: ${to}
Subject: Undelivered Mail Returned to Sender
Date: Sat, 21 Nov 2026 10:00:05 +0000
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="8F2A41C0.1"

This is a MIME-encapsulated message.

--8F2A41C0.1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--8F2A41C0.1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 8F2A41C0
Arrival-Date: Sat, 21 Nov 2026 10:00:00 +0000 (UTC)

Final-Recipient: rfc822; ${recipient}
Original-Recipient: rfc822;${recipient}
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx.example.net
Diagnostic-Code: ${diagnostic ?? `smtp; 550 ${status} <${recipient}>: Recipient address rejected:\n    User unknown in virtual mailbox table`}

--8F2A41C0.1
Content-Description: Undelivered Message
Content-Type: message/rfc822

${headers(original)}Subject: Hello

Hi
--8F2A41C0.1--
`);

/** A complaint, as feedback loops send it. */
export const abuseReport = (to: string, recipient: string, original: Record<string, string>, kind = 'abuse') =>
  crlf(`From: <fbl@provider.example>
To: ${to}
Subject: FW: Hello
Date: Sat, 21 Nov 2026 11:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1_13d.2e68ed54"

--part1_13d.2e68ed54
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--part1_13d.2e68ed54
Content-Type: message/feedback-report

Feedback-Type: ${kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <hello@example.com>
Original-Rcpt-To: <${recipient}>
Arrival-Date: Sat, 21 Nov 2026 10:59:00 +0000

--part1_13d.2e68ed54
Content-Type: message/rfc822
Content-Disposition: inline

From: <hello@example.com>
${headers(original)}To: <${recipient}>
Subject: Hello

Hi
--part1_13d.2e68ed54--
`);

export const vacationNote = (to: string) =>
  crlf(`From: someone@example.net
To: ${to}
Subject: Out of office
Content-Type: text/plain

550 5.1.1 is what I will not write. Back on Monday.
`);
