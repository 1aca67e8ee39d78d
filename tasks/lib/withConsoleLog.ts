/**
 * Runs something with `console.log` led elsewhere: a library that prints its progress there would spoil the one document that a
 * task prints.
 */
export async function withConsoleLog<T>(line: (text: string) => void, run: () => Promise<T>): Promise<T> {
  const log = console.log;
  console.log = (...values: readonly unknown[]): void => {
    for (const text of values.map(String).join(' ').split('\n')) if (text.trim() !== '') line(text.trim());
  };
  try {
    return await run();
  } finally {
    console.log = log;
  }
}
