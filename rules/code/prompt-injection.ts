// Text from outside in what tells a language model how to behave.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/prompt-injection',
  title: 'Text from outside in the instructions of a language model',
  rationale:
    'A language model does what its instructions say. Text of a stranger among them is an instruction like any other: it takes the rules away, has data sent elsewhere, and calls whatever tools the model has, in the name of whoever started it.',
  remediation:
    'Keep instructions (the system prompt) fixed. Hand text from outside over as a message of the user or as the result of a tool, marked as data; give a model that reads such text no tools that can do harm, or ask a person before each such call.',
  severity: 'medium',
  confidence: 'high',
  blocks: true,
  cwe: [1427],
  references: ['https://cwe.mitre.org/data/definitions/1427.html', 'https://genai.owasp.org/llmrisk/llm01-prompt-injection/'],
  examples: {
    bad: [
      {
        code: "import Anthropic from '@anthropic-ai/sdk';\nimport express from 'express';\nconst client = new Anthropic();\nexpress().post('/ask', async (req, res) => {\n  res.json(await client.messages.create({ model: 'm', max_tokens: 9, system: 'You help ' + req.body.name, messages: [{ role: 'user', content: 'Hello' }] }));\n});",
      },
    ],
    good: [
      {
        code: "import Anthropic from '@anthropic-ai/sdk';\nimport express from 'express';\nconst client = new Anthropic();\nexpress().post('/ask', async (req, res) => {\n  res.json(await client.messages.create({ model: 'm', max_tokens: 9, system: 'You help', messages: [{ role: 'user', content: req.body.text }] }));\n});",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'prompt',
    covers: [],
    harm: 'can tell the model what to do',
    fix: 'Keep the instructions fixed and hand this text over as a message of the user, marked as data.',
  },
});
