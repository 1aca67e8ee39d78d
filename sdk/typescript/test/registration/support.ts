import { REGISTRATION_TYPE } from '../../src/index.ts';

export const REGISTRY = '0x00000000000000000000000000000000000A11cE';
export const entry = { agentId: 7, agentRegistry: `eip155:1:${REGISTRY}` };

/** A file without any finding; `changes` replaces fields, `undefined` leaves one out. */
export function file(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const all: Record<string, unknown> = {
    type: REGISTRATION_TYPE,
    name: 'Tide Tables',
    description: 'Tells when the water comes.',
    image: 'https://tides.example/icon.png',
    services: [{ name: 'MCP', endpoint: 'https://tides.example/mcp', version: '2025-06-18' }],
    x402Support: false,
    active: true,
    registrations: [entry],
    supportedTrust: ['reputation'],
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

export function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
