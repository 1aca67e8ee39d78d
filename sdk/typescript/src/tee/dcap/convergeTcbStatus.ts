import type { DcapTcbStatus } from '../types.ts';

/**
 * The status of a platform together with that of its TDX module or quoting enclave, by Intel's rule: a part that is out
 * of date makes the whole out of date, and keeps what the platform says about its configuration; a revoked part revokes.
 *
 * @param platform Status of the platform's level.
 * @param part Status of the part's level.
 */
export function convergeTcbStatus(platform: DcapTcbStatus, part: DcapTcbStatus): DcapTcbStatus {
  if (platform === 'Revoked' || part === 'Revoked') return 'Revoked';
  if (part === 'UpToDate') return platform;
  // Intel gives parts no other status than these three; any other one counts as the worse.
  const needsConfiguration =
    platform === 'ConfigurationNeeded' ||
    platform === 'ConfigurationAndSWHardeningNeeded' ||
    platform === 'OutOfDateConfigurationNeeded';
  return needsConfiguration ? 'OutOfDateConfigurationNeeded' : 'OutOfDate';
}
