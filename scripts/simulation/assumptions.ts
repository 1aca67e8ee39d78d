/** What the simulation assumes about the world. None of it is measured; everything is printed with the results. */
export const ASSUMPTIONS = {
  /** Wei: gas of a commitment and a reveal, 195,000 at 1 gwei. Every verdict costs it. */
  gasCost: 195_000n * 10n ** 9n,
  /** Wei: gas of the standard request, opening and finalizing, 550,000 at 1 gwei. */
  openAndEndCost: 550_000n * 10n ** 9n,
  /** Wei: what judging itself costs, on top of the gas: fetching the task and its result, checking, salaries, machines. */
  workCost: 8n * 10n ** 14n,
  /** Points: the standard deviation of honest work. */
  honestSpread: 3,
  /** The share of honest verdicts that are blunders: any response. */
  blunders: 0.005,
  /** The share of requests whose work is good: a true value of 80 to 100. The others lie from 0 to 60. */
  goodWork: 0.7,
  /** What somebody says who doesn't look: the middle of good work. */
  guess: 90,
  /** What every agent says about its own work. */
  claim: 100,
  /** What a coalition says of bad work. */
  lie: 95,
} as const;
