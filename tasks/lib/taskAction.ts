import { printable } from '../../scripts/start/displayText.ts';
import { TaskContext } from './TaskContext.ts';
import { describeError } from './describeError.ts';
import { toJson } from './toJson.ts';
import { EXIT } from './types.ts';
import type { CommonArguments, TaskAction, TaskFunction } from './types.ts';

/**
 * Makes a task's plain function what Hardhat calls: prints its answer (text, or one JSON document on stdout with `--json`),
 * tells errors with their code and way out, sets the exit code, and closes the connection. Each line is made safe for a
 * terminal here, since texts of the chain and of files are in it.
 *
 * An error without a description is a mistake of ours and goes on to Hardhat, which prints it with its stack.
 */
export function taskAction<Arguments extends CommonArguments>(
  run: TaskFunction<Arguments, TaskContext>,
): TaskAction<Arguments> {
  return async (args, hre) => {
    const { io } = hre.sage;
    const context = new TaskContext(hre, args);
    try {
      const { data, text, exitCode = EXIT.ok } = await run(context, args);
      if (args.json) io.out(toJson(data));
      else for (const line of text) io.out(printable(line));
      if (exitCode !== EXIT.ok) io.setExitCode(exitCode);
    } catch (error) {
      const described = describeError(error);
      if (described === undefined) throw error;
      const { exitCode, ...rest } = described;
      if (args.json) io.out(toJson({ error: rest }));
      else for (const line of errorLines(described.message)) io.err(line);
      io.setExitCode(exitCode);
    } finally {
      await context.close();
    }
  };
}

/** Further lines are indented, so that none of them passes for another message. */
function errorLines(message: string): string[] {
  return `error: ${message}`
    .split('\n')
    .map((line, index) => printable(index === 0 || line.startsWith(' ') ? line : `  ${line}`));
}
