import { SuiteReader } from '../../scripts/deploy/check/SuiteReader.ts';
import { readRights } from '../../scripts/deploy/check/readRights.ts';
import { deploymentOf } from '../../scripts/deploy/fromAddressBook.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readChain } from '../lib/readChain.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';

/** Who holds which right, as the chain says. Whether it is as it should be, `sage doctor` says. */
export async function showRoles(context: TaskContext, _args: ReadArguments): Promise<TaskResult> {
  const book = await readChain(() => context.book());
  const { provider } = await context.ethers();
  const { artifacts } = context.hre;
  const { block, rights } = await readChain(async () => {
    const reader = await SuiteReader.open(deploymentOf(book).contracts, provider, (name) =>
      artifacts.readArtifact(name),
    );
    return { block: reader.block, rights: await readRights(reader) };
  });
  const { guardian } = book.governance;
  const named = rights.map((right) => ({
    ...right,
    holder: right.holder ?? null,
    known: right.known ?? (right.holder === guardian ? 'guardian' : null),
  }));
  const rows = named.map(({ contract, right, holder, known }) => [contract, right, holder ?? 'nobody', known ?? '']);
  return {
    data: { chainId: book.chainId, network: book.network, block, rights: named },
    text: [
      `Suite "${book.network}" on chain ${book.chainId} at block ${block}`,
      ...tableLines(['contract', 'right', 'holder', 'who that is'], rows, ['left', 'left', 'left', 'left']),
    ],
  };
}

export default taskAction(showRoles);
