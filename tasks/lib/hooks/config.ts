import { isAbsolute, join } from 'node:path';
import { configVariable } from 'hardhat/config';
import type { ConfigHooks } from 'hardhat/types/hooks';

export default (): Promise<Partial<ConfigHooks>> =>
  Promise.resolve({
    resolveUserConfig: async (userConfig, resolveVariable, next) => {
      const resolved = await next(userConfig, resolveVariable);
      const { deployments = 'deployments', state = '.sage', passphrase } = userConfig.sage ?? {};
      const absolute = (path: string): string => (isAbsolute(path) ? path : join(resolved.paths.root, path));
      return {
        ...resolved,
        sage: {
          deployments: absolute(deployments),
          state: absolute(state),
          passphrase: resolveVariable(passphrase ?? configVariable('SAGE_PASSPHRASE', { default: '' })),
        },
      };
    },
  });
