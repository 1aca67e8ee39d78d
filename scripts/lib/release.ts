/** The part of a package.json that a release looks at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
}

const TAG = /^v(\d+\.\d+\.\d+)$/;

/**
 * What speaks against publishing under a tag.
 *
 * @param tag For example v1.2.3.
 * @param manifests Of the packages that are published; all have the same version.
 * @param changelog The text of CHANGELOG.md, which has to have a section of this version.
 */
export function findReleaseProblems(tag: string, manifests: readonly Manifest[], changelog: string): string[] {
  const version = TAG.exec(tag)?.[1];
  if (version === undefined) return [`the tag ${tag} is not of the form v1.2.3`];
  const others = manifests
    .filter((manifest) => manifest.version !== version)
    .map(({ name, version: own }) => `${name} has the version ${own}, the tag is ${tag}: set it in its package.json`);
  const heading = changelog.split('\n').some((line) => line === `## ${version}` || line.startsWith(`## ${version} `));
  return heading ? others : [...others, `CHANGELOG.md has no section "## ${version}"`];
}

/**
 * Where a package comes from, as npm wants to have it: provenance is refused when it isn't the repository that publishes.
 *
 * @param url For example https://github.com/owner/name.
 * @param directory Of the package in the repository; empty for its top.
 */
export function repositoryField(url: string, directory: string): object {
  return { type: 'git', url: `git+${url}.git`, ...(directory === '' ? {} : { directory }) };
}
