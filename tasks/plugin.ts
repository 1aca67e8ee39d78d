import { definePlugin } from 'hardhat/plugins';
import type { HardhatPlugin } from 'hardhat/types/plugins';
import { tasks } from './index.ts';
import type { SageConfig, SageEnvironment, SageUserConfig } from './lib/types.ts';

declare module 'hardhat/types/config' {
  interface HardhatUserConfig {
    sage?: SageUserConfig;
  }
  interface HardhatConfig {
    sage: SageConfig;
  }
}

declare module 'hardhat/types/hre' {
  interface HardhatRuntimeEnvironment {
    sage: SageEnvironment;
  }
}

/** The operator's desk: everything under `npx hardhat sage`. */
export const sagePlugin: HardhatPlugin = definePlugin({
  id: 'sage',
  tasks,
  hookHandlers: {
    config: () => import('./lib/hooks/config.ts'),
    hre: () => import('./lib/hooks/hre.ts'),
    userInterruptions: () => import('./lib/hooks/userInterruptions.ts'),
  },
});
