import type { HardhatPlugin } from 'hardhat/types/plugins';

/**
 * Hardhat prints the warnings of our own sources only. Libraries keep a style that the compiler now warns about, and a
 * screen full of that would hide ours.
 */
export const ownWarnings: HardhatPlugin = {
  id: 'sage-own-warnings',
  hookHandlers: {
    solidity: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            getCompilationJobErrors: async (context, job, output, next) => {
              const errors = await next(context, job, output);
              return errors.filter(
                ({ severity, formattedMessage }) => severity === 'error' || !isForeign(formattedMessage),
              );
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
