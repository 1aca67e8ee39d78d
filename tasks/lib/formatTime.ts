const SECOND = 1000;

/** A Unix second for people: ISO 8601, UTC. */
export function formatTime(second: number | bigint): string {
  return new Date(Number(second) * SECOND).toISOString().replace('.000Z', 'Z');
}
