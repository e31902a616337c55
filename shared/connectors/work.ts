import { BEARER, type Connector, service } from './connector.ts';

/** Projects, documents, talk, design and customers. As their documentation and public lists of MCP servers have it, November 2026. */
export const WORK: readonly Connector[] = [
  service('notion', 'Notion', '📝', 'Productivity', {
    hosts: ['mcp.notion.com'],
    packages: ['@notionhq/notion-mcp-server', 'mcp/notion'],
    env: ['NOTION_TOKEN', 'OPENAPI_MCP_HEADERS'],
    keyPage: 'https://www.notion.so/profile/integrations',
  }),
  service('linear', 'Linear', '📐', 'Productivity', {
    hosts: ['mcp.linear.app'],
    key: BEARER,
    keyPage: 'https://linear.app/settings/account/security',
  }),
  service('atlassian', 'Atlassian', '🧩', 'Productivity', {
    hosts: ['mcp.atlassian.com'],
    packages: ['mcp-atlassian', 'ghcr.io/sooperset/mcp-atlassian'],
    // The key is the base64 of "mail:token"; the organisation has to allow it.
    key: { header: 'Authorization', prefix: 'Basic ' },
    env: ['JIRA_API_TOKEN', 'CONFLUENCE_API_TOKEN', 'JIRA_PERSONAL_TOKEN', 'CONFLUENCE_PERSONAL_TOKEN'],
    keyPage: 'https://id.atlassian.com/manage-profile/security/api-tokens',
  }),
  service('asana', 'Asana', '✅', 'Productivity', {
    hosts: ['mcp.asana.com'],
    oauth: { needsClient: true, redirect: 'localhost', clientPage: 'https://app.asana.com/0/my-apps' },
  }),
  service('monday', 'monday.com', '📅', 'Productivity', {
    hosts: ['mcp.monday.com'],
    packages: ['@mondaydotcomorg/monday-api-mcp'],
    key: BEARER,
    env: ['MONDAY_TOKEN'],
    keyPage: 'https://developer.monday.com/api-reference/docs/authentication',
  }),
  service('clickup', 'ClickUp', '🎯', 'Productivity', { hosts: ['mcp.clickup.com'] }),
  service('fireflies', 'Fireflies', '🪲', 'Productivity', { hosts: ['api.fireflies.ai'] }),
  service('slack', 'Slack', '💬', 'Communication', {
    hosts: ['mcp.slack.com'],
    packages: ['@modelcontextprotocol/server-slack', 'slack-mcp-server', 'mcp/slack'],
    env: ['SLACK_BOT_TOKEN', 'SLACK_MCP_XOXP_TOKEN', 'SLACK_MCP_XOXB_TOKEN', 'SLACK_MCP_XOXC_TOKEN', 'SLACK_MCP_XOXD_TOKEN'],
    keyPage: 'https://api.slack.com/apps',
    oauth: { needsClient: true, clientPage: 'https://api.slack.com/apps' },
  }),
  service('box', 'Box', '📦', 'Documents', {
    hosts: ['mcp.box.com'],
    packages: ['mcp-server-box'],
    env: ['BOX_CLIENT_SECRET'],
    oauth: { needsClient: true },
  }),
  service('egnyte', 'Egnyte', '🗄️', 'Documents', { hosts: ['mcp-server.egnyte.com'] }),
  service('figma', 'Figma', '🎨', 'Design', {
    hosts: ['mcp.figma.com', 'api.figma.com'],
    packages: ['figma-developer-mcp'],
    key: { header: 'X-Figma-Token', prefix: '' },
    env: ['FIGMA_API_KEY'],
    keyPage: 'https://help.figma.com/hc/en-us/articles/8085703771159-Manage-personal-access-tokens',
    oauth: { approvedOnly: true },
  }),
  service('canva', 'Canva', '🖌️', 'Design', { hosts: ['mcp.canva.com'] }),
  service('webflow', 'Webflow', '🕸️', 'Design', {
    hosts: ['mcp.webflow.com'],
    packages: ['webflow-mcp-server'],
    env: ['WEBFLOW_TOKEN'],
  }),
  service('wix', 'Wix', '🧱', 'Design', { hosts: ['mcp.wix.com'] }),
  service('intercom', 'Intercom', '🎧', 'Customers', { hosts: ['mcp.intercom.com', 'mcp.eu.intercom.com'], key: BEARER }),
  service('hubspot', 'HubSpot', '🧲', 'Customers', {
    hosts: ['mcp.hubspot.com'],
    packages: ['@hubspot/mcp-server'],
    env: ['PRIVATE_APP_ACCESS_TOKEN'],
    oauth: { needsClient: true },
  }),
  service('attio', 'Attio', '🤝', 'Customers', { hosts: ['mcp.attio.com'] }),
  service('close', 'Close', '☎️', 'Customers', { hosts: ['mcp.close.com'], oauth: { needsClient: true } }),
];
