import { governanceProvocations } from './governanceProvocations.ts';
import { judgingProvocations } from './judgingProvocations.ts';
import { payoutProvocations } from './payoutProvocations.ts';
import type { Provocation } from './Provocation.ts';
import { watcherProvocations } from './watcherProvocations.ts';

/** At least one for each alert; `npm run monitoring:provoke` and the tests play all of them. */
export const PROVOCATIONS: readonly Provocation[] = [
  ...governanceProvocations(),
  ...judgingProvocations(),
  ...payoutProvocations(),
  ...watcherProvocations(),
];
