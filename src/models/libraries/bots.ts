import type { Model, Registration } from '../model';

const EVENTS: Omit<Registration, 'call'> = {
  entry: 'chat',
  what: 'the bot’s handler of {topic}',
};

/** Members under which chat platforms hand over what somebody has written. */
const MESSAGE =
  '{text,content,cleanContent,body,message,data,args,options,match,caption,value,query,' +
  'input,payload,event,command,update,say,from,toString(),getString(),getSubcommand(),' +
  'getTextInputValue(),getBody(),messages,Records,attachments}';

/** Libraries for bots on chat platforms. Sources: the "Getting started" of each. */
export const bots: readonly Model[] = [
  {
    id: 'telegraf',
    title: 'Telegraf',
    packages: ['telegraf'],
    runs: 'bot',
    things: { bot: { from: ['Telegraf()', 'Composer()', 'Scenes.*()'] } },
    registrations: [
      {
        call: '<bot>.{on,once,hears,command,start,help,action,inlineQuery,mention,url,email,use}',
        ...EVENTS,
      },
    ],
    errorHandlers: [
      { call: '<bot>.catch', of: 'call', for: 'bot', label: '`catch` of the bot gets it' },
    ],
    readers: [
      { call: ['{Context,NarrowedContext}()', 'types.*()'], of: 'type', is: { as: 'chat' } },
    ],
    sources: [{ of: 'chat', kind: 'message', what: 'a message to {entry}', within: MESSAGE }],
  },
  {
    id: 'grammy',
    title: 'grammY',
    packages: ['grammy'],
    runs: 'bot',
    things: { bot: { from: ['Bot()', 'Composer()'], builds: true } },
    registrations: [{ call: '<bot>.{on,hears,command,callbackQuery,inlineQuery,use}', ...EVENTS }],
    errorHandlers: [
      { call: '<bot>.catch', of: 'call', for: 'bot', label: '`catch` of the bot gets it' },
    ],
    readers: [{ call: 'Context()', of: 'type', is: { as: 'chat' } }],
  },
  {
    id: 'discord',
    title: 'discord.js',
    packages: ['discord.js', 'eris', 'oceanic.js', 'discordx', 'necord'],
    runs: 'bot',
    things: { client: { from: ['{Client,CommandClient}()'] } },
    registrations: [{ call: '<client>.{on,once,addListener}', ...EVENTS }],
    methods: [
      {
        call: '{On,Once,Slash,SlashCommand,SimpleCommand}',
        of: 'decorator',
        entry: 'chat',
        what: 'the method `{name}` (`@{decorator}`)',
      },
    ],
    readers: [
      {
        call: [
          '{Message,OmitPartialGroupDMChannel,Interaction}()',
          '{ChatInputCommandInteraction,CommandInteraction,ModalSubmitInteraction}()',
        ],
        of: 'type',
        is: { as: 'chat' },
      },
      {
        call: '{SlashOption}',
        of: 'parameter',
        is: { kind: 'message', what: 'a message' },
      },
    ],
  },
  {
    id: 'telegram-bot-api',
    title: 'node-telegram-bot-api',
    packages: ['node-telegram-bot-api'],
    runs: 'bot',
    registrations: [{ call: 'default().{on,once,onText,addListener}', ...EVENTS }],
    readers: [{ call: 'Message()', of: 'type', is: { as: 'chat' } }],
  },
  {
    id: 'slack-bolt',
    title: 'Bolt for Slack',
    packages: ['@slack/bolt', '@slack/events-api', '@slack/rtm-api'],
    runs: 'bot',
    registrations: [
      {
        call: '*().{message,event,command,action,shortcut,view,options,use,on}',
        ...EVENTS,
      },
    ],
    readers: [{ call: 'SlackEventMiddlewareArgs()', of: 'type', is: { as: 'chat' } }],
  },
  {
    id: 'whatsapp',
    title: 'WhatsApp',
    packages: ['whatsapp-web.js', '@whiskeysockets/baileys', '@adiwajshing/baileys', 'venom-bot'],
    runs: 'bot',
    registrations: [
      { call: ['*().{on,once,onMessage}', '*().ev.{on,once}', 'default().ev.on'], ...EVENTS },
    ],
    readers: [
      {
        call: ['{Message,WAMessage}()', 'proto.IWebMessageInfo()'],
        of: 'type',
        is: { as: 'chat' },
      },
    ],
  },
  {
    id: 'other-bots',
    title: 'bots',
    packages: [
      '@line/bot-sdk',
      'tmi.js',
      'twitter-api-v2',
      'botbuilder',
      'matrix-bot-sdk',
      'matrix-js-sdk',
      'botpress',
      '@botpress/*',
      '@twurple/*',
    ],
    runs: 'bot',
    registrations: [
      { call: ['*().{on,once,onMessage,addListener}', 'default().{on,once}'], ...EVENTS },
    ],
  },
  {
    id: 'nestjs-telegraf',
    title: 'nestjs-telegraf',
    packages: ['nestjs-telegraf'],
    methods: [
      {
        call: '{On,Hears,Command,Start,Help,Action}',
        of: 'decorator',
        entry: 'chat',
        what: 'the method `{name}` (`@{decorator}`)',
      },
    ],
  },
];
