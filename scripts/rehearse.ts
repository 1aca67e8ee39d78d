// npm run rehearse: the operator's whole way on a chain of its own with Sepolia's chain id, by the commands that an operator types.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './lib/paths.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { runCommand } from './lib/usage.ts';
import { openStage } from './rehearsal/openStage.ts';
import { playScenes } from './rehearsal/playScenes.ts';
import { renderTranscript } from './rehearsal/renderTranscript.ts';

const TARGET = join(ROOT, 'docs/rehearsal.md');

const USAGE = `Usage: npm run rehearse -- [options]
  --write  write the transcript to docs/rehearsal.md
  --json   print the commands as JSON: {scene, who, command, exitCode, seconds, output}
Starts anvil with chain id 11155111 and plays: deployment killed and resumed, doctor, registration from a file, rotation of a key,
feedback sent by another account, staked validation, a change through multisig and timelock, doctor again.
Exit code 1 as soon as a command ends otherwise than it should.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  stopChildrenOnSignals();
  const stage = await openStage((line) => {
    console.error(line);
  });
  try {
    const summary = await playScenes(stage);
    const { steps } = stage;
    if (values.json) console.log(JSON.stringify(steps, undefined, 2));
    else console.log(renderTranscript(steps, summary));
    if (values.write) writeFileSync(TARGET, renderTranscript(steps, summary));
  } finally {
    await stage.close();
  }
}

await runCommand(main);
