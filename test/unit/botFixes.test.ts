import assert from 'node:assert/strict';
import { applied as apply, ask } from '../harness/applied';

describe('a bot answers in the chat', () => {
  const BOTS =
    '{ "type": "module", "dependencies": { "openai": "^7.0.0", "discord.js": "^14.0.0", "telegraf": "^4.0.0", "node-telegram-bot-api": "^0.66.0" } }';
  const DISCORD =
    "import { Client } from 'discord.js';\nimport OpenAI from 'openai';\nconst openai = new OpenAI({ maxRetries: 0 });\nconst client = new Client({ intents: [] });\n";
  const said = "[{ role: 'user', content: text }]";
  const discord = (...lines: readonly string[]) =>
    `${DISCORD}client.on('messageCreate', async (message) => {\nif (message.author.bot) return;\nconst text = message.content.slice(1);\n${lines.join('\n')}\n});\n`;
  it('by a reply, when it is asked for too much', () =>
    assert.match(
      apply(
        'validate-input',
        'bot.js',
        discord(ask(said), 'message.reply(answer.choices[0].message.content);'),
        BOTS,
      ),
      /text\.length > MAX_TEXT_LENGTH\) \{\n\s*await message\.reply\('Invalid text'\);\n\s*return;/,
    ));
  it('when it comes too often', () =>
    assert.match(
      apply(
        'handle-rate-limit',
        'bot.js',
        discord(
          'try {',
          ask(said),
          'message.reply(answer.choices[0].message.content);',
          '} catch (e) {\nconsole.log(e.message);\n}',
        ),
        BOTS,
      ),
      /RateLimitError\) \{\n\s*await message\.reply\('Too many/,
    ));
  it('by its own address of the chat', () =>
    assert.match(
      apply(
        'validate-input',
        'bot.js',
        `import TelegramBot from 'node-telegram-bot-api';\nimport OpenAI from 'openai';\nconst openai = new OpenAI();\nconst bot = new TelegramBot(process.env.TOKEN, { polling: true });\nbot.on('message', async (msg) => {\nconst chatId = msg.chat.id;\nconst text = msg.text;\n${ask(said)}\nawait bot.sendMessage(chatId, answer.choices[0].message.content);\n});\n`,
        BOTS,
      ),
      /await bot\.sendMessage\(chatId, 'Invalid text'\);/,
    ));
  describe('never by a function of its own that takes something else', () => {
    const own = (reply: string) =>
      apply(
        'validate-input',
        'bot.js',
        `import { Client } from 'discord.js';\nimport OpenAI from 'openai';\nconst openai = new OpenAI();\nclass Bot {\nstart() {\nnew Client({ intents: [] }).on('messageCreate', async (message) => {\nconst text = message.content;\n${ask(said)}\nconst answered = { to: message.channel, body: answer.choices[0].message.content };\n${reply}\n});\n}\n}\nnew Bot().start();\n`,
        BOTS,
      );
    for (const reply of [
      'await this.reply({ to: message.channel, body: answer.choices[0].message.content });',
      'await this.reply(answered);',
      'await message.reply({ to: message.channel, body: answer.choices[0].message.content });',
    ])
      it(reply, () => assert.doesNotMatch(own(reply), /reply\('Invalid/));
    for (const reply of [
      'await message.reply({ content: answer.choices[0].message.content });',
      'await message.reply(answer.choices[0].message.content);',
      'await this.reply(`Answer: ${answer.choices[0].message.content}`);',
    ])
      it(`but: ${reply}`, () => assert.match(own(reply), /reply\([^)]*'Invalid/));
  });
  const command = (...lines: readonly string[]) =>
    apply(
      'handle-rate-limit',
      'bot.js',
      `${DISCORD}client.on('interactionCreate', async (interaction) => {\nconst text = interaction.options.getString('q');\n${lines.join('\n')}\n});\n`,
      BOTS,
    );
  const CAUGHT = '} catch (e) {\nconsole.log(e.message);\n}';
  it('by an edit of what it has begun', () =>
    assert.match(
      command(
        'await interaction.deferReply();',
        'try {',
        ask(said),
        'await interaction.editReply({ content: answer.choices[0].message.content });',
        CAUGHT,
      ),
      /await interaction\.editReply\(\{ content: 'Too many/,
    ));
  it('not by a second answer where the first has begun', () =>
    assert.match(
      command(
        'await interaction.deferReply();',
        'try {',
        ask(said),
        'await interaction.followUp(answer.choices[0].message.content);',
        CAUGHT,
      ),
      /^refused/,
    ));
  it('not where it only logs what it hears', () =>
    assert.match(
      apply(
        'validate-input',
        'bot.js',
        discord(ask(said), 'console.log(answer.choices[0].message.content);'),
        BOTS,
      ),
      /^refused/,
    ));
  it('not by a method of another library', () =>
    assert.match(
      apply(
        'validate-input',
        'bot.js',
        discord(ask(said), 'message.reply(answer.choices[0].message.content);').replace(
          "'discord.js'",
          "'./my-client.js'",
        ),
        BOTS,
      ),
      /^refused/,
    ));
});
