import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import type { CompilerInput } from 'hardhat/types/solidity';
import { readJson } from '../../scripts/lib/paths.ts';
import type { TaskContext } from '../lib/TaskContext.ts';

/**
 * The environment as `hardhat-verify` uses it, with two changes. It is given the compiler input of the build: the library would
 * first send one with only the sources that the contract imports, from which the compiler (via IR) makes other code. And it uses
 * the task's connection instead of opening one for every contract.
 *
 * @param contract Fully qualified name.
 * @throws {Error} When the contract wasn't built.
 */
export async function withBuildInput(context: TaskContext, contract: string): Promise<HardhatRuntimeEnvironment> {
  const { artifacts, config, globalOptions } = context.hre;
  const id = await artifacts.getBuildInfoId(contract);
  const path = id === undefined ? undefined : await artifacts.getBuildInfoPath(id);
  if (path === undefined) throw new Error(`${contract} has no build info; build it by npm run build`);
  const { input } = readJson(path) as { input: CompilerInput };
  const job = { getSolcInput: () => Promise.resolve(input) };
  const environment = {
    artifacts,
    config,
    globalOptions,
    network: { create: () => context.connection() },
    solidity: {
      getCompilationJobs: (files: readonly string[]) =>
        Promise.resolve({ success: true, compilationJobsPerFile: new Map(files.map((file) => [file, job])) }),
    },
  };
  return environment as unknown as HardhatRuntimeEnvironment;
}
