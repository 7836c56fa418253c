import type { RequestDetail } from '../../analysis/facts';
import { judgedRequests, requestName } from '../requests';
import type { Finding, Rule, RuleMeta, Severity } from '../rule';
import { siteOfFlow, subjectOf } from './flowSite';
import { CWE_20, LLM10, SAFETY } from './references';

const meta: RuleMeta = {
  id: 'unvalidated-prompt-input',
  mistake: 3,
  severity: 'warning',
  title: 'User input reaches the model unchecked',
  summary: 'Text from outside reaches a prompt and nothing on the way bounds its type and length.',
  why: 'You pay for every token that others send. Without a limit one request can cost what a thousand should, fill the context window, or arrive as an object where you expected a text.',
  what: 'Untrusted text (a request’s body, query, parameters, headers or uploads, the arguments of server actions and procedures, chat and socket messages, text fields) reaches a prompt-bearing parameter, and no check on its way bounds it.',
  decides:
    'The value is followed from the request backwards through names, members, templates, helpers, callbacks, components and every caller in sight. Enough: a schema (zod, valibot, yup, joi, superstruct, typebox, arktype, class-validator with a pipe) with a maximum, a length comparison that leaves or cuts, `slice`, a limit of the body’s size, an allow-list or comparison with constants, conversion to a number, a moderation call that stops on a flag. A presence check (`if (!message)`), `trim` or a type assertion is no validation. A schema or type check without a maximum is information, and so is what a person enters at their own terminal or editor. A whole `messages` array from the client is its own case: the caller writes the roles. A value that reaches only instructions is left to `user-input-in-instructions`.',
  limits:
    'What is read back from a database is not followed to those who wrote it. A check in another service is not seen. A schema that bounds the texts but lets `role` be `system` counts as validated.',
  wrong: {
    file: 'server/chat.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI({ maxRetries: 4 });\n\napp.post('/api/classify', async (req, res) => {\n  const { message } = req.body;\n  if (!message) return res.status(400).json({ error: 'Message missing' });\n  try {\n    const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 20, input: message });\n    res.json({ label: answer.output_text });\n  } catch {\n    res.status(502).json({ error: 'No answer' });\n  }\n});\n",
  },
  right: {
    file: 'server/chat.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI({ maxRetries: 4 });\nconst MAX_MESSAGE_LENGTH = 1000;\n\napp.post('/api/classify', async (req, res) => {\n  const { message } = req.body;\n  if (typeof message !== 'string' || message.length > MAX_MESSAGE_LENGTH) return res.status(400).json({ error: 'Invalid message' });\n  try {\n    const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 20, input: message });\n    res.json({ label: answer.output_text });\n  } catch {\n    res.status(502).json({ error: 'No answer' });\n  }\n});\n",
  },
  references: [SAFETY, LLM10, CWE_20],
  cwe: [20, 770],
  fixes: ['validate-input', 'suppress'],
};

type Flow = RequestDetail['flows'][number];

export const unvalidatedPromptInput: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      const open = detail.flows
        .filter((flow) => flow.bound !== 'full' && flow.role !== 'instructions')
        .sort((a, b) => weight(a) - weight(b));
      const [worst] = open;
      if (!worst) return [];
      const others = open.slice(1).map(({ source }) => source);
      return [
        {
          rule: meta.id,
          severity: severityOf(worst),
          ...siteOfFlow(worst, request),
          surface,
          message: messageOf(worst, requestName(request)),
          variant:
            worst.wholeMessages && worst.part === 'messages'
              ? 'messages'
              : worst.bound === 'shape'
                ? 'no-maximum'
                : 'unchecked',
          related: [worst.source, ...worst.steps, ...(worst.check ? [worst.check] : []), ...others],
        },
      ];
    });
  },
};

function severityOf(flow: Flow): Severity {
  return flow.source.kind === 'local' || flow.bound === 'shape' || flow.guessed
    ? 'information'
    : meta.severity;
}

/** The least checked first. */
function weight(flow: Flow): number {
  return (
    (flow.bound === 'shape' ? 2 : 0) +
    (flow.source.kind === 'local' || flow.guessed ? 4 : 0) +
    (flow.wholeMessages ? 0 : 1)
  );
}

function messageOf(flow: Flow, name: string): string {
  const way = `${subjectOf(flow)} reaches \`${flow.part}\` of ${name}`;
  if (flow.source.kind === 'local')
    return `${way} at any length: one pasted file becomes one huge, costly request.`;
  if (flow.wholeMessages && flow.part === 'messages' && flow.bound !== 'shape')
    return `${way} as a whole list of messages: the caller sets its length, and its roles too, so it can write system messages.`;
  if (flow.bound === 'shape')
    return `${way}; its type is checked, its length is not: add a maximum, or one request can cost what a thousand should.`;
  return `${way} with nothing on the way that bounds its type and length: anyone can send a text that fills the context window at your cost.`;
}
