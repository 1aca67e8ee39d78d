import type { HardhatPlugin } from 'hardhat/types/plugins';

/** Comes first in the list of plugins: its hooks have to run before those of the bindings' generator. */
export const buildPlugin: HardhatPlugin = {
  id: 'sage-build',
  hookHandlers: {
    solidity: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            // Warnings of our own sources only. Libraries keep a style that the compiler now warns about, and a screen full
            // of that would hide ours.
            getCompilationJobErrors: async (context, job, output, next) => {
              const errors = await next(context, job, output);
              return errors.filter(
                ({ severity, formattedMessage }) => severity === 'error' || !isForeign(formattedMessage),
              );
            },
            // Hardhat hands the artifacts to the generator in no certain order, and the generator keeps it: the committed
            // bindings would change from build to build. Every handler gets this same list.
            processArtifactsAfterSuccessfulBuild: (_context, artifactPaths) => {
              (artifactPaths as string[]).sort();
              return Promise.resolve();
            },
          }),
      }),
  },
};

/** The first place that a message names is where its fault is. */
function isForeign(message: string | undefined): boolean {
  const place = /-->\s*(\S+)/.exec(message ?? '')?.[1];
  return place?.includes('node_modules/') ?? false;
}
