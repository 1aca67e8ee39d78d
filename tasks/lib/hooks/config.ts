import { isAbsolute, join } from 'node:path';
import { configVariable } from 'hardhat/config';
import type { ConfigurationVariableResolver } from 'hardhat/types/config';
import type { ConfigHooks } from 'hardhat/types/hooks';
import { NETWORKS } from '../../../scripts/deploy/networks/index.ts';
import type { GovernanceVariables } from '../../../scripts/deploy/readGovernance.ts';

export default (): Promise<Partial<ConfigHooks>> =>
  Promise.resolve({
    resolveUserConfig: async (userConfig, resolveVariable, next) => {
      const resolved = await next(userConfig, resolveVariable);
      const { passphrase, ...own } = userConfig.sage ?? {};
      const deployments = own.deployments ?? process.env['SAGE_DEPLOYMENTS'] ?? 'deployments';
      const state = own.state ?? process.env['SAGE_STATE'] ?? '.sage';
      const absolute = (path: string): string => (isAbsolute(path) ? path : join(resolved.paths.root, path));
      return {
        ...resolved,
        sage: {
          deployments: absolute(deployments),
          state: absolute(state),
          passphrase: resolveVariable(passphrase ?? configVariable('SAGE_PASSPHRASE', { default: '' })),
          governance: Object.fromEntries(
            NETWORKS.map(({ name, variables }) => [name, governanceVariables(variables, resolveVariable)]),
          ),
        },
      };
    },
  });

function governanceVariables(prefix: string, resolveVariable: ConfigurationVariableResolver): GovernanceVariables {
  const variable = (name: string): ReturnType<ConfigurationVariableResolver> =>
    resolveVariable(configVariable(`${prefix}_${name}`, { default: '' }));
  return {
    prefix,
    owners: variable('OWNERS'),
    threshold: variable('THRESHOLD'),
    guardian: variable('GUARDIAN'),
    delay: variable('DELAY'),
  };
}
