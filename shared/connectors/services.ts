import { BEARER, type Connector, service } from './connector.ts';

/** Payments, search, automation and AI. As their documentation and public lists of MCP servers have it, November 2026. */
export const SERVICES: readonly Connector[] = [
  service('stripe', 'Stripe', '💳', 'Payments', {
    hosts: ['mcp.stripe.com'],
    packages: ['@stripe/mcp', 'mcp/stripe'],
    key: BEARER,
    env: ['STRIPE_SECRET_KEY'],
    keyPage: 'https://dashboard.stripe.com/apikeys',
  }),
  service('paypal', 'PayPal', '💰', 'Payments', {
    hosts: ['mcp.paypal.com'],
    packages: ['@paypal/mcp'],
    env: ['PAYPAL_ACCESS_TOKEN'],
    keyPage: 'https://developer.paypal.com/dashboard/',
  }),
  service('square', 'Square', '◼️', 'Payments', {
    hosts: ['mcp.squareup.com'],
    packages: ['square-mcp-server', '@square/square-mcp-server'],
    env: ['ACCESS_TOKEN'],
    keyPage: 'https://developer.squareup.com/docs/build-basics/access-tokens',
  }),
  service('plaid', 'Plaid', '🏦', 'Payments', { hosts: ['api.dashboard.plaid.com'], oauth: { needsClient: true } }),
  service('exa', 'Exa', '🔍', 'Search', {
    hosts: ['mcp.exa.ai'],
    packages: ['exa-mcp-server', 'mcp/exa'],
    auth: 'none',
    key: { header: 'X-API-Key', prefix: '' },
    env: ['EXA_API_KEY'],
    keyPage: 'https://dashboard.exa.ai/api-keys',
  }),
  service('tavily', 'Tavily', '🧭', 'Search', {
    hosts: ['mcp.tavily.com'],
    packages: ['tavily-mcp', 'mcp/tavily'],
    key: BEARER,
    env: ['TAVILY_API_KEY'],
    keyPage: 'https://www.tavily.com/',
  }),
  service('brave-search', 'Brave Search', '🦁', 'Search', {
    packages: ['@brave/brave-search-mcp-server', '@modelcontextprotocol/server-brave-search', 'mcp/brave-search'],
    env: ['BRAVE_API_KEY'],
    keyPage: 'https://api-dashboard.search.brave.com/app/keys',
  }),
  service('firecrawl', 'Firecrawl', '🔥', 'Search', {
    hosts: ['mcp.firecrawl.dev'],
    packages: ['firecrawl-mcp'],
    auth: 'key',
    key: BEARER,
    env: ['FIRECRAWL_API_KEY'],
    keyPage: 'https://www.firecrawl.dev/app/api-keys',
  }),
  service('perplexity', 'Perplexity', '❇️', 'Search', {
    packages: ['@perplexity-ai/mcp-server', 'server-perplexity-ask'],
    env: ['PERPLEXITY_API_KEY'],
  }),
  service('kagi', 'Kagi', '🐕', 'Search', { packages: ['kagimcp'], env: ['KAGI_API_KEY'] }),
  service('google-maps', 'Google Maps', '🗺️', 'Search', {
    hosts: ['mapstools.googleapis.com'],
    packages: ['@modelcontextprotocol/server-google-maps', 'mcp/google-maps'],
    auth: 'key',
    key: { header: 'X-Goog-Api-Key', prefix: '' },
    env: ['GOOGLE_MAPS_API_KEY'],
  }),
  service('zapier', 'Zapier', '⚡', 'Automation', {
    hosts: ['mcp.zapier.com'],
    auth: 'key',
    key: BEARER,
    keyPage: 'https://mcp.zapier.com/',
  }),
  service('make', 'Make', '🔁', 'Automation', { hosts: ['*.make.com'], auth: 'key', key: BEARER }),
  service('apify', 'Apify', '🕷️', 'Automation', {
    hosts: ['mcp.apify.com'],
    packages: ['@apify/actors-mcp-server'],
    key: BEARER,
    env: ['APIFY_TOKEN'],
  }),
  service('hugging-face', 'Hugging Face', '🤗', 'AI', {
    hosts: ['huggingface.co', 'hf.co'],
    packages: ['@llmindset/hf-mcp-server'],
    key: BEARER,
    env: ['DEFAULT_HF_TOKEN', 'HF_TOKEN'],
    keyPage: 'https://huggingface.co/settings/tokens',
  }),
  service('openai', 'OpenAI', '🤖', 'AI', {
    hosts: ['developers.openai.com'],
    auth: 'none',
    env: ['OPENAI_API_KEY'],
    keyPage: 'https://platform.openai.com/api-keys',
  }),
  service('elevenlabs', 'ElevenLabs', '🎙️', 'AI', { packages: ['elevenlabs-mcp'], env: ['ELEVENLABS_API_KEY'] }),
];
