/** What a send, or what was decided for one, is tracked by. */
export function trackedWords({ track_opens, track_clicks }: { track_opens: boolean; track_clicks: boolean }): string {
  if (track_opens && track_clicks) return 'opens and clicks';
  if (track_opens) return 'opens, not clicks';
  if (track_clicks) return 'clicks, not opens';
  return 'off';
}

/** Whether something was sent, and none of it is tracked: then nothing is known, which is not 0 %. */
export const isUnknown = (sent: number, tracked: number) => sent > 0 && tracked === 0;
