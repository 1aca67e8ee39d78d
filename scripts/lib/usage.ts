/** A mistake in how a command was called: told without a stack. */
export class UsageError extends Error {}

/** Runs a command; wrong options end it with a plain message and exit code 2. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!isUsageError(error)) throw error;
    console.error(`${error.message}\n(-- --help tells the options)`);
    process.exitCode = 2;
  }
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
