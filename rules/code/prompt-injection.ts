// Text from outside that tells a language model with tools what to do, or a model’s words that steer a tool.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/prompt-injection',
  title: 'Untrusted text steers a privileged tool',
  rationale:
    'A language model does what text tells it, wherever that text comes from: a page, a file, a ticket, a tool’s result. With tools at hand it runs commands, sends data away and changes files, in the name of whoever started it. The same holds for a tool that does what a model says without asking.',
  remediation:
    'Give the model that reads untrusted text no tools that can do harm, or ask a person before each such call. Keep untrusted text out of system prompts, mark it as data, and check what a model hands to a tool as you would check a stranger’s request.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [1427],
  references: ['https://cwe.mitre.org/data/definitions/1427.html', 'https://genai.owasp.org/llmrisk/llm01-prompt-injection/'],
  examples: {
    bad: [
      {
        code: "import express from 'express';\nimport OpenAI from 'openai';\nconst client = new OpenAI();\nexpress().post('/ask', async (req, res) => {\n  res.json(await client.chat.completions.create({ model: 'm', messages: [{ role: 'system', content: 'You help ' + req.body.text }], tools: [{ type: 'function', function: { name: 'run_shell' } }] }));\n});",
      },
    ],
    good: [
      {
        code: "import OpenAI from 'openai';\nconst client = new OpenAI();\nexport const ask = () => client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Say hello' }] });",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'prompt',
    harm: 'can have the tools do what they want',
    fix: 'Take the tools away from the model that reads this text, or ask a person before a tool does harm.',
  },
});
