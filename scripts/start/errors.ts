/** A failure that the user can act on; told without a stack, exit code 1. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
