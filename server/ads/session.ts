/** Facebook numbers upload sessions: 52 bits of the sync's uuid. */
export const sessionOf = (syncId: string): string => BigInt(`0x${syncId.replaceAll('-', '').slice(-13)}`).toString();
