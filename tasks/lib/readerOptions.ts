import { ArgumentType } from 'hardhat/types/arguments';

/** Of tasks that fetch. */
export const GATEWAY = {
  name: 'gateway',
  description: 'Base URL of a gateway for ipfs URIs; none when left out',
  defaultValue: '',
} as const;

/** Of tasks that fetch. */
export const LOCAL = {
  name: 'local',
  description: 'Fetch from plain http and private addresses too; for a chain of your own',
} as const;

/** Of tasks that read the chain by the library. */
export const HEAD_AGE = {
  name: 'maxHeadAge',
  type: ArgumentType.INT,
  description: 'Seconds that the newest block may be old; a chain without traffic needs more',
  defaultValue: 120,
} as const;
