import type { Demo } from '../demo';

/** What a newcomer needs to see: where, who, and a line to paste. */
export function announce(url: string, demo: Demo | null): string {
  const lines = ['', `  Muster is ready at ${url}`, ''];
  if (demo) {
    lines.push(
      `  Sign in    ${demo.owner.email}   ${demo.owner.password}`,
      `  API key    ${demo.api_key}`,
      '',
      '  Send to the demo audience:',
      '',
    );
    lines.push(curlLine(demo), '');
  }
  lines.push('  Ctrl-C stops it.', '');
  return lines.join('\n');
}

/** One line for any POSIX shell: a send to the demo audience over five minutes, with two subjects. */
export function curlLine(demo: Demo): string {
  const body = {
    channel: 'email',
    from: 'hello@example.com',
    template: 'weekly-newsletter',
    variables: { cta: 'Read more' },
    ramp_minutes: 5,
    subject_variants: ['Your weekly update', 'Quick update for {{name}}'],
  };
  const to = `${demo.url}/api/v1/audiences/${demo.audience_id}/send`;
  return `curl -X POST ${to} -H 'Authorization: Bearer ${demo.api_key}' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
}
