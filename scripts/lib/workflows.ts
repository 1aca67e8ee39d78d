/** Something in a workflow that we don't want there. */
export interface WorkflowProblem {
  line: number;
  message: string;
}

interface Job {
  line: number;
  name: string;
  keys: Set<string>;
}

const USES = /^\s*(?:-\s+)?uses:\s*['"]?([^\s'"#]+)['"]?\s*(#.*)?$/;
const PINNED = /@[0-9a-f]{40}$/;
const VERSION = /^# v\d+\.\d+\.\d+$/;
const NPM_RUN = /\bnpm run (?:-\S+ )*([\w:.-]+)/g;
const KEY = /^( *)([\w-]+):/;

/**
 * What actionlint lets pass: actions that are not pinned by the hash of a commit with its version beside it (whoever can move
 * a tag or branch, can run code here), rights that are given to a whole workflow, jobs that don't name their rights or may run
 * for six hours, and scripts that package.json doesn't have.
 *
 * @param workflow The text, in the layout that Prettier gives it.
 * @param scripts The names of the scripts in package.json.
 */
export function findWorkflowProblems(workflow: string, scripts: readonly string[]): WorkflowProblem[] {
  const lines = workflow.split('\n');
  return [...findUnpinned(lines), ...findUnknownScripts(lines, scripts), ...findLooseJobs(lines)].sort(
    (a, b) => a.line - b.line,
  );
}

function findUnpinned(lines: readonly string[]): WorkflowProblem[] {
  return lines.flatMap((text, index) => {
    const [, action, comment] = USES.exec(text) ?? [];
    if (action === undefined || action.startsWith('./')) return [];
    const line = index + 1;
    if (!PINNED.test(action)) return [{ line, message: `${action} is not pinned by a commit hash` }];
    if (!VERSION.test(comment ?? ''))
      return [{ line, message: `${action} has no comment with its version, as # v1.2.3` }];
    return [];
  });
}

function findUnknownScripts(lines: readonly string[], scripts: readonly string[]): WorkflowProblem[] {
  return lines.flatMap((text, index) =>
    [...text.matchAll(NPM_RUN)].flatMap(([, name = '']) =>
      scripts.includes(name) ? [] : [{ line: index + 1, message: `package.json has no script "${name}"` }],
    ),
  );
}

function findLooseJobs(lines: readonly string[]): WorkflowProblem[] {
  const none = lines.includes('permissions: {}');
  const top = none ? [] : [{ line: 1, message: 'the workflow does not begin with "permissions: {}"' }];
  const jobs = readJobs(lines);
  if (jobs.length === 0) return [...top, { line: 1, message: 'no job was found' }];
  const lacking = jobs.flatMap(({ line, name, keys }) =>
    ['permissions', 'timeout-minutes']
      .filter((key) => !keys.has(key))
      .map((key) => ({ line, message: `the job "${name}" has no ${key}` })),
  );
  return [...top, ...lacking];
}

/** Jobs are indented by two spaces, their keys by four. */
function readJobs(lines: readonly string[]): Job[] {
  const start = lines.indexOf('jobs:');
  const jobs: Job[] = [];
  if (start === -1) return jobs;
  for (const [offset, text] of lines.slice(start + 1).entries()) {
    const [, indent, name] = KEY.exec(text) ?? [];
    if (indent === undefined || name === undefined) continue;
    if (indent === '') break;
    if (indent.length === 2) jobs.push({ line: start + offset + 2, name, keys: new Set() });
    if (indent.length === 4) jobs.at(-1)?.keys.add(name);
  }
  return jobs;
}
