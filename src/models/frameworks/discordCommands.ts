import type { Framework } from './framework';

/**
 * Commands and events of a discord.js bot, one module each: a loader of the bot's own calls what
 * they export. Source: discordjs.guide, "Command handling", "Event handling".
 */
export const discordCommands: Framework = {
  id: 'discord-commands',
  title: 'commands of discord.js',
  applies: (pkg) => pkg.dependencies.has('discord.js'),
  handlers: ({ local, specifiers }) =>
    specifiers.includes('discord.js') || FOLDERS.test(local)
      ? {
          names: /^(default\.)?(execute|run|autocomplete)$/,
          entry: 'chat',
          what: 'the bot’s command',
        }
      : undefined,
};

/** Where loaders look for modules that need not import the library. */
const FOLDERS = /(^|\/)(commands?|events?|interactions?|listeners?)\//i;
