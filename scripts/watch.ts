// npm run watch: watches a suite on its chain and raises alerts, see monitoring/README.md.
import { watchCommand } from '../monitoring/command.ts';
import { runCommand } from './lib/usage.ts';

async function main(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  process.exitCode = await watchCommand(process.argv.slice(2), {
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    environment: process.env,
    stop: stop.signal,
  });
}

await runCommand(main);
