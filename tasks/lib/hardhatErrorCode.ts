/** The code of one of Hardhat's own errors, for example `HHE703`; undefined for any other. */
export function hardhatErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'HardhatError' || !('errorCode' in error)) return undefined;
  return typeof error.errorCode === 'string' ? error.errorCode : undefined;
}
