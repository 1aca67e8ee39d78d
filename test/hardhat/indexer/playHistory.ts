import { changeKeys } from '../../../scripts/start/changeKeys.ts';
import { changeRules } from '../../../scripts/start/changeRules.ts';
import { giveFeedback } from '../../../scripts/start/giveFeedback.ts';
import { judgeWork } from '../../../scripts/start/judgeWork.ts';
import { registerAgents } from '../../../scripts/start/registerAgents.ts';
import { requestValidations } from '../../../scripts/start/requestValidations.ts';
import { trustTeeKey } from '../../../scripts/start/trustTeeKey.ts';
import type { World } from './world.ts';

const quiet = (): void => undefined;

/** What `npm start` plays: agents with keys of all types, a rotation, a sale, ratings, validations, a judged task, a TEE key. */
export async function playHistory(world: World): Promise<void> {
  const { chain, registries, accounts, files, agents } = world;
  agents.push(...(await registerAgents(chain, registries, accounts, files, quiet)).agents);
  await giveFeedback(registries, accounts, agents, quiet);
  await requestValidations(registries, accounts, agents, quiet);
  await changeKeys(chain, registries, accounts, agents);
  await changeRules(chain, registries, accounts);
  await trustTeeKey(chain, registries, accounts);
  await judgeWork(chain, registries, accounts, agents, (_, act) => act(quiet));
}
