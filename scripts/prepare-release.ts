// npm run release:prepare: holds a tag against versions and changelog, and notes the repository in both packages, as npm wants it
// for provenance. The release workflow calls it before it builds; see docs/ci.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, readJson } from './lib/paths.ts';
import { findReleaseProblems, repositoryField } from './lib/release.ts';
import type { Manifest } from './lib/release.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const USAGE = `Usage: npm run release:prepare -- --tag TAG --repository URL [options]
  --tag TAG         of the release, as v1.2.3
  --repository URL  that publishes, as https://github.com/owner/name
  --check           write nothing
  --json            {tag, packages: [{name, version}], problems}
Writes the field "repository" of package.json and sdk/typescript/package.json. Exit code 1 when a version isn't that of the tag,
or CHANGELOG.md has no section of it; nothing is written then.`;

const FOLDERS = ['', 'sdk/typescript'];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tag: { type: 'string' },
      repository: { type: 'string' },
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { tag, repository } = values;
  if (tag === undefined) throw new UsageError('--tag is missing: give the tag of the release, as v1.2.3');
  if (repository === undefined || !/^https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(repository))
    throw new UsageError(`--repository takes https://github.com/owner/name, got ${repository ?? 'nothing'}`);
  const packages = FOLDERS.map((folder) => {
    const path = join(ROOT, folder, 'package.json');
    return { folder, path, manifest: readJson(path) as Manifest };
  });
  const manifests = packages.map(({ manifest: { name, version } }) => ({ name, version }));
  const problems = findReleaseProblems(tag, manifests, readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'));
  if (problems.length === 0 && !values.check) {
    for (const { folder, path, manifest } of packages) {
      const noted = { ...manifest, repository: repositoryField(repository, folder) };
      writeFileSync(path, `${JSON.stringify(noted, undefined, 2)}\n`);
    }
  }
  if (values.json) {
    console.log(JSON.stringify({ tag, packages: manifests, problems }, undefined, 2));
  } else {
    for (const problem of problems) console.error(problem);
    console.log(
      `${manifests.map(({ name, version }) => `${name} ${version}`).join(', ')}: ${problems.length} problems`,
    );
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
  return Promise.resolve();
}

await runCommand(main);
