import type { JSONObject } from '@modelcontextprotocol/server';
import { type Arguments, READ_ONLY, type SampleTool } from './sample-tool.ts';

const TEXT_FIELDS: Record<string, JSONObject> = {
  name: {
    type: 'string',
    title: 'Name',
    description: 'One line of text. The only field that must be filled in.',
    minLength: 1,
    maxLength: 80,
  },
  notes: { type: 'string', title: 'Notes', description: 'Several lines of text', format: 'textarea', maxLength: 5_000 },
  code: { type: 'string', title: 'Postcode', description: 'Five digits (a pattern)', pattern: '^[0-9]{5}$', examples: ['10115'] },
  email: { type: 'string', title: 'E-mail', format: 'email', examples: ['ada@example.com'] },
  website: { type: 'string', title: 'Website', format: 'uri', examples: ['https://example.com'] },
  birthday: { type: 'string', title: 'Birthday', description: 'A date', format: 'date' },
  reminder: { type: 'string', title: 'Reminder', description: 'A moment: date, time and zone', format: 'date-time' },
};

const NUMBER_FIELDS: Record<string, JSONObject> = {
  seats: { type: 'integer', title: 'Seats', description: 'A whole number from 1 to 10', minimum: 1, maximum: 10, default: 2 },
  budget: { type: 'number', title: 'Budget', description: 'Any positive number', exclusiveMinimum: 0 },
  newsletter: { type: 'boolean', title: 'Newsletter', description: 'Yes, no, or not answered at all' },
};

const CHOICE_FIELDS: Record<string, JSONObject> = {
  size: { type: 'string', title: 'Size', description: 'One of a few words', enum: ['small', 'medium', 'large'], default: 'medium' },
  priority: {
    title: 'Priority',
    description: 'One of a few values that have names',
    oneOf: [
      { const: 1, title: 'Low: some day' },
      { const: 2, title: 'Normal: this week' },
      { const: 3, title: 'High: today' },
    ],
  },
  colours: {
    type: 'array',
    title: 'Colours',
    description: 'Any of several, each once',
    items: { type: 'string', enum: ['red', 'orange', 'green', 'blue', 'violet'] },
    uniqueItems: true,
  },
  nickname: { type: ['string', 'null'], title: 'Nickname', description: 'A text, or explicitly nothing (null)' },
};

const GROUP_FIELDS: Record<string, JSONObject> = {
  tags: { type: 'array', title: 'Tags', description: 'A list of texts', items: { type: 'string', minLength: 1 }, maxItems: 20 },
  guests: {
    type: 'array',
    title: 'Guests',
    description: 'A list of small forms',
    items: {
      type: 'object',
      title: 'Guest',
      properties: {
        name: { type: 'string', title: 'Name' },
        age: { type: 'integer', title: 'Age', minimum: 0, maximum: 150 },
        vegetarian: { type: 'boolean', title: 'Vegetarian' },
      },
      required: ['name'],
    },
  },
  home: { $ref: '#/$defs/address', title: 'Home address', description: 'A form within the form' },
  work: { $ref: '#/$defs/address', title: 'Work address', description: 'The same form again (a local `$ref`)' },
  payment: {
    title: 'Payment',
    description: 'One of several forms',
    oneOf: [
      {
        type: 'object',
        title: 'Card',
        properties: { method: { const: 'card' }, number: { type: 'string', title: 'Number', pattern: '^[0-9 ]{12,23}$' } },
        required: ['method', 'number'],
      },
      {
        type: 'object',
        title: 'Bank transfer',
        properties: { method: { const: 'transfer' }, iban: { type: 'string', title: 'IBAN', minLength: 15 } },
        required: ['method', 'iban'],
      },
      { type: 'object', title: 'Cash', properties: { method: { const: 'cash' } }, required: ['method'] },
    ],
  },
  labels: {
    type: 'object',
    title: 'Labels',
    description: 'Names of your own choice, each with a text',
    additionalProperties: { type: 'string' },
  },
  anything: { title: 'Anything', description: 'Whatever you like, as JSON: no form could know what goes in here' },
};

/** Names the fields that came, so that a person sees that untouched ones were not sent. */
function report(args: Arguments): string {
  const known = Object.keys({ ...TEXT_FIELDS, ...NUMBER_FIELDS, ...CHOICE_FIELDS, ...GROUP_FIELDS });
  const sent = Object.keys(args);
  const left = known.filter((key) => !Object.hasOwn(args, key));
  const lines = [`Received **${sent.length}** of ${known.length} fields: ${sent.map((key) => `\`${key}\``).join(', ')}.`];
  if (left.length > 0) lines.push(`Not sent, because they were left empty: ${left.map((key) => `\`${key}\``).join(', ')}.`);
  return lines.join('\n\n');
}

export const allFields: SampleTool = {
  definition: {
    name: 'all_fields',
    title: 'Every kind of field',
    description: `A form with everything that a form can have, and nothing behind it: the answer lists what arrived.

- Only **Name** must be filled in. Fields that you do not touch are *not sent*.
- Switch to **JSON** at any time: form and JSON are two views of the same values.
- What no form can show, such as **Anything**, is a small JSON field of its own.`,
    annotations: READ_ONLY,
    inputSchema: {
      type: 'object',
      properties: { ...TEXT_FIELDS, ...NUMBER_FIELDS, ...CHOICE_FIELDS, ...GROUP_FIELDS },
      required: ['name'],
      additionalProperties: false,
      $defs: {
        address: {
          type: 'object',
          title: 'Address',
          properties: {
            street: { type: 'string', title: 'Street' },
            city: { type: 'string', title: 'City' },
            country: { type: 'string', title: 'Country', enum: ['Austria', 'France', 'Germany', 'Japan', 'Kenya', 'Peru'] },
          },
          required: ['city'],
        },
      },
    },
    outputSchema: {
      type: 'object',
      properties: { received: { type: 'object', description: 'The arguments as they arrived' } },
      required: ['received'],
    },
  },
  run: (args) => ({ content: [{ type: 'text', text: report(args) }], structuredContent: { received: { ...args } } }),
};
