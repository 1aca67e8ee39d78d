import { bytesToHex } from '@noble/hashes/utils.js';
import { createKeyBinding } from './createKeyBinding.ts';
import type { ReadOptions } from './readOptions.ts';
import { TeeError } from './TeeError.ts';
import type { Trail } from './Trail.ts';
import type { TeeClaims, TeePolicy } from './types.ts';

const DEFAULT_MAX_AGE_SECONDS = 300;
const DEFAULT_CLOCK_SKEW_SECONDS = 60;

function checkMeasurements(claims: TeeClaims, { measurements = {}, productId, minimumSvn }: TeePolicy): void {
  const known = new Map(Object.entries(claims.measurements));
  for (const [name, expected] of Object.entries(measurements)) {
    const found = known.get(name);
    if (found !== expected) {
      throw new TeeError('measurement-mismatch', `${name} is ${found ?? 'not in the evidence'}, not ${expected}`);
    }
  }
  if (productId !== undefined && claims.productId !== productId) {
    throw new TeeError('measurement-mismatch', `the product id is ${claims.productId ?? 'absent'}, not ${productId}`);
  }
  if (minimumSvn !== undefined && (claims.svn ?? -1) < minimumSvn) {
    throw new TeeError(
      'svn-too-low',
      `the security version is ${claims.svn ?? 'absent'}, at least ${minimumSvn} needed`,
    );
  }
}

/** Nitro documents have a nonce field; elsewhere the nonce is part of the binding. */
function checkBinding(claims: TeeClaims, { key, nonce, reportData, requireNonce = false }: TeePolicy): void {
  const hasNonceField = claims.format === 'nitro';
  if (requireNonce && nonce === undefined) throw new TeeError('nonce-not-given', 'the policy has no nonce to compare');
  if (nonce !== undefined && key === undefined && !hasNonceField) {
    throw new TeeError('options-invalid', `options: ${claims.format} binds a nonce together with a key; pass the key`);
  }
  if (reportData !== undefined && claims.reportData !== bytesToHex(reportData)) {
    throw new TeeError('report-data-mismatch', `report data is ${claims.reportData ?? 'absent'}`);
  }
  if (key !== undefined) {
    const binding = bytesToHex(createKeyBinding(key, hasNonceField ? undefined : nonce));
    if (claims.reportData !== binding) {
      throw new TeeError('key-binding-mismatch', `report data is ${claims.reportData ?? 'absent'}, not ${binding}`);
    }
  }
  if (hasNonceField && nonce !== undefined && claims.nonce !== bytesToHex(nonce)) {
    throw new TeeError('nonce-mismatch', `the nonce is ${claims.nonce ?? 'absent'}`);
  }
}

function checkAge(time: number, { at, policy }: ReadOptions): void {
  const maxAge = policy.maxAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS;
  const skew = policy.clockSkewSeconds ?? DEFAULT_CLOCK_SKEW_SECONDS;
  if (time > at + skew * 1000) {
    throw new TeeError('evidence-from-future', `made at ${new Date(time).toISOString()}`);
  }
  if (time < at - maxAge * 1000) {
    throw new TeeError('evidence-too-old', `made at ${new Date(time).toISOString()}, at most ${maxAge} s old accepted`);
  }
}

function asksForBinding({ key, nonce, reportData, requireNonce = false }: TeePolicy): boolean {
  return requireNonce || [key, nonce, reportData].some((expectation) => expectation !== undefined);
}

/**
 * The steps that are the same for all formats: debug, migration, measurements, binding, freshness.
 *
 * @throws TeeError with the reason.
 */
export async function checkPolicy(trail: Trail, claims: TeeClaims, options: ReadOptions): Promise<void> {
  const { policy } = options;
  const { time } = claims;
  await trail.check('debug', () => {
    if (claims.debug && policy.allowDebug !== true)
      throw new TeeError('debug-refused', 'the environment is in debug mode');
  });
  await trail.check('migration', () => {
    if (claims.migratable && policy.allowMigration !== true) {
      throw new TeeError('migration-refused', 'the environment can be migrated');
    }
  });
  if ([policy.measurements, policy.productId, policy.minimumSvn].some((expectation) => expectation !== undefined)) {
    await trail.check('measurements', () => checkMeasurements(claims, policy));
  } else {
    trail.skip('measurements');
  }
  if (asksForBinding(policy)) await trail.check('binding', () => checkBinding(claims, policy));
  else trail.skip('binding');
  if (time === null) trail.skip('freshness');
  else await trail.check('freshness', () => checkAge(time, options));
}
