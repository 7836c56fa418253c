import type { RequestDetail } from '../../analysis/facts';
import { judgedRequests, requestName } from '../requests';
import type { Finding, Rule, RuleMeta } from '../rule';
import { siteOfFlow, subjectOf } from './flowSite';
import { CWE_1427, LLM01, SAFETY } from './references';

const meta: RuleMeta = {
  id: 'user-input-in-instructions',
  mistake: 3,
  severity: 'warning',
  title: 'User input stands among the instructions',
  summary:
    'Text from outside is part of a system message, of instructions, or of one text that mixes rules and input.',
  why: 'The model obeys what stands in the instructions. Text that others write there can cancel your rules, reveal them, or make the model act for somebody else: prompt injection.',
  what: 'Untrusted text is put into a system or developer message, into `instructions`, into an agent’s or an assistant’s instructions, into a tool’s description, or into one string together with the developer’s own rules where the user’s text could have had a message of its own.',
  decides:
    'The role is read where the message is built, also through helpers, templates, prompt classes and message lists. Labels such as `Question: ` around the text are no instructions; five words and more are. Marks that set the text off (a fence, a tag, three quotes) lower the finding to information, as does an API that has no roles at all. A value compared with constants, looked up in a table or taken from an allow-list is the developer’s own and fine.',
  limits:
    'Injection through documents that the model retrieves is reported only where the code shows who wrote them, or that the caller chose their address.',
  wrong: {
    file: 'server/translate.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI({ maxRetries: 4 });\n\napp.post('/api/translate', async (req, res) => {\n  const { text } = req.body;\n  if (typeof text !== 'string' || text.length > 2000) return res.sendStatus(400);\n  try {\n    const answer = await openai.chat.completions.create({\n      model: 'gpt-5-mini',\n      max_completion_tokens: 250,\n      messages: [{ role: 'system', content: `You translate into French and say nothing else. The text: ${text}` }],\n    });\n    res.json(answer.choices[0].message);\n  } catch {\n    res.sendStatus(502);\n  }\n});\n",
  },
  right: {
    file: 'server/translate.ts',
    code: "import express from 'express';\nimport OpenAI from 'openai';\n\nconst app = express();\nconst openai = new OpenAI({ maxRetries: 4 });\n\napp.post('/api/translate', async (req, res) => {\n  const { text } = req.body;\n  if (typeof text !== 'string' || text.length > 2000) return res.sendStatus(400);\n  try {\n    const answer = await openai.chat.completions.create({\n      model: 'gpt-5-mini',\n      max_completion_tokens: 250,\n      messages: [\n        { role: 'system', content: 'You translate into French and say nothing else.' },\n        { role: 'user', content: text },\n      ],\n    });\n    res.json(answer.choices[0].message);\n  } catch {\n    res.sendStatus(502);\n  }\n});\n",
  },
  references: [LLM01, CWE_1427, SAFETY],
  cwe: [1427],
  fixes: ['separate-user-input', 'suppress'],
};

type Flow = RequestDetail['flows'][number];

export const userInputInInstructions: Rule = {
  meta,
  check(context) {
    return judgedRequests(context).flatMap(({ request, detail, surface }): Finding[] => {
      const bad = detail.flows
        .filter(
          (flow) =>
            flow.role === 'instructions' ||
            (flow.mixed && !flow.separate && flow.role !== 'assistant'),
        )
        .sort(
          (a, b) =>
            Number(isMild(a)) - Number(isMild(b)) ||
            Number(a.role !== 'instructions') - Number(b.role !== 'instructions'),
        );
      const [worst] = bad;
      if (!worst) return [];
      return [
        {
          rule: meta.id,
          severity: isMild(worst) ? 'information' : meta.severity,
          ...siteOfFlow(worst, request),
          surface,
          message: messageOf(worst, requestName(request)),
          variant: worst.role === 'instructions' ? 'instructions' : 'mixed',
          related: [worst.source, ...worst.steps, ...bad.slice(1).map(({ source }) => source)],
        },
      ];
    });
  },
};

/** Set off by marks, in an API without roles, entered by the person who runs the program, or from outside by its name only. */
function isMild(flow: Flow): boolean {
  return (
    flow.delimited ||
    flow.guessed === true ||
    flow.source.kind === 'local' ||
    (!flow.hasRoles && flow.role !== 'instructions')
  );
}

function messageOf(flow: Flow, name: string): string {
  const start = subjectOf(flow);
  if (flow.role === 'instructions')
    return `${start} becomes part of the instructions in \`${flow.part}\` of ${name}: whoever writes it can overrule your own; put it into a message of role \`user\`.`;
  const remedy = flow.hasRoles
    ? 'keep the rules in a system message and the text in one of role `user`'
    : 'set it off and check it';
  return `${start} is mixed with your instructions in one text of ${name}: the model cannot tell which words are rules; ${remedy}.`;
}
