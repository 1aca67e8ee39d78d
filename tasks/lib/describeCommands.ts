import { ArgumentType } from 'hardhat/types/arguments';
import type { OptionDefinition } from 'hardhat/types/arguments';
import type { Task } from 'hardhat/types/tasks';

/** An option as it is typed. */
export interface OptionDescription {
  /** `--dry-run` */
  readonly flag: string;
  readonly description: string;
  readonly type: `${ArgumentType}`;
  /** Undefined and the empty text stand for none. */
  readonly defaultValue: unknown;
  readonly takesValue: boolean;
}

export interface ArgumentDescription {
  /** As the usage spells it, in kebab case. */
  readonly name: string;
  readonly description: string;
  readonly type: `${ArgumentType}`;
  readonly isOptional: boolean;
  readonly isVariadic: boolean;
  readonly defaultValue: unknown;
}

/** A task, or a group of tasks, as its definition tells it. */
export interface CommandDescription {
  /** `['sage', 'tee', 'vote']` */
  readonly words: readonly string[];
  readonly description: string;
  /** Whether it only groups others. */
  readonly isGroup: boolean;
  readonly positional: readonly ArgumentDescription[];
  /** Sorted by their flags. */
  readonly options: readonly OptionDescription[];
  /** Sorted by their words. */
  readonly commands: readonly CommandDescription[];
}

/** Describes a task of Hardhat with everything below it, hidden options left out. */
export function describeCommands(task: Task): CommandDescription {
  const { id, description, isEmpty } = task;
  return {
    words: id,
    description,
    isGroup: isEmpty,
    positional: task.positionalArguments.map((argument) => ({
      name: toKebab(argument.name),
      description: argument.description,
      type: argument.type,
      isOptional: argument.defaultValue !== undefined,
      isVariadic: argument.isVariadic,
      defaultValue: argument.defaultValue,
    })),
    options: describeOptions(task.options.values()),
    commands: [...task.subtasks.values()]
      .map(describeCommands)
      .sort((one, other) => compare(one.words.join(' '), other.words.join(' '))),
  };
}

/** Describes options, sorted by their flags; hidden ones are left out. */
export function describeOptions(options: Iterable<OptionDefinition>): OptionDescription[] {
  return [...options]
    .filter(({ hidden }) => hidden !== true)
    .map(({ name, description, type, defaultValue }) => ({
      flag: `--${toKebab(name)}`,
      description,
      type,
      defaultValue,
      takesValue: type !== ArgumentType.FLAG && type !== ArgumentType.LEVEL,
    }))
    .sort((one, other) => compare(one.flag, other.flag));
}

/** A command and all below it, each before those below it. */
export function flattenCommands(command: CommandDescription): CommandDescription[] {
  return [command, ...command.commands.flatMap(flattenCommands)];
}

/** As Hardhat spells names on the command line. */
function toKebab(name: string): string {
  return name.replace(/[A-Z0-9]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** By code units, so that the order is the same everywhere. */
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
