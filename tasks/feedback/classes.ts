/** The names of the contract's `FeedbackClass`, by its numbers. */
export const CLASSES = ['open', 'task-backed', 'validated'] as const;

export type FeedbackClass = (typeof CLASSES)[number];

/** The name of a class. */
export function classOf(number: bigint): FeedbackClass {
  const name = CLASSES[Number(number)];
  if (name === undefined) throw new Error(`there is no class of feedback ${number}`);
  return name;
}
