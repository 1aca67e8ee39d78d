/** What may be in the tarball, and nothing else: no test, no key, no tool of the repository. */
const ALLOWED: readonly RegExp[] = [
  /^(?:package\.json|README\.md|LICENSE)$/,
  /^licenses\/[\w-]+\.txt$/,
  /^deployments\/\d+\.json$/,
  /^(?:(?:base|interfaces|libraries|types)\/)?\w+\.sol$/,
  /^lib\/(?:abi\/)?[\w-]+\.(?:js|cjs|d\.ts|d\.cts)$/,
  /^lib\/ethers\/(?:esm|cjs)\/(?:(?:factories|interfaces|factories\/interfaces)\/)?\w+\.(?:js|d\.ts)$/,
  /^lib\/ethers\/(?:esm|cjs)\/package\.json$/,
];

type Target = string | { readonly [condition: string]: Target };

/**
 * Compares what a package exports with what is packed.
 *
 * @param exports Of its package.json.
 * @param files Of its tarball.
 * @returns What is wrong, in words.
 */
export function checkPacked(exports: Readonly<Record<string, Target>>, files: readonly string[]): string[] {
  const missing = Object.entries(exports).flatMap(([path, target]) =>
    leaves(target)
      .filter((leaf) => !files.some((file) => matches(leaf, file)))
      .map((leaf) => `${path} leads to ${leaf}, which is not packed`),
  );
  const foreign = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
  return [...missing, ...foreign.map((file) => `${file} is packed and should not be`)];
}

function leaves(target: Target): string[] {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(leaves);
}

function matches(leaf: string, file: string): boolean {
  const [before = '', after] = leaf.replace('./', '').split('*');
  if (after === undefined) return file === before;
  return file.startsWith(before) && file.endsWith(after) && file.length > before.length + after.length;
}
