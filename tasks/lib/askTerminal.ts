import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { TaskError } from './TaskError.ts';
import { EXIT } from './types.ts';

/** A terminal: what is typed, and where it is asked for. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks a question at a terminal and gives the line that is typed.
 *
 * @param isSecret Whether what is typed stays hidden.
 * @throws {TaskError} `declined` when the input ends, or is broken off by Ctrl-C or Ctrl-D.
 */
export async function askTerminal(question: string, isSecret: boolean, { input, output }: Terminal): Promise<string> {
  const prompt = `${question}: `;
  // Readline shows what is typed, so that of a secret it may show nothing, not even the question.
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: isSecret ? hidden : output, terminal: isTerminal(input), prompt });
  if (isSecret) output.write(prompt);
  else lines.prompt();
  try {
    return await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('close', () =>
        reject(new TaskError('declined', 'no answer was given; nothing was sent', { exitCode: EXIT.declined })),
      );
    });
  } finally {
    lines.close();
    if (isSecret) output.write('\n');
  }
}

function isTerminal(input: NodeJS.ReadableStream): boolean {
  return 'isTTY' in input && input.isTTY === true;
}
