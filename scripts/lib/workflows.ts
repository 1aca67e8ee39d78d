export interface UnpinnedAction {
  line: number;
  action: string;
}

const USES = /^\s*(?:-\s+)?uses:\s*['"]?([^\s'"#]+)/;
const PINNED = /@[0-9a-f]{40}$/;

/** Actions of a workflow that a tag or branch names: whoever can move that, can run code here. */
export function findUnpinnedActions(workflow: string): UnpinnedAction[] {
  return workflow.split('\n').flatMap((text, index) => {
    const action = USES.exec(text)?.[1];
    if (action === undefined || action.startsWith('./') || PINNED.test(action)) return [];
    return [{ line: index + 1, action }];
  });
}
