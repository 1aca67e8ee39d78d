import type { HardhatRuntimeEnvironmentHooks } from 'hardhat/types/hooks';
import { createProcessIo } from '../createProcessIo.ts';

export default (): Promise<Partial<HardhatRuntimeEnvironmentHooks>> =>
  Promise.resolve({
    created: (_context, hre) => {
      hre.sage = { io: createProcessIo(hre.interruptions) };
      return Promise.resolve();
    },
  });
