import { MAX_EPOCH_SKIP } from '../constants.ts';
import { SessionError } from '../SessionError.ts';
import type { ReceiveState } from '../types.ts';
import { nextSecret } from './nextSecret.ts';

/** The secret of a record's epoch, and that of the one before where it is known. */
export interface EpochSecrets {
  readonly secret: Uint8Array;
  readonly previousSecret: Uint8Array | undefined;
}

/**
 * Finds the secret of an epoch: the present one, the one before, or one of the next few.
 *
 * @throws SessionError `epoch-invalid`
 */
export function findEpoch(receive: ReceiveState, epoch: number): EpochSecrets {
  const ahead = epoch - receive.epoch;
  let { secret, previousSecret } = receive;
  if (ahead === -1 && previousSecret !== undefined) return { secret: previousSecret, previousSecret: undefined };
  if (ahead < 0 || ahead > MAX_EPOCH_SKIP) {
    const message = `the record is of epoch ${epoch}, the session in epoch ${receive.epoch}`;
    throw new SessionError('epoch-invalid', message, { details: { epoch, current: receive.epoch } });
  }
  for (let step = 0; step < ahead; step++) {
    previousSecret = secret;
    secret = nextSecret(secret);
  }
  return { secret, previousSecret };
}
